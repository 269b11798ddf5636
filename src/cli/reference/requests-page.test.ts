import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { commands } from '../../commands/index.js';
import { requestRows } from '../../testing/wire/requests-page.js';
import { allRequests } from '../../wire/requests/index.js';

const rows = requestRows();

test('docs/requests.md has a row for every request, and none for others', () => {
  const declared = allRequests.map(({ name, apiKey, versions: [lowest, highest] }) => [
    ...[name, apiKey, lowest === highest ? `${lowest}` : `${lowest}–${highest}`],
  ]);
  expect(rows.map(({ request, key, versions }) => [request, key, versions])).toEqual(declared.sort());
});

describe.each(rows.map((row) => [row.request, row] as const))('%s', (_, row) => {
  test('is sent by commands that there are', () => {
    const paths = commands.map(({ path }) => path);
    expect(row.commands.length).toBeGreaterThan(0);
    expect(row.commands.filter((command) => !paths.includes(command))).toEqual([]);
  });

  test('is compared with its scripts by the tests that are named, which run its commands', () => {
    const texts = row.tests.map((path) =>
      readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8'),
    );
    expect(texts.length).toBeGreaterThan(0);
    expect(row.scripts.length).toBeGreaterThan(0);
    // kafka-dump-log has a function of its own, as it reads files.
    const called = (script: string, text: string) =>
      text.includes(script) || (script === 'kafka-dump-log' && text.includes('kafkaDumpLog('));
    for (const script of row.scripts) {
      expect(texts.filter((text) => !called(script, text))).toEqual([]);
    }
    const all = texts.join('\n').replace(/', '/g, ' ');
    expect(row.commands.filter((command) => !all.includes(command))).toEqual([]);
  });
});
