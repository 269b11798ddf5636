import { afterAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { writeRecords, writeTransaction } from '../testing/clusters/kafkajs-records.js';
import { keepOldRecords, onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';

const created: string[] = [];

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

async function topicOf(partitions: number, ...options: string[]): Promise<string> {
  const name = uniqueName('copied');
  const words = ['topics', 'create', name, '-p', String(partitions), ...keepOldRecords, ...options];
  const { exitCode, stderr } = await onTestCluster(words);
  if (exitCode !== 0) throw new Error(stderr);
  created.push(name);
  return name;
}

interface Shown {
  readonly partition: number;
  readonly [part: string]: unknown;
}

const elsewhere = { topic: undefined, offset: undefined };

/** All there is, without where it is: the partition first, then as it lies there. */
async function recordsOf(topic: string, isolation = 'read_committed'): Promise<readonly Shown[]> {
  const { exitCode, stdout } = await onTestCluster([
    'consume',
    topic,
    '-o',
    'jsonl',
    '--no-decode',
    '--isolation',
    isolation,
  ]);
  expect(exitCode).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Shown)
    .map((record) => ({ ...record, ...elsewhere }))
    .sort((one, other) => one.partition - other.partition);
}

async function copied(...words: string[]) {
  const { exitCode, stdout } = await onTestCluster(['copy', ...words, '--execute', '-o', 'json']);
  const report = JSON.parse(stdout) as {
    outcome: { partitions: { read: number; written: number; skipped: number; refused: number }[] };
  };
  const sum = (column: 'read' | 'written' | 'skipped' | 'refused') =>
    report.outcome.partitions.reduce((total, each) => total + each[column], 0);
  return {
    exitCode,
    read: sum('read'),
    written: sum('written'),
    skipped: sum('skipped'),
    refused: sum('refused'),
  };
}

const oddHeaders = { a: '1', b: Buffer.from([0xff, 0x00]), same: ['x', 'y'] };

/** Of every codec, small batches and large ones, committed and aborted. */
async function fill(topic: string): Promise<void> {
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const large = Array.from({ length: 300 }, (_, index) => ({
      partition: index % 3,
      key: index % 4 === 0 ? null : Buffer.from([index & 0xff, 0xfe]),
      value: index % 5 === 0 ? null : `${codec} ${index} ${String(index * 7919).repeat(20)}`,
      headers: index % 3 === 0 ? oddHeaders : {},
      timestamp: String(1_700_000_000_000 + index * 1000),
    }));
    await writeRecords(topic, large, codec);
    await writeRecords(topic, large.slice(0, 2), codec);
  }
  const some = (word: string) =>
    Array.from({ length: 30 }, (_, index) => ({
      partition: index % 3,
      key: word,
      value: `${word} ${index}`,
    }));
  await writeTransaction(topic, some('committed'), 'commit');
  await writeTransaction(topic, some('aborted'), 'abort');
}

test('every record arrives as it was, in its partition and order, in whole batches and in parts of them', async () => {
  const [source, target] = [await topicOf(3), uniqueName('copied')];
  created.push(target);
  await fill(source);

  const plan = await onTestCluster(['copy', source, target, '--create']);
  expect(plan.exitCode).toBe(0);
  expect(plan.stderr).toContain('To do it, add --execute.');

  const whole = await copied(source, target, '--create');
  expect(whole).toMatchObject({ exitCode: 0, read: 1540, written: 1540, skipped: 0, refused: 0 });
  const records = await recordsOf(source);
  expect(await recordsOf(target)).toEqual(records);

  // The range begins and ends inside batches.
  const part = await topicOf(3);
  await copied(source, part, '--from', '0:33,1:50,2:1', '--to', '0:250,1:51,2:300');
  const offsets = { 0: [33, 250], 1: [50, 51], 2: [1, 300] } as Record<number, [number, number]>;
  const before = new Map<number, number>();
  expect(await recordsOf(part)).toEqual(
    records.filter(({ partition }) => {
      const at = before.get(partition) ?? 0;
      before.set(partition, at + 1);
      const [from, to] = offsets[partition] ?? [0, 0];
      return at >= from && at < to;
    }),
  );

  const all = await topicOf(3);
  expect(await copied(source, all, '--isolation', 'read_uncommitted')).toMatchObject({
    exitCode: 0,
    written: 1570,
  });
  // What was aborted there is committed here: it was asked for.
  expect(await recordsOf(all)).toEqual(await recordsOf(source, 'read_uncommitted'));
}, 60_000);

