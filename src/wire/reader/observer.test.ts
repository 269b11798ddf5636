import { expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { fetchesOf, serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import { LabError } from '../../text/errors.js';
import { describeReadEvent, type ReadEvent } from './read-event.js';
import { readPartitions, type PartitionSight, type ReadOptions } from './reader.js';

const [firstId, secondId] = ['firstfirstfirstfirstAA', 'secondsecondsecondseAA'];

/** One record a batch. */
function logOf(prefix: string, records: number, rest: Partial<ServedLog> = {}): ServedLog {
  const batches = Array.from({ length: records }, (_, offset) =>
    batchOf([{ value: `${prefix}${offset}` }], { baseOffset: offset }),
  );
  return { batches, ...rest };
}

/** A topic `orders` whose log, id and existence a test may change while it is read. */
function setUp(log: ServedLog, throttleMs?: (count: number) => number) {
  const logs = new Map([['orders/0', log]]);
  const topicIds = new Map([[firstId, 'orders']]);
  const sight: { now: PartitionSight } = { now: { exists: true, topicId: firstId } };
  const broker = new ScriptedBroker();
  serveLogs(broker, logs, undefined, { topicIds, ...(throttleMs && { throttleMs }) });
  const values: string[] = [];
  const events: ReadEvent[] = [];
  const read = (options: Partial<ReadOptions> = {}) =>
    readPartitions({
      directory: {
        leaderOf: () => Promise.resolve(broker),
        refresh: () => Promise.resolve(),
        look: () => sight.now,
      },
      ranges: [{ topic: 'orders', partition: 0, from: 0, to: null }],
      isolation: 'read_committed',
      signal: AbortSignal.timeout(2000),
      onRecords(cursor) {
        while (cursor.next()) {
          values.push(cursor.buffer.toString('utf8', cursor.valueStart, cursor.valueEnd));
        }
        return undefined;
      },
      onEvent: (event) => events.push(event),
      ...options,
    });
  const replaceTopic = (replaced: ServedLog) => {
    logs.set('orders/0', replaced);
    topicIds.clear();
    topicIds.set(secondId, 'orders');
    sight.now = { exists: true, topicId: secondId };
  };
  return { broker, logs, topicIds, sight, values, events, read, replaceTopic };
}

test('a topic that is created again under a reader that follows: its new records are read, from the first', async () => {
  const { broker, values, events, read, replaceTopic } = setUp(logOf('old', 3));
  const stop = new AbortController();
  setTimeout(() => replaceTopic(logOf('new', 5)), 60);
  const reading = read({
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(3000)]),
    onEvent: (event) => events.push(event),
  });
  while (!values.includes('new4')) await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  expect(await reading).toMatchObject([{ nextOffset: 5, stopped: 'interrupted' }]);
  expect(values).toEqual(['old0', 'old1', 'old2', 'new0', 'new1', 'new2', 'new3', 'new4']);
  expect(events).toEqual([{ kind: 'recreated', topic: 'orders' }]);
  expect(new Set(broker.log.map(({ version }) => version))).toEqual(new Set([13]));
});

test('under a read with an end it is not the topic that was asked for: the read ends', async () => {
  const { events, read, replaceTopic } = setUp(logOf('old', 3));
  replaceTopic(logOf('new', 9));
  const later = setUp(logOf('old', 3));
  const ranges = [{ topic: 'orders', partition: 0, from: 0, to: 9 }];
  let seen = false;
  await later.read({
    ranges,
    onRecords(cursor) {
      while (cursor.next());
      if (!seen) later.replaceTopic(logOf('new', 9));
      seen = true;
      return undefined;
    },
  });
  expect(later.events).toEqual([{ kind: 'deleted', topic: 'orders' }]);
  // One that begins afterwards knows no other.
  expect(await read({ ranges })).toMatchObject([{ records: 9, stopped: 'end' }]);
  expect(events).toEqual([]);
});

test('a topic deleted under a follower: seconds later it says so and ends, and other topics are read on', async () => {
  const { logs, topicIds, sight, events, read } = setUp(logOf('old', 3));
  setTimeout(() => {
    logs.clear();
    topicIds.clear();
    sight.now = { exists: false, topicId: null };
  }, 40);
  expect(await read({ believeAfterMs: 100 })).toMatchObject([{ records: 3, stopped: 'deleted' }]);
  expect(events.map(describeReadEvent)).toEqual([
    'Topic orders was deleted; nothing more can be read from it.',
  ]);

  const two = setUp(logOf('old', 3));
  two.logs.set('other/0', logOf('other', 2));
  two.sight.now = { exists: true, topicId: null };
  const there = { exists: true, topicId: null };
  const reports = await two.read({
    believeAfterMs: 50,
    signal: AbortSignal.timeout(400),
    directory: {
      leaderOf: (topic) =>
        topic === 'orders'
          ? Promise.reject(new LabError('unreachable', 'gone'))
          : Promise.resolve(two.broker),
      refresh: () => Promise.resolve(),
      look: (topic) => (topic === 'orders' ? { exists: false, topicId: null } : there),
    },
    ranges: ['orders', 'other'].map((topic) => ({ topic, partition: 0, from: 0, to: null })),
  });
  expect(reports).toMatchObject([
    { topic: 'orders', stopped: 'deleted' },
    { topic: 'other', records: 2, stopped: 'interrupted' },
  ]);
});

