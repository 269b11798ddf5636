import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { createPatientAsker } from '../brokers/ask-patiently.js';
import {
  recordsPerSecond,
  topicActivity,
  type BrokerActivity,
  type TopicActivity,
} from './topic-activity.js';

interface Settings {
  readonly newest?: number;
  readonly leaders?: readonly (number | null)[];
  /** By topic and partition; 1. */
  readonly lows?: Readonly<Record<string, number>>;
  /** Null: the configs may not be read. */
  readonly policy?: string | null;
}

/** Of `orders`: partition 0 is led by broker 1, partition 1 by broker 2, and both are on both. */
function twoBrokers({ newest = 11, leaders = [1, 2], lows = {}, policy = 'delete' }: Settings = {}) {
  const lasts: Record<string, number> = { 'orders/0': 5000, 'orders/1': 7000 };
  const brokers = [1, 2].map((id) =>
    new ScriptedBroker(id)
      .on(describeLogDirs, ({ topics }) => ({
        ...{ throttleTimeMs: 0, errorCode: 0 },
        results: [
          {
            ...{ errorCode: 0, logDir: '/data', totalBytes: -1, usableBytes: -1 },
            topics: (topics ?? []).map(({ topic, partitions }) => ({
              name: topic,
              partitions: partitions.map((partitionIndex) => ({
                ...{ partitionIndex, partitionSize: 100 * id, offsetLag: 0, isFutureKey: false },
              })),
            })),
          },
        ],
      }))
      .on(
        listOffsets,
        ({ topics }) => ({
          throttleTimeMs: 0,
          topics: topics.map(({ name, partitions }) => ({
            name,
            partitions: partitions.map(({ partitionIndex, timestamp }) => ({
              ...{ partitionIndex, errorCode: 0 },
              offset: timestamp === offsetAt.earliest ? (lows[`${name}/${partitionIndex}`] ?? 1) : 40 + id,
              timestamp:
                timestamp === offsetAt.maxTimestamp ? (lasts[`${name}/${partitionIndex}`] ?? -1) : -1,
            })),
          })),
        }),
        [1, newest],
      )
      .on(describeConfigs, ({ resources }) => ({
        throttleTimeMs: 0,
        results: resources.map(({ resourceName, resourceType, configurationKeys }) => ({
          ...{ errorCode: policy === null ? 29 : 0, errorMessage: null, resourceType, resourceName },
          configs: (policy === null ? [] : (configurationKeys ?? [])).map((name) => ({
            ...{ name, value: policy, readOnly: false, configSource: 1, isDefault: false },
            ...{ isSensitive: false, synonyms: [], configType: 7, documentation: null },
          })),
        })),
      })),
  );
  const state = topicState('orders', [
    partitionState(0, [1, 2], { leader: leaders[0] ?? null }),
    partitionState(1, [1, 2], { leader: leaders[1] ?? null }),
  ]);
  const metadata = {
    brokers: [1, 2].map((id) => ({ id, host: 'fake', port: 9092, rack: null })),
    topics: [state, topicState('empty', [partitionState(0, [1])])],
  };
  const [one, other] = [brokers[0]!, brokers[1]!];
  const ask = createPatientAsker<BrokerActivity>(100);
  const session = testSession({ metadata, brokers: [one, other] });
  const activity = async (names = ['orders'], withSizes = true) =>
    topicActivity(session, names, { ask, withSizes });
  return { one, other, activity };
}

const orders = {
  ...{ name: 'orders', id: null, sizeBytes: 600, ends: [41, 42], lastRecordMs: 7000 },
  ...{ records: 81, isCompacted: false },
};

test('sizes of all replicas, ends, and the newest record of any partition; none of a topic without records', async () => {
  const { activity, one, other } = twoBrokers();
  expect(await activity(['orders', 'empty'])).toMatchObject([
    orders,
    { name: 'empty', sizeBytes: 100, ends: [41], records: 40, lastRecordMs: 'none' },
  ]);
  const offsets = Array<string>(3).fill('ListOffsets');
  expect(one.asked).toEqual(['Metadata', 'DescribeLogDirs', 'DescribeConfigs', ...offsets]);
  // It leads no partition 0.
  expect(other.asked).toEqual(['DescribeLogDirs', ...offsets]);
});

