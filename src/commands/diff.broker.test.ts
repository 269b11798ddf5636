/** `diff` on a real cluster: against its own export, against itself, and the records of copies. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordsDiff } from './_diff-records.js';
import type { ClustersDiff } from './_diff-view.js';
import { BrokerConnections } from '../testing/brokers/broker-connections.js';
import { joinTransaction, openProducer, writeUndecided } from '../testing/clusters/open-transaction.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { runCli } from '../testing/program/run-cli.js';

const prefix = uniqueName('diff');
const [orders, copy, other] = [`${prefix}-orders`, `${prefix}-copy`, `${prefix}-other`] as const;
const [address = ''] = testCluster().bootstrapServers.split(',');
const home = mkdtempSync(join(tmpdir(), 'kafka-lab-diff-'));

async function lab(argv: readonly string[], stdin = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await onTestCluster(argv, { stdin, home });
  if (exitCode !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  return stdout;
}

interface Run<Result> {
  readonly exitCode: number;
  readonly result: Result;
}

async function asked(argv: readonly string[]): Promise<Run<unknown>> {
  const { exitCode, stdout, stderr } = await runCli(['diff', ...argv, '-o', 'json'], { home });
  if (stdout === '') throw new Error(stderr);
  return { exitCode, result: JSON.parse(stdout) as unknown };
}

const diff = (...argv: string[]) => asked(argv) as Promise<Run<ClustersDiff>>;
const diffOfRecords = (...argv: string[]) => asked(argv) as Promise<Run<RecordsDiff>>;

const records = `${['a:1', 'b:1', 'a:2', 'c:1', 'b:2', 'd:1'].join('\n')}\n`;

beforeAll(async () => {
  await Promise.all([
    lab(['topics', 'create', orders, '-p', '3', '-r', '1', '--config', 'retention.ms=-1']),
    lab(['topics', 'create', copy, '-p', '3', '-r', '1']),
    lab(['topics', 'create', other, '-p', '2', '-r', '1']),
  ]);
  await lab(['produce', orders, '-K', ':'], records);
  await lab(['produce', other, '-K', ':', '--transaction', prefix], records);
  await lab(['produce', copy, '-K', ':'], records.replace('d:1\n', '').replace('c:1', 'c:9'));
  await lab(['produce', copy, '--key', 'b', '--null-value']);
  await lab(['consume', orders, '--group', prefix, '--from-beginning', '--exit']);
}, 90_000);

afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await onTestCluster(['topics', 'delete', orders, copy, other, '--yes']);
  await onTestCluster(['groups', 'delete', prefix, '--yes']);
}, 60_000);

test('its own export and itself are no difference; what has changed since is one, in the words of apply', async () => {
  const file = join(home, 'cluster.yml');
  writeFileSync(file, await lab(['export', '--only', 'topics']));
  const narrow = ['--filter', `^${prefix}`];
  const same = await diff(file, address, ...narrow);
  expect([same.exitCode, same.result.differences, same.result.unknown]).toEqual([0, [], []]);
  const itself = await diff(address, address, ...narrow);
  expect([itself.exitCode, itself.result]).toEqual([
    0,
    expect.objectContaining({ isSameCluster: true, differences: [], unknown: [] }),
  ]);
  expect(itself.result.compared).toContain('groups');

  await lab(['topics', 'config', orders, 'set', 'retention.ms=1000000000']);
  await lab(['topics', 'partitions', other, '--count', '4', '--execute']);
  // Another broker may have done that; this one hears of it in a moment.
  const changed = await until(async () => {
    const found = await diff(file, address, '-q', ...narrow);
    return found.result.differences.length < 2 ? undefined : found;
  });
  expect(changed.exitCode).toBe(1);
  expect(changed.result.differences).toEqual([
    {
      change: { kind: 'config', topic: orders, name: 'retention.ms', before: '-1', after: '1000000000' },
      apply: 'changes',
    },
    { change: { kind: 'partitions', topic: other, before: 2, after: 4 }, apply: 'changes' },
  ]);
  // The other way round it is what apply would do, or says that it cannot.
  const planned = await onTestCluster(['apply', file, '--dry-run', '-o', 'json'], { home });
  const { changes, impossible } = JSON.parse(planned.stdout) as {
    changes: { change: { topic?: string } }[];
    impossible: string[];
  };
  const back = await onTestCluster(['diff', file, '-o', 'json', ...narrow], { home });
  const { differences, impossible: reasons } = JSON.parse(back.stdout) as ClustersDiff;
  const mine = changes.map(({ change }) => change).filter(({ topic }) => topic?.startsWith(prefix));
  expect(differences.filter(({ apply }) => apply === 'changes').map(({ change }) => change)).toEqual(mine);
  expect(reasons).toEqual(impossible.filter((why) => why.includes(prefix)));
  expect(reasons).toHaveLength(1);
}, 90_000);

test('records by key: a transactional copy with other partitions is the same, an altered one is not', async () => {
  const twice = (second: string, ...more: string[]) =>
    diffOfRecords(address, address, '--topic', orders, '--topic', second, '--records', ...more);
  const same = await twice(other);
  expect([same.exitCode, same.result.keys, same.result.counts.same]).toEqual([0, 4, 4]);
  // What ends the transaction has offsets, and is no record.
  const beyond = same.result.partitions.reduce((sum, { second }) => sum + (second?.otherOffsets ?? 0), 0);
  expect(beyond).toBeGreaterThan(0);

  const { exitCode, result } = await twice(copy);
  expect([exitCode, result.isCompacted]).toEqual([1, false]);
  expect(result.examples.map(({ relation, key }) => `${key ?? ''} ${relation}`).sort()).toEqual([
    'b more',
    'c changed',
    'd missing',
  ]);
  expect(result.examples.find(({ key }) => key === 'b')?.second).toMatchObject({
    records: 3,
    isTombstone: true,
  });

  await lab(['topics', 'config', copy, 'set', 'cleanup.policy=compact']);
  const compacted = await twice(copy);
  expect(compacted.result.examples.map(({ relation, key }) => `${key ?? ''} ${relation}`).sort()).toEqual([
    // Its last record is a tombstone.
    'b missing',
    'c changed',
    'd missing',
  ]);
  const narrower = await twice(copy, '--from', 'end');
  expect([narrower.exitCode, narrower.result.keys]).toEqual([0, 0]);
}, 90_000);

test('what one side seems to lack is unknown if that side was not read to its end', async () => {
  const brokers = await BrokerConnections.open();
  try {
    const [whole, held] = [`${prefix}-whole`, `${prefix}-held`];
    await Promise.all([whole, held].map((name) => lab(['topics', 'create', name, '-p', '1', '-r', '1'])));
    await lab(['produce', whole, '-K', ':'], 'a:1\nb:1\nc:1\n');
    await lab(['produce', held, '-K', ':'], 'a:1\nb:2\n');
    const producer = await openProducer(brokers, `${prefix}-open`);
    await joinTransaction(brokers, producer, held);
    await writeUndecided(brokers, producer, held);
    await lab(['produce', held, '-K', ':'], 'c:1\n');
    const compared = await diffOfRecords(address, address, '--topic', whole, '--topic', held, '--records');
    // b has as many records on both sides, of which one is another: more of them would not make it the same.
    expect([compared.exitCode, compared.result.counts]).toMatchObject([
      1,
      { same: 1, changed: 1, missing: 0, unknown: 1 },
    ]);
    expect(compared.result.partitions).toMatchObject([{ isSameSequence: null }]);
    const key = ['--topic', whole, '--topic', held, '--records', '--from', '2'];
    const last = await diffOfRecords(address, address, ...key);
    expect([last.exitCode, last.result.counts]).toMatchObject([2, { same: 0, missing: 0, unknown: 1 }]);
    await onTestCluster(['topics', 'delete', whole, held, '--yes']);
  } finally {
    brokers.close();
  }
}, 60_000);

test('a side that cannot be asked, or has no such topic, is no difference', async () => {
  const down = await onTestCluster(['diff', 'localhost:1'], { home });
  expect([down.exitCode, down.stdout, down.stderr]).toEqual([
    2,
    '',
    expect.stringContaining('No Kafka broker answers at localhost:1'),
  ]);
  const missing = await onTestCluster(['diff', address, '--records', '--topic', `${orders}x`], { home });
  expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining(`Did you mean ${orders}`)]);
}, 60_000);
