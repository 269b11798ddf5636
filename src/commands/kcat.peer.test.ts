/** Byte for byte what kcat reads from the same topics, and what kcat reads of what kafka-lab wrote. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { kcat } from '../testing/peers/kcat.js';
import { writeRecords, writeTransaction, type Compression } from '../testing/clusters/kafkajs-records.js';
import { keepOldRecords, onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';

/** Every verb that both know, lengths too, which tell a null from nothing. */
const everything = '%t|%p|%o|%T|%K|%k|%S|%s|%h\\n';
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const created: string[] = [];

async function createTopic(...options: readonly string[]): Promise<string> {
  const name = uniqueName('kcat');
  const argv = ['topics', 'create', name, '-p', '1', ...keepOldRecords, ...options];
  const { exitCode, stderr } = await onTestCluster(argv);
  if (exitCode !== 0) throw new Error(stderr);
  created.push(name);
  return name;
}

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

const withKcat = (argv: readonly string[], input?: string) =>
  kcat(['-b', testCluster().bootstrapServers, '-q', ...argv], input);

async function readByKcat(
  topic: string,
  from = 'beginning',
  ...options: readonly string[]
): Promise<string[]> {
  const output = await withKcat([...['-C', '-e', '-t', topic, '-o', from, '-f', everything], ...options]);
  return recordsOf(output.toString());
}

async function readByUs(topic: string, from = 'start', ...options: readonly string[]): Promise<string[]> {
  const argv = ['consume', topic, '--from', from, '--exit', '--format', everything, ...options];
  const { exitCode, stdout, stderr } = await onTestCluster(argv);
  if (exitCode !== 0) throw new Error(stderr);
  return recordsOf(stdout);
}

/** Sorted: neither promises an order between partitions. */
function recordsOf(output: string): string[] {
  return output.split('\n').slice(0, -1).sort();
}

async function agree(topic: string, count: number): Promise<void> {
  const ours = await readByUs(topic);
  expect(ours).toHaveLength(count);
  expect(ours).toEqual(await readByKcat(topic));
}

const lines = Array.from({ length: 3000 }, (_, index) =>
  index % 9 === 0 ? `key-${index}:` : `key-${index % 50}:wert ${index} grüße ${'x'.repeat(index % 90)}`,
);
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `${prefix}-${index}`, value: `${prefix} ${index}` }));

describe('what kcat wrote', () => {
  test.each(codecs)('with %s: keys, headers, tombstones, several partitions', async (codec) => {
    const topic = await createTopic('-p', '3');
    const argv = ['-P', '-t', topic, '-K', ':', '-Z', '-z', codec, '-H', 'source=kcat', '-H', 'empty='];
    await withKcat(argv, lines.join('\n'));
    await agree(topic, lines.length);
  });

  test('without keys', async () => {
    const topic = await createTopic();
    await withKcat(['-P', '-t', topic], lines.join('\n'));
    await agree(topic, lines.length);
  });

  test('in a transaction', async () => {
    const topic = await createTopic();
    await withKcat(['-P', '-t', topic, '-X', `transactional.id=${uniqueName('id')}`], 'a\nb\nc');
    await withKcat(['-P', '-t', topic], 'd');
    // The commit is acknowledged before its marker is in the partition, up to which readers see what was committed.
    await until(async () => ((await readByUs(topic)).length === 4 ? true : undefined));
    await agree(topic, 4);
  });
});

describe('what kafka-lab wrote', () => {
  test.each(codecs)('with %s is what kcat reads', async (codec) => {
    const topic = await createTopic('-p', '3');
    const argv = ['produce', topic, '--key-separator', ':', '--compression', codec, '-H', 'source=lab'];
    const { exitCode } = await onTestCluster(argv, { stdin: `${lines.join('\n')}\n` });
    expect(exitCode).toBe(0);
    await agree(topic, lines.length);
    // Checked by librdkafka, which has its own arithmetic for it.
    await withKcat(['-C', '-e', '-t', topic, '-X', 'check.crcs=true']);
  });

  test.each(['java', 'kcat'] as const)(
    'a key goes to the partition that it goes to with %s',
    async (whose) => {
      const ours = await createTopic('-p', '7');
      const theirs = await createTopic('-p', '7');
      const keyed = lines.filter((line) => !line.endsWith(':'));
      await onTestCluster(['produce', ours, '--key-separator', ':'], { stdin: `${keyed.join('\n')}\n` });
      const partitioner = whose === 'java' ? 'murmur2_random' : 'consistent_random';
      await withKcat(
        ['-P', '-t', theirs, '-K', ':', '-X', `topic.partitioner=${partitioner}`],
        keyed.join('\n'),
      );
      const places = async (topic: string) =>
        new Set(
          (await readByUs(topic)).map((record) => record.split('|')).map((part) => `${part[1]} ${part[5]}`),
        );
      if (whose === 'java') expect(await places(ours)).toEqual(await places(theirs));
      // librdkafka hashes by CRC-32 unless told otherwise, which is why the same key may be in two places.
      else expect(await places(ours)).not.toEqual(await places(theirs));
    },
  );
});

