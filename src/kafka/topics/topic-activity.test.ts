import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { createPatientAsker } from '../brokers/ask-patiently.js';
import {
  recordsPerSecond,
  topicActivity,
  type BrokerActivity,
  type TopicActivity,
} from './topic-activity.js';

/** Of `orders`: partition 0 is led by broker 1, partition 1 by broker 2, and both are on both. */
function twoBrokers({ newest = 11, leaders = [1, 2] as readonly (number | null)[] } = {}) {
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
              ...{ partitionIndex, errorCode: 0, offset: 40 + id },
              timestamp:
                timestamp === offsetAt.maxTimestamp ? (lasts[`${name}/${partitionIndex}`] ?? -1) : -1,
            })),
          })),
        }),
        [1, newest],
      ),
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

const orders = { name: 'orders', id: null, sizeBytes: 600, ends: [41, 42], lastRecordMs: 7000 };

test('sizes of all replicas, ends, and the newest record of any partition; none of a topic without records', async () => {
  const { activity, one, other } = twoBrokers();
  expect(await activity(['orders', 'empty'])).toMatchObject([
    orders,
    { name: 'empty', sizeBytes: 100, ends: [41], lastRecordMs: 'none' },
  ]);
  expect(one.asked).toEqual(['Metadata', 'DescribeLogDirs', 'ListOffsets', 'ListOffsets']);
  expect(other.asked).toEqual(['DescribeLogDirs', 'ListOffsets', 'ListOffsets']);
});

test('without sizes nobody is asked for them', async () => {
  const { activity, one } = twoBrokers();
  expect(await activity(['orders'], false)).toMatchObject([{ ...orders, sizeBytes: null }]);
  expect(one.asked).not.toContain('DescribeLogDirs');
});

test('brokers before 3.0 do not know the newest record, and are not asked for it', async () => {
  const { activity, one } = twoBrokers({ newest: 6 });
  expect(await activity()).toMatchObject([{ ...orders, lastRecordMs: null }]);
  expect(one.requests(listOffsets)).toHaveLength(1);
});

test('what a broker that hangs would know is unknown; it is not asked again until it has answered', async () => {
  const { activity, other } = twoBrokers();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const network = other.network;
  other.network = async (_key, arrive) => woken.then(arrive);
  const unknown = { ...orders, sizeBytes: null, ends: [41, null], lastRecordMs: null };
  expect(await activity()).toMatchObject([unknown]);
  expect(await activity()).toMatchObject([unknown]);
  wake();
  other.network = network;
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(other.asked).toHaveLength(3);
  expect(await activity()).toMatchObject([orders]);
});

test('a partition without a leader, and a topic that is not there any more', async () => {
  const { activity } = twoBrokers({ leaders: [1, null] });
  expect(await activity(['orders', 'gone'])).toMatchObject([
    { ...orders, ends: [41, null], lastRecordMs: null },
    { name: 'gone', sizeBytes: null, ends: [], lastRecordMs: null },
  ]);
});

const at = (atMs: number, ends: readonly (number | null)[], id: string | null = null): TopicActivity => ({
  ...{ name: 'orders', id, sizeBytes: null, atMs, ends, lastRecordMs: null },
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