test('a quota: the reader waits as long as it is told, says so once, and does not give up', async () => {
  const { broker, values, events, read } = setUp(logOf('v', 3), (count) => (count <= 3 ? 150 : 0));
  const began = performance.now();
  const reports = await read({
    ranges: [{ topic: 'orders', partition: 0, from: 0, to: 3 }],
    giveUpAfterMs: 50,
  });
  expect(reports).toMatchObject([{ records: 3, stopped: 'end' }]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(440);
  expect(fetchesOf(broker)).toHaveLength(4);
  expect(values).toHaveLength(3);
  expect(events.map(describeReadEvent)).toEqual([
    expect.stringMatching(/^The broker at fake:9092 throttles .* 150 ms now/),
  ]);
});

test('a quota that never lets the next batch through is told', async () => {
  const { events, read } = setUp(logOf('v', 3), () => 20);
  await read({ tellStarvedAfterMs: 60, signal: AbortSignal.timeout(300) });
  expect(events).toMatchObject([{ kind: 'throttled' }, { kind: 'starved', address: 'fake:9092' }]);
});

test('a log that ends before the end of the range, as after an unclean election: the read ends and says so', async () => {
  const { events, read } = setUp(logOf('v', 3));
  const ranges = [{ topic: 'orders', partition: 0, from: 0, to: 10 }];
  expect(await read({ ranges, believeAfterMs: 30 })).toMatchObject([
    { records: 3, nextOffset: 3, stopped: 'short' },
  ]);
  expect(events).toEqual([{ kind: 'too short', topic: 'orders', partition: 0, end: 3, expected: 10 }]);
  // A read that is told to wait for that end does.
  const waiting = setUp(logOf('v', 3));
  const options = { ranges, believeAfterMs: 30, waitsForEnd: true, signal: AbortSignal.timeout(200) };
  expect(await waiting.read(options)).toMatchObject([{ records: 3, stopped: 'interrupted' }]);
});

test('records that wait for an open transaction: a follower says so after a while, once', async () => {
  const { values, events, read } = setUp(logOf('v', 5, { lastStableOffset: 2 }));
  await read({ tellOpenAfterMs: 50, signal: AbortSignal.timeout(400) });
  expect(values).toEqual(['v0', 'v1']);
  expect(events).toEqual([{ kind: 'open transaction', topic: 'orders', partition: 0, from: 2, offsets: 3 }]);
  const committed = setUp(logOf('v', 5));
  await committed.read({ tellOpenAfterMs: 0, signal: AbortSignal.timeout(100) });
  expect(committed.events).toEqual([]);
});

test('partitions that appear later are read too, also if there was none to begin with', async () => {
  const { logs, values, events, read } = setUp(logOf('a', 2));
  logs.set('orders/1', logOf('b', 3));
  let looks = 0;
  const look = () =>
    Promise.resolve(
      ++looks === 2 ? [0, 1].map((partition) => ({ topic: 'orders', partition, from: 1, to: null })) : [],
    );
  const discovery = { everyMs: 20, look, expectsTopics: false };
  const reports = await read({ ranges: [], discovery, signal: AbortSignal.timeout(300) });
  expect(reports).toMatchObject([{ records: 1 }, { records: 2, stopped: 'interrupted' }]);
  expect([...values].sort()).toEqual(['a1', 'b1', 'b2']);
  expect(events.map(describeReadEvent)).toEqual([
    'orders[0] can be read now: from offset 1.',
    'orders[1] can be read now: from offset 1.',
  ]);
});

test('a search for later partitions that fails is repeated, unless nothing else is read', async () => {
  const gone = new LabError('not-found', 'There is no topic "orders".');
  const discovery = { everyMs: 10, look: () => Promise.reject(gone), expectsTopics: false };
  const { values, read } = setUp(logOf('a', 2));
  await read({ discovery, signal: AbortSignal.timeout(100) });
  expect(values).toEqual(['a0', 'a1']);
  await expect(read({ ranges: [], discovery })).rejects.toThrow('There is no topic');
});

test('a follower keeps trying a partition that it has read before', async () => {
  const { broker, events, read } = setUp(logOf('a', 2));
  let isUp = true;
  setTimeout(() => (isUp = false), 30);
  const reports = await read({
    giveUpAfterMs: 100,
    signal: AbortSignal.timeout(900),
    directory: {
      leaderOf: () =>
        isUp ? Promise.resolve(broker) : Promise.reject(new LabError('unreachable', 'no leader')),
      refresh: () => Promise.resolve(),
    },
    onRecords(cursor) {
      while (cursor.next());
      broker.network = () => Promise.reject(new Error('ECONNRESET'));
      return undefined;
    },
  });
  expect(reports).toMatchObject([{ records: 2, stopped: 'interrupted' }]);
  expect(events).toMatchObject([{ kind: 'stuck', topic: 'orders', partition: 0 }]);
});
