import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { DiskList } from '../kafka/brokers/list-disks.js';
import { kafkaDumpLog, kafkaScript } from '../testing/peers/kafka-scripts.js';
import {
  jsonOnTestCluster,
  onTestCluster,
  testCluster,
  uniqueName,
} from '../testing/clusters/test-cluster.js';

const topic = uniqueName('scripts-records');
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

interface JsonRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

const consumed = () => jsonOnTestCluster<JsonRecord[]>(['consume', topic, '--from-beginning', '--exit']);

/** Kafka 4 has other names for properties, and complains of the older ones among the records. */
const isKafka4 = testCluster().mode === 'kraft';
const shown = ['key', 'value', 'timestamp', 'headers', 'offset', 'partition'].flatMap((part) => [
  isKafka4 ? '--formatter-property' : '--property',
  `print.${part}=true`,
]);
const parsed = ['key', 'headers'].flatMap((part) => [
  isKafka4 ? '--reader-property' : '--property',
  `parse.${part}=true`,
]);

/** In the form of the console consumer: CreateTime:…, Partition:…, Offset:…, headers, key, value. */
function asPrinted({ timestamp, offset, headers, key, value }: JsonRecord): string {
  const texts = headers.map((header) => `${header.key}:${header.value}`).join(',');
  return [
    ...[`CreateTime:${timestamp}`, 'Partition:0', `Offset:${offset}`, texts || 'NO_HEADERS'],
    ...[key ?? 'null', value ?? 'null'],
  ].join('\t');
}

async function printedBy(count: number): Promise<readonly string[]> {
  const isolation = ['--isolation-level', 'read_committed'];
  const printed = await kafkaScript('kafka-console-consumer', [
    ...['--topic', topic, '--from-beginning', '--max-messages', `${count}`, ...isolation, ...shown],
  ]);
  return printed.trimEnd().split('\n');
}

beforeAll(
  () =>
    jsonOnTestCluster(['topics', 'create', topic, '-p', '1', '-r', '1', '--config', 'min.insync.replicas=1']),
  60_000,
);

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

test('kafka-console-consumer prints what kafka-lab wrote, and kafka-dump-log finds every batch valid', async () => {
  for (const compression of compressions) {
    const lines = Array.from(
      { length: 20 },
      (_, index) => `key-${index}\t${compression} ${'x'.repeat(index * 20)}\n`,
    );
    await jsonOnTestCluster(['produce', topic, '-K', '\t', '-H', 'codec=' + compression, '-z', compression], {
      stdin: lines.join(''),
    });
  }
  await jsonOnTestCluster([
    'produce',
    topic,
    '--key',
    'gone',
    '--null-value',
    '--timestamp',
    `${Date.now() - 5000}`,
  ]);
  await jsonOnTestCluster(['produce', topic, '--transaction', uniqueName('scripts-txn')], {
    stdin: 'all\nor\nnothing\n',
  });
  const records = await consumed();
  expect(records).toHaveLength(104);
  expect(await printedBy(104)).toEqual(records.map(asPrinted));

  const { disks } = await jsonOnTestCluster<DiskList>(['brokers', 'disks']);
  const [{ partitions }] = await jsonOnTestCluster<[{ partitions: { leader: number }[] }]>([
    'topics',
    'describe',
    topic,
  ]);
  const { path } = disks.find(({ broker }) => broker === partitions[0]!.leader)!;
  const dumped = await kafkaDumpLog(join(path, `${topic}-0`, '00000000000000000000.log'));
  const batches = dumped.split('\n').filter((line) => line.startsWith('baseOffset:'));
  const field = (line: string, name: string) => new RegExp(`${name}: (\\S+)`).exec(line)?.[1];
  expect(batches.map((line) => field(line, 'isvalid'))).toEqual(batches.map(() => 'true'));
  const counted = batches.map((line) => [field(line, 'compresscodec'), Number(field(line, 'count'))]);
  expect(counted).toEqual([...compressions.map((each) => [each, 20]), ['none', 1], ['none', 3], ['none', 1]]);
  expect(batches.slice(-2).map((line) => [field(line, 'isTransactional'), field(line, 'isControl')])).toEqual(
    [
      ['true', 'false'],
      ['true', 'true'],
    ],
  );
  expect(dumped).toContain('endTxnMarker: COMMIT');
});

test('kafka-lab prints what kafka-console-producer wrote', async () => {
  const before = (await consumed()).length;
  for (const compression of compressions) {
    const stdin = Array.from(
      { length: 5 },
      (_, index) => `by:script\tkey-${index}\t${compression}-${index}\n`,
    ).join('');
    await kafkaScript(
      'kafka-console-producer',
      ['--topic', topic, '--compression-codec', compression, ...parsed],
      {
        stdin,
      },
    );
  }
  const written = (await consumed()).slice(before);
  expect(written.map(({ key, value, headers }) => [key, value, headers])).toEqual(
    compressions.flatMap((compression) =>
      Array.from({ length: 5 }, (_, index) => [
        `key-${index}`,
        `${compression}-${index}`,
        [{ key: 'by', value: 'script' }],
      ]),
    ),
  );
  expect(await printedBy(before + written.length)).toEqual((await consumed()).map(asPrinted));
});
