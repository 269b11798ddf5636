/** `produce` on a real cluster, read back with `consume` and counted with `offsets list`. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProduceReport } from '../kafka/records/produce.js';
import { keepOldRecords, onTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { running } from '../testing/program/running-cli.js';

const partitions = 3;

async function newTopic(...configs: readonly string[]): Promise<string> {
  const name = uniqueName('produce');
  const { exitCode, stderr } = await onTestCluster([
    ...[
      'topics',
      'create',
      name,
      '--partitions',
      String(partitions),
      '--replication-factor',
      '1',
      ...keepOldRecords,
    ],
    ...configs.flatMap((config) => ['--config', config]),
  ]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return name;
}

interface Read {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { key: string; value: string | null }[];
}

async function read(topic: string, ...more: readonly string[]): Promise<Read[]> {
  const { stdout } = await onTestCluster([
    'consume',
    topic,
    '--from-beginning',
    '--exit',
    '-o',
    'jsonl',
    ...more,
  ]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Read);
}

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

describe('produce', () => {
  let topic = '';
  beforeAll(async () => {
    topic = await newTopic();
  });

  test('one record, with all there is to say about it', async () => {
    const name = await newTopic();
    const written = await onTestCluster([
      ...['produce', name, 'hello', '--key', 'k', '-H', 'a=b', '-H', 'a=c', '--partition', '2'],
      ...['--timestamp', '2026-01-15T10:00:00Z', '-o', 'json'],
    ]);
    expect(written.exitCode).toBe(0);
    expect(JSON.parse(written.stdout)).toMatchObject({
      acknowledged: 1,
      failed: 0,
      partitions: [{ partition: 2, acknowledged: 1, firstOffset: 0, lastOffset: 0 }],
    });
    expect(await read(name)).toMatchObject([
      {
        partition: 2,
        offset: 0,
        timestamp: 1768471200000,
        key: 'k',
        value: 'hello',
        headers: [
          { key: 'a', value: 'b' },
          { key: 'a', value: 'c' },
        ],
      },
    ]);
  });

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    '20,000 keyed lines, compressed with %s',
    async (compression) => {
      const name = await newTopic();
      const input = lines(20_000).map((line, index) => `key${index % 100},${line}`);
      const written = await onTestCluster(['produce', name, '-K', ',', '--compression', compression], {
        stdin: input.join('\n'),
      });
      expect(written).toMatchObject({ exitCode: 0, stdout: '' });
      expect(written.stderr).toContain('20,000 records written');
      const records = await read(name);
      expect(records.map(({ key, value }) => `${key ?? ''},${value ?? ''}`).sort()).toEqual(
        [...input].sort(),
      );
      const partitionsOfKeys = new Set(records.map(({ key, partition }) => `${key ?? ''} ${partition}`));
      expect(partitionsOfKeys.size).toBe(100);
    },
  );

  test.each(['all', '1', '0'])('--acks %s', async (acks) => {
    const name = await newTopic();
    const { exitCode, stderr } = await onTestCluster(['produce', name, '--acks', acks], {
      stdin: lines(5000).join('\n'),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(acks === '0' ? '5,000 records sent' : '5,000 records written');
    expect(await read(name)).toHaveLength(5000);
  });

  test('a topic is copied by a pipe', async () => {
    const [from, to] = [await newTopic(), await newTopic()];
    const input = [
      '{"key":"a","value":"b","headers":[{"key":"h","value":null}],"partition":2,"timestamp":1700000000000}',
      '{"key":"gone","value":null}',
      '{"key":"/w==","keyEncoding":"base64","value":"gIE=","valueEncoding":"base64"}',
      '{"value":""}',
    ];
    await onTestCluster(['produce', from, '--json'], { stdin: input.join('\n') });
    const { stdout } = await onTestCluster(['consume', from, '--from-beginning', '--exit', '-o', 'jsonl']);
    const copied = await onTestCluster(['produce', to, '--json'], { stdin: stdout });
    expect(copied.exitCode).toBe(0);
    const content = async (name: string) =>
      (await read(name))
        .map((record) => ({ ...record, topic: '' }))
        .sort((one, other) => one.partition - other.partition || one.offset - other.offset);
    expect(await content(to)).toEqual(await content(from));
    expect(await content(to)).toHaveLength(4);
  });

  test('made-up records, counted and measured', async () => {
    const name = await newTopic();
    const argv = ['produce', name, '--generate', '30000', '--size', '50', '--key', 'k', '-o', 'json'];
    const { exitCode, stdout } = await onTestCluster(argv);
    const report = JSON.parse(stdout) as ProduceReport;
    expect([exitCode, report.acknowledged, report.bytes]).toEqual([0, 30_000, 1_500_000]);
    const { p50, p95, p99, max } = report.latencyMs!;
    expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].sort((one, other) => one - other));
    const read = await onTestCluster(['consume', name, '--exit', '--format', String.raw`%K %S\n`]);
    expect(read.stdout).toBe('1 50\n'.repeat(30_000));
  });

  test('failed lines are named, the others are written', async () => {
    const name = await newTopic();
    const { exitCode, stderr } = await onTestCluster(['produce', name, '-K', ':'], {
      stdin: `a:1\nnokey\nb:${'x'.repeat(2_000_000)}\nc:3\n`,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('2 records not written');
    expect(stderr).toContain('line 2: the line has no key');
    expect(stderr).toContain('line 3: MESSAGE_TOO_LARGE');
    expect((await read(name)).map(({ key }) => key).sort()).toEqual(['a', 'c']);
  });

  test('a small max.message.bytes is found out by itself', async () => {
    const name = await newTopic('max.message.bytes=2000');
    const { exitCode } = await onTestCluster(['produce', name], { stdin: lines(5000).join('\n') });
    expect(exitCode).toBe(0);
    expect((await read(name)).map(({ value }) => value).sort()).toEqual(lines(5000).sort());
  });

  test('records without a key in a compacted topic are refused by the broker, and said so', async () => {
    const name = await newTopic('cleanup.policy=compact');
    const { exitCode, stderr } = await onTestCluster(['produce', name, '--json'], {
      stdin: '{"key":"a","value":"1"}\n{"value":"2"}\n{"key":"b","value":"3"}\n',
    });
    expect(stderr).toMatch(/line 2: INVALID_RECORD/);
    expect(exitCode).toBe(1);
    expect((await read(name)).map(({ value }) => value).sort()).toEqual(['1', '3']);
  });

  test('a partition that is not there is refused', async () => {
    const { exitCode, stderr } = await onTestCluster(['produce', topic, 'x', '--partition', '99']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Topic "${topic}" has partitions 0 to 2; there is no partition 99.`);
  });

  test('a topic is never created by a typo', async () => {
    const mistyped = `${topic}x`;
    const { exitCode, stderr } = await onTestCluster(['produce', mistyped, 'x']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`There is no topic "${mistyped}"`);
    expect(stderr).toContain(topic);
    const { stdout } = await onTestCluster(['topics', 'list', '-o', 'plain']);
    expect(stdout).not.toContain(mistyped);
  });

  test('a transaction is read whole, or not at all', async () => {
    const name = await newTopic();
    const id = uniqueName('transaction');
    const good = await onTestCluster(['produce', name, '--transaction', id], { stdin: 'a\nb\nc\n' });
    expect(good.stderr).toContain('The transaction is committed.');
    const bad = await onTestCluster(['produce', name, '--transaction', id, '--json'], {
      stdin: '{"value":"d"}\n{"value"\n',
    });
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toContain('The transaction is aborted');
    expect((await read(name)).map(({ value }) => value).sort()).toEqual(['a', 'b', 'c']);
    expect(await read(name, '--isolation', 'read_uncommitted')).toHaveLength(4);
  });

  test('^C ends the reading; what was sent is acknowledged and reported', async () => {
    const name = await newTopic();
    const producing = running((settings) =>
      onTestCluster(['produce', name, '--rate', '50', '-o', 'json'], {
        ...settings,
        stdin: lines(5000).join('\n'),
      }),
    );
    await until(async () => (await read(name)).length > 0 || undefined);
    producing.interrupt();
    const { exitCode, stdout } = await producing.ended;
    expect(exitCode).toBe(130);
    const { acknowledged, lines: linesRead, failed } = JSON.parse(stdout) as Record<string, number>;
    expect(acknowledged).toBe(linesRead);
    expect(failed).toBe(0);
    expect(acknowledged).toBeLessThan(5000);
    expect(await read(name)).toHaveLength(acknowledged ?? -1);
  });
});
