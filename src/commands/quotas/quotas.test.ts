import { describe, expect, test } from '@jest/globals';
import type { ClientQuota } from '../../kafka/security/client-quotas.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { quotasList } from './list.js';
import { quotasRemove } from './remove.js';
import { quotasSet } from './set.js';

test.each([
  ['quotas list', { default: [] }],
  ['quotas list --user alice --client-id app', { user: 'alice', clientId: 'app', default: [] }],
  [
    'quotas set producer_byte_rate=1 request_percentage=2 --default user --default client-id',
    { limit: ['producer_byte_rate=1', 'request_percentage=2'], default: ['user', 'client-id'] },
  ],
  ['quotas remove --ip 10.0.0.1', { limit: [], ip: '10.0.0.1', default: [] }],
  [
    'quotas remove producer_byte_rate --user alice',
    { limit: ['producer_byte_rate'], user: 'alice', default: [] },
  ],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test.each([
  ['quotas set producer_byte_rate=1', 'Name the user, client id or address'],
  ['quotas set producer_byte_rate --user a', '"producer_byte_rate" sets nothing.'],
  ['quotas set producer_byte_rat=1 --user a', 'Did you mean producer_byte_rate?'],
  ['quotas set producer_byte_rate=0 --user a', '"0" is not a number above 0'],
  ['quotas set producer_byte_rate=x --user a', '"x" is not a number above 0'],
  ['quotas set producer_byte_rate=1 --user a --default user', '--user a and --default user are two quotas'],
  ['quotas set connection_creation_rate=1 --user a --ip 10.0.0.1', 'not for both'],
  ['quotas list --default host', '--default: "host" is not one of user, client-id, ip.'],
  ['quotas remove', 'Name the user, client id or address'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

describe('result → output', () => {
  const quota: ClientQuota = {
    entity: { user: 'alice', 'client-id': null },
    limits: { producer_byte_rate: 1024, request_percentage: 12.5 },
  };

  test('a list', async () => {
    const outputs = await outputsOf(quotasList, [quota]);
    expect(outputs.table).toBe(
      lines(
        'USER   CLIENT-ID  IP  LIMIT               VALUE  OF',
        'alice  (default)  -   producer_byte_rate   1024  bytes/s',
        'alice  (default)  -   request_percentage   12.5  % of a thread',
      ),
    );
    expect(outputs.plain).toContain('alice\t(default)\t\tproducer_byte_rate\t1024\tbytes/s\n');
    expect(JSON.parse(outputs.json)).toEqual([quota]);
    expect(JSON.parse(outputs.jsonl)).toEqual(quota);
    expect(outputs.yaml).toContain('entity:\n    user: alice\n    client-id: null\n');
    expect(outputs.notes).toMatch(/^Each broker counts for itself/);
  });

  test('set and removed', async () => {
    expect((await outputsOf(quotasSet, quota)).plain.split('\n')).toHaveLength(3);
    expect((await outputsOf(quotasRemove, quota)).plain).toContain('\t1024\tbytes/s\tremoved\n');
  });
});