describe('what is left out, and where reading begins', () => {
  test('aborted transactions, unless asked for', async () => {
    const topic = await createTopic();
    await writeTransaction(topic, numbered('kept', 40), 'commit');
    await writeTransaction(topic, numbered('gone', 40), 'abort');
    await writeRecords(topic, numbered('plain', 40));
    await writeTransaction(topic, numbered('gone again', 40), 'abort');
    await agree(topic, 80);
    const all = await readByUs(topic, 'start', '--isolation', 'read_uncommitted');
    expect(all).toHaveLength(160);
    expect(all).toEqual(await readByKcat(topic, 'beginning', '-X', 'isolation.level=read_uncommitted'));
  });

  test.each(['none', 'zstd'] as const)(
    'what compaction took away, in batches of %s',
    async (codec: Compression) => {
      const topic = await createTopic(
        ...[
          'cleanup.policy=compact',
          'segment.ms=100',
          'min.cleanable.dirty.ratio=0.01',
          'min.compaction.lag.ms=0',
        ].flatMap((config) => ['--config', config]),
      );
      const versions = Array.from({ length: 400 }, (_, index) => ({
        key: `k${index % 20}`,
        value: index % 60 === 59 ? null : `version ${index}`,
      }));
      await writeRecords(topic, versions, codec);
      await until(async () => {
        // The active segment is never compacted; each record closes the one before.
        await writeRecords(topic, [{ key: 'last', value: 'one' }]);
        return (await readByUs(topic)).length < 200 ? true : undefined;
      });
      await until(async () => {
        const ours = await readByUs(topic);
        const theirs = await readByKcat(topic);
        return ours.join() === theirs.join() ? true : undefined;
      });
      expect((await readByUs(topic)).filter((record) => record.includes('|k3|'))).toHaveLength(1);
    },
    120_000,
  );

  test('the times of the log', async () => {
    const topic = await createTopic('--config', 'message.timestamp.type=LogAppendTime');
    await writeRecords(topic, [{ value: 'a', timestamp: '1000' }]);
    await agree(topic, 1);
  });

  test('a record of 10 MB', async () => {
    const topic = await createTopic('--config', 'max.message.bytes=12000000');
    await writeRecords(topic, [{ value: 'small' }, { value: 'x'.repeat(10_000_000) }, { value: 'small' }]);
    await agree(topic, 3);
  });

  test('the last ten, from an offset, from a time to a time', async () => {
    const topic = await createTopic('-p', '2');
    const start = Date.parse('2026-01-15T10:00:00Z');
    await writeRecords(
      topic,
      numbered('r', 100).map((record, index) => ({ ...record, timestamp: String(start + index * 1000) })),
    );
    expect(await readByUs(topic, '-10')).toEqual(await readByKcat(topic, '-10'));
    expect(await readByUs(topic, '17')).toEqual(await readByKcat(topic, '17'));
    const [from, to] = [start + 30_500, start + 60_000];
    const iso = (time: number) => `@${new Date(time).toISOString()}`;
    expect(await readByUs(topic, iso(from), '--to', iso(to))).toEqual(
      await readByKcat(topic, `s@${from}`, '-o', `e@${to}`),
    );
  });

  test('a beginning that retention has moved: from an offset that is gone, what is left', async () => {
    const topic = await createTopic();
    await writeRecords(topic, numbered('r', 50));
    await onTestCluster(['topics', 'trim', topic, '--before', '30', '--execute', '--yes']);
    const ours = await readByUs(topic, '10');
    expect(ours).toHaveLength(20);
    expect(ours).toEqual(await readByKcat(topic, '10', '-X', 'topic.auto.offset.reset=earliest'));
  });
});