test.each([
  [
    'of a compacted topic there may be fewer',
    { policy: 'delete, compact' },
    { records: 81, isCompacted: true },
  ],
  ['so it may if its configs may not be read', { policy: null }, { records: 81, isCompacted: null }],
  ['trimmed to its end', { lows: { 'orders/0': 41, 'orders/1': 42 } }, { records: 0 }],
  ['unknown, if a trim came between the two answers', { lows: { 'orders/1': 43 } }, { records: null }],
])('records: %s', async (_, settings, expected) => {
  expect(await twoBrokers(settings).activity()).toMatchObject([{ ...orders, ...expected }]);
});

test('more records than a double counts are counted to the last', async () => {
  const { activity, one, other } = twoBrokers({ lows: { 'orders/0': 0, 'orders/1': 0 } });
  const end = Number.MAX_SAFE_INTEGER;
  for (const broker of [one, other]) {
    broker.on(listOffsets, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          ...{ partitionIndex, errorCode: 0, timestamp: -1 },
          offset: timestamp === offsetAt.earliest ? 0 : end,
        })),
      })),
    }));
  }
  expect(await activity()).toMatchObject([{ records: 2n * BigInt(end) }]);
});

test('without sizes nobody is asked for them', async () => {
  const { activity, one } = twoBrokers();
  expect(await activity(['orders'], false)).toMatchObject([{ ...orders, sizeBytes: null }]);
  expect(one.asked).not.toContain('DescribeLogDirs');
});

test('brokers before 3.0 do not know the newest record, and are not asked for it', async () => {
  const { activity, one } = twoBrokers({ newest: 6 });
  expect(await activity()).toMatchObject([{ ...orders, lastRecordMs: null }]);
  expect(one.requests(listOffsets)).toHaveLength(2);
});

test('what a broker that hangs would know is unknown; it is not asked again until it has answered', async () => {
  const { activity, other } = twoBrokers();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const network = other.network;
  other.network = async (_key, arrive) => woken.then(arrive);
  const unknown = { ...orders, sizeBytes: null, ends: [41, null], records: null, lastRecordMs: null };
  expect(await activity()).toMatchObject([unknown]);
  expect(await activity()).toMatchObject([unknown]);
  wake();
  other.network = network;
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(other.asked).toHaveLength(4);
  expect(await activity()).toMatchObject([orders]);
});

test('a partition without a leader, and a topic that is not there any more', async () => {
  const { activity } = twoBrokers({ leaders: [1, null] });
  expect(await activity(['orders', 'gone'])).toMatchObject([
    { ...orders, ends: [41, null], records: null, lastRecordMs: null },
    { name: 'gone', sizeBytes: null, ends: [], records: null, isCompacted: null, lastRecordMs: null },
  ]);
});

const at = (atMs: number, ends: readonly (number | null)[], id: string | null = null): TopicActivity => ({
  ...{
    name: 'orders',
    id,
    sizeBytes: null,
    atMs,
    ends,
    records: null,
    isCompacted: false,
    lastRecordMs: null,
  },
});

test.each([
  ['the first time', undefined, at(2000, [10]), null],
  ['over all partitions', at(0, [10, 20]), at(2000, [15, 21]), 3],
  ['to one decimal', at(0, [0]), at(3000, [1]), 0.3],
  ['nothing was written', at(0, [10]), at(2000, [10]), 0],
  ['an end is unknown', at(0, [10, 20]), at(2000, [15, null]), null],
  ['an end was unknown', at(0, [10, null]), at(2000, [15, 20]), null],
  ['there are more partitions', at(0, [10]), at(2000, [15, 0]), null],
  ['deleted and created again', at(0, [10], 'one'), at(2000, [15], 'other'), null],
  ['the same, before topics had ids', at(0, [10]), at(2000, [5]), null],
  ['without partitions', at(0, []), at(2000, []), null],
  ['at the same time', at(2000, [10]), at(2000, [15]), null],
])('records a second: %s', (_, before, after, expected) => {
  expect(recordsPerSecond(before, after)).toBe(expected);
});
