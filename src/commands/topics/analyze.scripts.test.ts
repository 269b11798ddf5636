import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { TopicAnalysis } from '../../kafka/analyze/analysis.js';
import type { DiskList } from '../../kafka/brokers/list-disks.js';
import { writeRecords, writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import { jsonOnTestCluster, onTestCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { kafkaDumpLog } from '../../testing/peers/kafka-scripts.js';

const topic = uniqueName('scripts-analyzed');
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const startMs = Date.now() - 7_200_000;

beforeAll(async () => {
  await jsonOnTestCluster([
    ...['topics', 'create', topic, '-p', '1', '-r', '1'],
    ...['--config', 'min.insync.replicas=1', '--config', 'retention.ms=-1'],
  ]);
  for (const [index, compression] of compressions.entries()) {
    const records = Array.from({ length: 30 + index }, (_, at) => ({
      key: at % 3 === 0 ? null : `key-${at % 7}`,
      value: at % 11 === 0 ? null : `${compression} ${'x'.repeat(at * 13)}`,
      // Each batch begins before the one in front of it has ended.
      timestamp: String(startMs + index * 60_000 + at * 10_000),
      headers: at % 2 === 0 ? { by: 'a test' } : {},
    }));
    await writeRecords(topic, records, compression);
  }
  await writeTransaction(topic, [{ value: 'all' }, { value: 'or' }], 'commit');
  await writeTransaction(topic, [{ value: 'nothing' }], 'abort');
}, 120_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

type Line = (name: string) => string | undefined;

/** The batches and the records that kafka-dump-log prints of the leader's first segment. */
async function dumped(): Promise<{ readonly batches: readonly Line[]; readonly records: readonly Line[] }> {
  const { disks } = await jsonOnTestCluster<DiskList>(['brokers', 'disks']);
  const [{ partitions }] = await jsonOnTestCluster<[{ partitions: { leader: number }[] }]>([
    ...['topics', 'describe', topic],
  ]);
  const { path } = disks.find(({ broker }) => broker === partitions[0]!.leader)!;
  const text = await kafkaDumpLog(join(path, `${topic}-0`, '00000000000000000000.log'));
  const lines = (mark: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(mark))
      .map(
        (line): Line =>
          (name) =>
            new RegExp(`${name}: (\\S+)`).exec(line)?.[1],
      );
  return { batches: lines('baseOffset:'), records: lines('|') };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

test('batches, codecs, producers, times and sizes are those that kafka-dump-log prints', async () => {
  const { batches, records } = await dumped();
  const [byHeaders, byRecords] = [
    await jsonOnTestCluster<TopicAnalysis>(['topics', 'analyze', topic, '--isolation', 'read_uncommitted']),
    await jsonOnTestCluster<TopicAnalysis>([
      'topics',
      'analyze',
      topic,
      '--isolation',
      'read_uncommitted',
      '--records',
    ]),
  ];
  const data = batches.filter((batch) => batch('isControl') === 'false');
  expect(data).toHaveLength(7);
  const numbers = (of: readonly Line[], name: string) => of.map((line) => Number(line(name)));
  // "baseOffset: 0 lastOffset: 29 count: 30 … size: 4711 …"; times of its records are those of the batch's header.
  const meant = {
    records: sum(numbers(data, 'count')),
    batches: data.length,
    controlBatches: batches.length - data.length,
    storedBytes: sum(numbers(batches, 'size')),
    newestMs: Math.max(...numbers(data, 'CreateTime')),
    compactedOffsets: 0,
    outOfOrderBatches: 4,
  };
  for (const { total, codecs, producers } of [byHeaders, byRecords]) {
    expect(total).toMatchObject(meant);
    for (const { codec, batches: own, records: count } of codecs) {
      const same = data.filter((batch) => batch('compresscodec')?.toLowerCase() === codec);
      expect([codec, own, count]).toEqual([codec, same.length, sum(numbers(same, 'count'))]);
    }
    const ids = new Map<number, number>();
    for (const batch of data) {
      const id = Number(batch('producerId'));
      ids.set(id, (ids.get(id) ?? 0) + Number(batch('count')));
    }
    const found = producers.producers.map(
      ({ producerId, records: count }) => [producerId ?? -1, count] as const,
    );
    expect(new Map(found)).toEqual(ids);
    expect(producers.producers.filter(({ isTransactional }) => isTransactional)).toHaveLength(2);
  }
  const ofData = records.filter((record) => record('endTxnMarker') === undefined);
  const [keys, values] = ['keySize', 'valueSize'].map((name) => numbers(ofData, name));
  const rank = (sizes: readonly number[], share: number) => {
    const known = sizes.filter((size) => size >= 0).sort((one, other) => one - other);
    return known[Math.ceil(share * known.length) - 1];
  };
  expect(byRecords.records).toMatchObject({
    records: ofData.length,
    nullKeys: keys!.filter((size) => size < 0).length,
    nullValues: values!.filter((size) => size < 0).length,
    keySizes: { p50: rank(keys!, 0.5), p99: rank(keys!, 0.99) },
    valueSizes: {
      p50: rank(values!, 0.5),
      p95: rank(values!, 0.95),
      p99: rank(values!, 0.99),
      p999: rank(values!, 0.999),
      totalBytes: sum(values!.filter((size) => size > 0)),
    },
  });
  const times = numbers(ofData, 'CreateTime');
  const hours = new Map<number, number>();
  for (const time of times) {
    const hour = Math.floor(time / 3_600_000) * 3_600_000;
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  expect(new Map(byRecords.hours.hours.map((each) => [each.startMs, each.records]))).toEqual(hours);
  expect(byRecords.records?.outOfOrderRecords).toBe(
    times.filter((time, index) => times.slice(0, index).some((before) => before > time)).length,
  );
});
