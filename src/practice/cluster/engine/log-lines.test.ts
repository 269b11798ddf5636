import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryHome } from '../../../testing/clusters/cluster-fixtures.js';
import { followLines, lastLines } from './log-lines.js';

const home = temporaryHome();
const file = join(home.path, 'a.log');
afterAll(() => home.remove());

describe('the last lines of a file', () => {
  test('are those that splitting all of it would give', async () => {
    const lines = fc.array(
      fc.string().map((text) => text.replace(/\n/g, '')),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (all, count, ends) => {
        writeFileSync(file, all.join('\n') + (ends ? '\n' : ''));
        const expected = all.join('\n') + (ends ? '\n' : '');
        const split = expected.split('\n');
        if (split.at(-1) === '') split.pop();
        expect(await lastLines(file, count)).toEqual(split.slice(-count));
      }),
      { numRuns: 50 },
    );
  });

  test('of a file that is larger than what is read at once', async () => {
    writeFileSync(file, Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join(''));
    const lines = await lastLines(file, 20_000);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([20_000, 'line 30000', 'line 49999']);
  });

  test('of no file', async () => expect(await lastLines(join(home.path, 'none'), 5)).toEqual([]));
});

test('following reads what is appended, whole lines only, and what replaces the file', async () => {
  writeFileSync(file, 'old\n');
  const stop = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const line of followLines(file, 4, stop.signal)) {
      seen.push(line);
      // What was appended with it has been read too.
      if (line === 'one') appendFileSync(file, ' a line\n');
      if (line === 'half a line') writeFileSync(file, 'new\n');
      if (line === 'new') stop.abort();
    }
  })();
  appendFileSync(file, 'one\nhalf');
  await reading;
  expect(seen).toEqual(['one', 'half a line', 'new']);
});