test('what is not meant is skipped, what the target does not take is refused, and both are counted', async () => {
  const source = await topicOf(1);
  const large = 'x'.repeat(3000);
  await writeRecords(
    source,
    Array.from({ length: 60 }, (_, index) => ({
      key: `k${index}`,
      value: index % 20 === 7 ? large : `v${index}`,
    })),
  );
  const target = await topicOf(2, '--config', 'max.message.bytes=2000');
  const { exitCode, stdout, stderr } = await onTestCluster(['copy', source, target, '--execute']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/\n\S+ +0 +60 +57 +0 +3 +60\n/);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${source}[0] offset 7: MESSAGE_TOO_LARGE`);
  expect(stderr).toContain('records go where their keys belong there (murmur2)');
  // By the default partitioner, as a search by key assumes.
  const found = await onTestCluster(['consume', target, '--key', 'k11', '-o', 'jsonl']);
  expect(JSON.parse(found.stdout)).toMatchObject({ value: 'v11' });

  expect(await copied(source, await topicOf(1), '--grep', '/^v4/')).toMatchObject({
    exitCode: 0,
    read: 60,
    written: 10,
    skipped: 50,
  });
}, 60_000);

test('for a filter that names places alone nothing is decoded, and no registry is asked', async () => {
  const [source, target] = [await topicOf(1), await topicOf(1)];
  await writeRecords(
    source,
    [1, 2, 3].map((id) => ({ value: Buffer.from([0, 0, 0, 0, id, 2]) })),
  );
  const options = ['--registry', 'http://localhost:1', '--filter', 'offset == 0 or offset == 2'];
  const { exitCode, stderr } = await onTestCluster(['copy', source, target, ...options, '--execute']);
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/2 written/)]);
  expect(stderr).not.toContain('localhost:1');
}, 60_000);

test('a topic is not copied into itself, nor into one that is not there', async () => {
  const source = await topicOf(1);
  const itself = await onTestCluster(['copy', source, source, '--execute']);
  expect(itself.exitCode).toBe(2);
  expect(itself.stderr).toContain('would be copied into itself');
  const nowhere = await onTestCluster(['copy', source, `${source}-no`, '--execute']);
  expect(nowhere.exitCode).toBe(1);
  expect(nowhere.stderr).toContain('With --create it is made');
  const unnamed = await onTestCluster(['copy', source, 'a b', '--create']);
  expect(unnamed.stderr).toContain('"a b" is not a valid topic name');
}, 30_000);

async function valuesOf(topic: string): Promise<readonly string[]> {
  const { stdout } = await onTestCluster(['consume', topic, '--from-beginning', '--exit']);
  return stdout.trimEnd().split('\n');
}

test('with --transaction a copy that was killed goes on, and nothing comes twice', async () => {
  const [source, target] = [await topicOf(2), await topicOf(3)];
  const lines = Array.from({ length: 20_000 }, (_, index) => `k${index % 50}:${index}`);
  await onTestCluster(['produce', source, '-K', ':'], { stdin: `${lines.join('\n')}\n` });
  const words = ['copy', source, target, '--transaction', uniqueName('copied'), '--execute'];
  const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));
  const argv = ['-b', testCluster().bootstrapServers, ...words, '--rate', '3000'];
  const child = spawn(process.execPath, [program, ...argv], {
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const died = new Promise((resolve) => child.on('close', resolve));
  // Something is committed, and the next transaction is open.
  await until(async () => ((await valuesOf(target)).length > 1 ? true : undefined));
  child.kill('SIGKILL');
  await died;
  expect((await valuesOf(target)).length).toBeLessThan(lines.length);

  // Part of the rest, and then the line that goes on.
  const part = await onTestCluster([...words, '-n', '5000']);
  expect(part.exitCode).toBe(0);
  expect(part.stderr).toContain('Goes on from the positions that group');
  const rest = await onTestCluster(words);
  expect(rest.stderr).toContain('All of it is committed.');
  const values = await valuesOf(target);
  expect(values).toHaveLength(lines.length);
  expect(new Set(values).size).toBe(lines.length);
  const again = await onTestCluster(words);
  expect(again.stderr).toContain('0 records read');
}, 60_000);

test('a range that ends before it begins is nothing to copy', async () => {
  const [source, target] = [await topicOf(1), await topicOf(1)];
  await writeRecords(source, [{ value: 'a' }, { value: 'b' }]);
  for (const range of [
    ['--from', '2', '--to', '1'],
    ['--from', '100'],
  ]) {
    const { stdout, stderr } = await onTestCluster(['copy', source, target, ...range, '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: null });
    const [planned] = (JSON.parse(stdout) as { planned: { from: number; to: number }[] }).planned;
    expect(planned!.to - planned!.from).toBe(0);
    expect(stderr).not.toContain('It would copy');
  }
}, 30_000);

test('positions that are not of this copy are not gone on from', async () => {
  const [source, other, target] = [await topicOf(1), await topicOf(1), await topicOf(1)];
  await writeRecords(source, [{ value: 'a' }]);
  const group = uniqueName('copied');
  await onTestCluster(['copy', source, other, '--group', group, '--execute']);
  const again = await onTestCluster(['copy', source, other, '--group', group]);
  expect(again.stderr).toContain('Goes on from the positions that group');
  const refused = await onTestCluster(['copy', source, target, '--group', group]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(`Group ${group} has an offset of ${source}[0] that is not of this copy.`);
}, 30_000);
