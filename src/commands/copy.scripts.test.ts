import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import type { DiskList } from '../kafka/brokers/list-disks.js';
import { startOwnCluster, type OwnCluster } from '../testing/clusters/own-cluster.js';
import { testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { kafkaDumpLog } from '../testing/peers/kafka-scripts.js';
import { runKafkaTool } from '../testing/peers/kafka-tools.js';
import { sampleTopic, type SampleRecord, type SampleTopic } from '../testing/wire/arbitrary-topic.js';
import type { CopyReport } from './_copy-report.js';

/** The source is the test cluster, the target one of the other version: between the two projects both ways are gone. */
const { mode, bootstrapServers } = testCluster();
let other: OwnCluster;

beforeAll(async () => {
  other = await startOwnCluster({ kraft: mode === 'zookeeper' });
  await json(['connections', 'add', 'target', '-b', other.bootstrapServers]);
}, 180_000);

afterAll(() => other.remove());

/** As Kafka prints it: with the bytes as characters. */
interface Printed {
  readonly timestamp: number;
  readonly headers: string;
  readonly key: string;
  readonly value: string;
}
/** By partition. */
type PrintedTopic = ReadonlyMap<number, readonly Printed[]>;

const [lineEnd, between, headerEnd, nothing] = ['<line>', '<part>', '<header>', '<null>'];

test('what is copied is what Kafka itself reads in both clusters', async () => {
  const ways = fc.constantFrom<readonly string[]>([], ['-z', 'zstd'], ['--transaction', uniqueName('copy')]);
  await fc.assert(
    fc.asyncProperty(sampleTopic, ways, async (sample, way) => {
      const topic = uniqueName('copy-source');
      await fill(topic, sample);
      const target = await emptyTopic(sample.partitions);
      const report = await json<CopyReport>([
        ...['-b', bootstrapServers, 'copy', topic, target, '--to-connection', 'target', '--execute', ...way],
      ]);

      const source = await printed(bootstrapServers, topic, mode);
      if (!sample.isCompacted) expect(withTimesOf(sample, source)).toEqual(expectedOf(sample));
      const copied = await printed(other.bootstrapServers, target, mode === 'kraft' ? 'zookeeper' : 'kraft');
      expect(copied).toEqual(source);
      expect(await dumped(target, sample.partitions)).toEqual(
        new Map([...source].map(([partition, records]) => [partition, records.map(sizesOf)])),
      );
      for (const { partition, read, written, skipped, refused } of report.outcome!.partitions) {
        const count = source.get(partition)?.length ?? 0;
        expect({ read, written, skipped, refused }).toEqual({
          read: count,
          written: count,
          skipped: 0,
          refused: 0,
        });
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 900_000);

async function json<T>(argv: readonly string[], stdin = '', fails = false): Promise<T> {
  const { exitCode, stdout, stderr } = await other.lab([...argv, '-o', 'json'], { stdin });
  if ((exitCode !== 0) !== fails) throw new Error(`${argv.join(' ')}: exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

const source = <T>(argv: readonly string[], stdin = '', fails = false) =>
  json<T>(['-b', bootstrapServers, ...argv], stdin, fails);
const config = (...set: readonly string[]) => set.flatMap((each) => ['--config', each]);

/** Records are of many years, which would be a segment each, and none is to go. */
const keptWhole = config('retention.ms=-1', 'segment.ms=9223372036854775807');

async function emptyTopic(partitions: number): Promise<string> {
  const name = uniqueName('copy-target');
  const size = ['-p', String(partitions), '-r', '1'];
  await json(['-b', other.bootstrapServers, 'topics', 'create', name, ...size, ...keptWhole]);
  return name;
}

async function fill(
  topic: string,
  { partitions, isCompacted, timestampType, batches }: SampleTopic,
): Promise<void> {
  await source([
    ...['topics', 'create', topic, '-p', String(partitions), '-r', '1'],
    ...config('retention.ms=-1', 'min.insync.replicas=1', `message.timestamp.type=${timestampType}`),
    ...(isCompacted
      ? config('cleanup.policy=compact', 'segment.ms=100', 'min.cleanable.dirty.ratio=0.01')
      : []),
  ]);
  if (isCompacted) await produce(topic, twins(partitions, twinCount));
  for (const { records, compression, outcome } of batches) {
    const transaction = outcome === 'plain' ? [] : ['--transaction', uniqueName('copy')];
    await produce(topic, records, ['-z', compression, ...transaction], outcome === 'aborted');
  }
  if (isCompacted) await compact(topic, partitions);
}

/** Many more than all that is left out for other reasons: control records, aborted transactions. */
const twinCount = 1000;

/** Of which compaction leaves the last. */
function twins(partitions: number, count: number): SampleRecord[] {
  return Array.from({ length: partitions * count }, (_, index) => ({
    ...{ partition: index % partitions, key: Buffer.from('twin'), value: null, headers: [] },
    timestamp: Date.now(),
  }));
}

/** A transaction with a line that cannot be written is aborted. */
function produce(
  topic: string,
  records: readonly SampleRecord[],
  options: readonly string[] = [],
  isAborted = false,
): Promise<unknown> {
  const lines = [...records.map(lineOf), ...(isAborted ? ['{"partition": 1000}'] : [])];
  return source(
    ['produce', topic, '--json', ...options],
    lines.map((line) => `${line}\n`).join(''),
    isAborted,
  );
}

function lineOf({ partition, timestamp, key, value, headers }: SampleRecord): string {
  const base64 = (name: string, bytes: Buffer | null) =>
    bytes === null ? { [name]: null } : { [name]: bytes.toString('base64'), [`${name}Encoding`]: 'base64' };
  return JSON.stringify({
    ...{ partition, timestamp, ...base64('key', key), ...base64('value', value) },
    headers: headers.map(([name, bytes]) => ({ key: name, ...base64('value', bytes) })),
  });
}

/** Until half of the twins are gone, and no more goes. */
async function compact(topic: string, partitions: number): Promise<void> {
  const gone = async () => {
    const counted = await source<{ partitions: { otherOffsets: number }[] }>(['offsets', 'count', topic]);
    return counted.partitions.map(({ otherOffsets }) => otherOffsets);
  };
  await until(async () => {
    // A record whose time is segment.ms later closes the segment, and only closed ones are compacted.
    await produce(topic, twins(partitions, 1));
    return (await gone()).every((each) => each > twinCount / 2) ? true : undefined;
  });
  await source(['topics', 'config', topic, 'set', 'cleanup.policy=delete', 'segment.ms=604800000']);
  let last = await gone();
  await until(async () => {
    const now = await gone();
    const isStill = String(now) === String(last);
    last = now;
    return isStill ? true : undefined;
  });
}

/** By kafka-console-consumer, with all that it can print of a record. */
async function printed(brokers: string, topic: string, version: typeof mode): Promise<PrintedTopic> {
  const { records } = await json<{ records: number }>(['-b', brokers, 'offsets', 'count', topic]);
  if (records === 0) return new Map();
  const shown = ['timestamp', 'partition', 'offset', 'headers', 'key', 'value'].map(
    (part) => `print.${part}=true`,
  );
  const separators = [
    `line.separator=${lineEnd}`,
    `key.separator=${between}`,
    `headers.separator=${headerEnd}`,
    `null.literal=${nothing}`,
  ];
  const bytes = await runKafkaTool(
    'org.apache.kafka.tools.consumer.ConsoleConsumer',
    [
      ...['--bootstrap-server', brokers, '--topic', topic, '--from-beginning'],
      ...['--isolation-level', 'read_committed', '--max-messages', String(records)],
      ...[...shown, ...separators].flatMap((each) => [
        version === 'kraft' ? '--formatter-property' : '--property',
        each,
      ]),
    ],
    '',
    version,
  );
  const lines = bytes.toString('latin1').split(lineEnd).slice(0, -1);
  expect(lines).toHaveLength(records);
  const found = lines.map((line) => {
    const [time, partition, offset, headers, key, value] = line.split(between) as [string, ...string[]];
    const timestamp = Number(/^(?:CreateTime|LogAppendTime):(\d+)$/.exec(time)?.[1]);
    return {
      partition: Number(partition?.replace('Partition:', '')),
      offset: Number(offset?.replace('Offset:', '')),
      record: { timestamp, headers: headers!, key: key!, value: value! },
    };
  });
  return byPartition(found.sort((one, next) => one.offset - next.offset));
}

function byPartition<T>(
  found: readonly { readonly partition: number; readonly record: T }[],
): Map<number, T[]> {
  const partitions = new Map<number, T[]>();
  for (const { partition, record } of [...found].sort((one, next) => one.partition - next.partition)) {
    partitions.set(partition, [...(partitions.get(partition) ?? []), record]);
  }
  return partitions;
}

function expectedOf({ batches }: SampleTopic): PrintedTopic {
  const text = (bytes: Buffer | null) => bytes?.toString('latin1') ?? nothing;
  const seen = batches.filter(({ outcome }) => outcome !== 'aborted').flatMap(({ records }) => records);
  return byPartition(
    seen.map(({ partition, timestamp, headers, key, value }) => {
      const texts = headers.map(([name, each]) => `${Buffer.from(name).toString('latin1')}:${text(each)}`);
      const record = {
        timestamp,
        headers: texts.join(headerEnd) || 'NO_HEADERS',
        key: text(key),
        value: text(value),
      };
      return { partition, record };
    }),
  );
}

/** Where brokers give the times, those of the sample are not to be expected. */
function withTimesOf(sample: SampleTopic, found: PrintedTopic): PrintedTopic {
  if (sample.timestampType === 'CreateTime') return found;
  const times = new Map([...expectedOf(sample)]);
  return new Map(
    [...found].map(([partition, records]) => [
      partition,
      records.map((each, index) => ({ ...each, timestamp: times.get(partition)?.[index]?.timestamp ?? -1 })),
    ]),
  );
}

interface Sizes {
  readonly timestamp: number;
  readonly keySize: number;
  readonly valueSize: number;
}

function sizesOf({ timestamp, key, value }: Printed): Sizes {
  const size = (text: string) => (text === nothing ? -1 : text.length);
  return { timestamp, keySize: size(key), valueSize: size(value) };
}

/** By kafka-dump-log, from the files of the target's leaders. */
async function dumped(topic: string, partitions: number): Promise<ReadonlyMap<number, readonly Sizes[]>> {
  const { disks } = await json<DiskList>(['-b', other.bootstrapServers, 'brokers', 'disks']);
  const described = await json<[{ partitions: { partition: number; leader: number }[] }]>([
    ...['-b', other.bootstrapServers, 'topics', 'describe', topic],
  ]);
  const found = new Map<number, readonly Sizes[]>();
  for (let partition = 0; partition < partitions; partition++) {
    const { leader } = described[0].partitions.find((each) => each.partition === partition)!;
    const { path } = disks.find(({ broker }) => broker === leader)!;
    const log = await kafkaDumpLog(join(path, `${topic}-${partition}`, '00000000000000000000.log'));
    const lines = log
      .split('\n')
      .filter((line) => line.startsWith('| offset: ') && !line.includes('endTxnMarker: '));
    const records = lines.map((line) => {
      const [, timestamp, keySize, valueSize] =
        /CreateTime: (\d+) keySize: (-?\d+) valueSize: (-?\d+)/.exec(line) ?? [];
      return { timestamp: Number(timestamp), keySize: Number(keySize), valueSize: Number(valueSize) };
    });
    if (records.length > 0) found.set(partition, records);
  }
  return found;
}
