import { expect, test } from '@jest/globals';
import { runCli } from '../testing/program/run-cli.js';
import { optionsOf } from '../testing/program/command-tables.js';

test.each([
  ['explain', { term: [] }],
  ['explain ISR', { term: ['ISR'] }],
  ['explain consumer group', { term: ['consumer', 'group'] }],
])('%s', async (line, options) => expect(await optionsOf(line)).toEqual(options));

test('a term, an error name, all, none', async () => {
  const isr = await runCli(['explain', 'isr']);
  expect(isr.stdout).toMatch(/^ISR\tThe in-sync replicas: /);
  expect((await runCli(['explain', 'NOT_ENOUGH_REPLICAS', '-o', 'json'])).stdout).toContain(
    'min.insync.replicas',
  );
  for (const word of ['10', 'org.apache.kafka.common.errors.RecordTooLargeException']) {
    const error = await runCli(['explain', word]);
    expect(error.stdout).toMatch(
      /^MESSAGE_TOO_LARGE\t.+ does not help by itself\. Likely cause: .+\. What to do: .+kafka-lab topics config/,
    );
  }
  expect((await runCli(['explain'])).stdout.split('\n').length).toBeGreaterThan(30);
  const unknown = await runCli(['explain', 'partitoin']);
  expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^error: "partitoin" is not in the glossary.\nDid you mean partition/);
});
