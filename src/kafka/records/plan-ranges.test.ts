import { describe, expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { fetchesOf, serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf, walk } from '../../testing/wire/record-batches.js';
import { parsePosition, parsePositions } from '../../text/positions.js';
import { crc32c } from '../../wire/batch/crc32c.js';
import { attribute, extentOf, field } from '../../wire/batch/record-batch.js';
import { discoverRanges } from './discover-ranges.js';
import { planRanges, type RangeRequest } from './read-ranges.js';
import type { TopicState } from '../session/metadata.js';

const now = new Date(0);

/** One record a batch; `holes`: offsets where a transaction ended. */
function logOf(end: number, holes: readonly number[] = [], rest: Partial<ServedLog> = {}): ServedLog {
  const batches = Array.from({ length: end }, (_, offset) => {
    const batch = batchOf([{ value: `v${offset}` }], { baseOffset: offset });
    if (holes.includes(offset)) {
      batch.writeInt16BE(attribute.control | attribute.transactional, field.attributes);
      batch.writeUInt32BE(crc32c(batch, field.attributes), field.crc);
    }
    return batch;
  });
  return { batches, ...rest };
}

function setUp(logs: Readonly<Record<string, ServedLog>>, topics: TopicState[] = [orders()]) {
  const broker = new ScriptedBroker();
  serveLogs(broker, new Map(Object.entries(logs)));
  const state = { topics };
  const session = testSession({
    brokers: [broker],
    metadata: {
      get topics() {
        return state.topics;
      },
    },
  });
  const request = (from: string, rest: Partial<RangeRequest> = {}): RangeRequest => ({
    topics: ['orders'],
    partitions: [],
    from: parsePositions(from, now),
    to: null,
    follow: false,
    isolation: 'read_committed',
    ...rest,
  });
  const plan = (from: string, rest: Partial<RangeRequest> = {}) => planRanges(session, request(from, rest));
  return { broker, session, state, request, plan };
}

function orders(partitions = 1, leaderless: readonly number[] = [], id: string | null = null): TopicState {
  return topicState(
    'orders',
    Array.from({ length: partitions }, (_, partition) =>
      partitionState(partition, [1], leaderless.includes(partition) ? { leader: null } : {}),
    ),
    false,
    id,
  );
}

describe('the last N are records', () => {
  test('behind the end of a transaction, and over many of them', async () => {
    const { plan } = setUp({ 'orders/0': logOf(60, [59, 58, 57, 40]) });
    const fromOf = async (from: string) => (await plan(from)).ranges[0]?.from;
    expect(await fromOf('-1')).toBe(56);
    expect(await fromOf('-16')).toBe(41);
    expect(await fromOf('-17')).toBe(39);
    expect(await fromOf('-1000')).toBe(0);
    expect(await fromOf('-0')).toBe(60);
    const { ranges } = await plan('-5', { to: parsePosition('-2', now) });
    expect(ranges).toMatchObject([{ from: 52, to: 55 }]);
  });

  test('over what compaction took away, with ever larger steps', async () => {
    const sparse = logOf(1000);
    const kept = sparse.batches.filter((_, offset) => offset < 3 || offset === 990);
    const { broker, plan } = setUp({ 'orders/0': { batches: kept, endOffset: 1000 } });
    expect((await plan('-1')).ranges).toMatchObject([{ from: 990, to: 1000 }]);
    expect((await plan('-2')).ranges).toMatchObject([{ from: 2, to: 1000 }]);
    expect((await plan('-4')).ranges).toMatchObject([{ from: 0, to: 1000 }]);
    expect(fetchesOf(broker).length).toBeLessThan(80);
  });

  test('of each partition', async () => {
    const logs = { 'orders/0': logOf(10, [9]), 'orders/1': logOf(4), 'orders/2': { batches: [] } };
    const { plan } = setUp(logs, [orders(3)]);
    expect((await plan('-2')).ranges).toMatchObject([
      { partition: 0, from: 7, to: 10 },
      { partition: 1, from: 2, to: 4 },
      { partition: 2, from: 0, to: 0 },
    ]);
  });
});

describe('what was read to find the last N', () => {
  const value = (offset: number) => `v${offset}`.padEnd(100);
  const thousand = batchOf(Array.from({ length: 1000 }, (_, offset) => ({ value: value(offset) })));

  test('is kept as records alone, without the batches that they came in', async () => {
    const { broker, plan } = setUp({ 'orders/0': { batches: [thousand] } });
    const [range] = (await plan('-2')).ranges;
    expect(range).toMatchObject({ from: 998, to: 1000 });
    expect(walk(range!.kept!, { from: 998 }).map((each) => each.value)).toEqual([value(998), value(999)]);
    expect(range!.kept!.length).toBeLessThan(500);
    expect(fetchesOf(broker)).toHaveLength(1);
  });

  test('is kept from several steps back, up to the end behind the last record', async () => {
    const { plan } = setUp({
      'orders/0': {
        batches: [batchOf(Array.from({ length: 10 }, (_, each) => ({ value: value(each) })))],
        endOffset: 12,
      },
    });
    const [range] = (await plan('-5')).ranges;
    expect(range).toMatchObject({ from: 5, to: 12 });
    expect(walk(range!.kept!, { from: 5 }).map(({ offset }) => offset)).toEqual([5, 6, 7, 8, 9]);
    expect(extentOf(range!.kept!, range!).nextOffset).toBe(12);
  });

  test('is not kept if it is much', async () => {
    const large = Array.from({ length: 9 }, (_, baseOffset) =>
      batchOf([{ value: 'x'.repeat(1024 * 1024) }], { baseOffset }),
    );
    const { plan } = setUp({ 'orders/0': { batches: large }, 'orders/1': { batches: [thousand] } }, [
      orders(2),
    ]);
    const { ranges } = await plan('-9');
    expect(ranges).toMatchObject([
      { from: 0, to: 9 },
      { from: 991, to: 1000 },
    ]);
    expect(ranges[0]).not.toHaveProperty('kept');
  });
});

describe('an open transaction', () => {
  const log = { 'orders/0': logOf(63, [], { lastStableOffset: 60 }) };
  const open = (from: number, offsets: number) => [{ topic: 'orders', partition: 0, from, offsets }];

  test.each<[string, string | null, unknown, string[]]>([
    ['start', null, open(60, 3), []],
    ['58', '63', open(60, 3), []],
    ['start', 'end', open(60, 3), []],
    ['58', '62', open(60, 2), []],
    ['58', '60', [], []],
    ['0', '-1', [], []],
    ['0:62', null, open(62, 1), []],
    ['0:78', null, [], ['orders[0]: there is no offset 78 yet; it ends at 63.']],
    ['-2', null, open(60, 3), []],
  ])('%s to %s', async (from, to, expected, notes) => {
    const plan = await setUp(log).plan(from, { to: to === null ? null : parsePosition(to, now) });
    expect(plan.open).toEqual(expected);
    expect(plan.notes).toEqual(notes);
  });

  test('hides nothing from read_uncommitted, and a read that follows waits for it anyway', async () => {
    const { plan } = setUp(log);
    expect(await plan('start', { isolation: 'read_uncommitted' })).toMatchObject({
      open: [],
      ranges: [{ from: 0, to: 63 }],
    });
    expect(await plan('start', { follow: true })).toMatchObject({ open: [], ranges: [{ to: null }] });
  });
});

describe('what a follower discovers', () => {
  const logs = { 'orders/0': logOf(10), 'orders/1': logOf(5), 'orders/2': logOf(3), 'new/0': logOf(7) };

  test('a partition that gets a leader begins where it was asked for, an added one at its beginning', async () => {
    const { session, state, request } = setUp(logs, [orders(2, [0, 1])]);
    const asked = request('end', { follow: true });
    const plan = await planRanges(session, asked);
    expect(plan).toMatchObject({
      ranges: [],
      isPartial: true,
      leftOut: [{ partition: 0 }, { partition: 1 }],
    });
    expect(plan.notes[0]).toBe('orders[0] cannot be read yet: no leader.');
    const { look } = discoverRanges(session, asked, plan, undefined);
    expect(await look()).toEqual([]);
    state.topics = [orders(3, [1])];
    expect(await look()).toEqual([
      { topic: 'orders', partition: 0, from: 10, to: null },
      { topic: 'orders', partition: 2, from: 0, to: null },
    ]);
    state.topics = [orders(3)];
    expect(await look()).toEqual([{ topic: 'orders', partition: 1, from: 5, to: null }]);
    expect(await look()).toEqual([]);
  });

  test('new topics of a pattern, and one that was deleted and created again', async () => {
    const [one, two] = ['oneoneoneoneoneoneoneA', 'twotwotwotwotwotwotwoA'];
    const { session, state, request } = setUp(logs, [orders(1, [], one)]);
    const asked = request('end', { follow: true });
    const plan = await planRanges(session, asked);
    const { look, expectsTopics } = discoverRanges(session, asked, plan, /^(orders|new)$/);
    expect(expectsTopics).toBe(true);
    expect(await look()).toEqual([]);
    state.topics = [orders(1, [], one), topicState('new', [partitionState(0, [1])]), topicState('other', [])];
    expect(await look()).toEqual([{ topic: 'new', partition: 0, from: 0, to: null }]);
    state.topics = [orders(1, [], two), topicState('new', [partitionState(0, [1])])];
    expect(await look()).toEqual([{ topic: 'orders', partition: 0, from: 0, to: null }]);
  });

  test('only the partitions that were asked for', async () => {
    const { session, state, request } = setUp(logs, [orders(2)]);
    const asked = request('start', { follow: true, partitions: [0] });
    const { look } = discoverRanges(session, asked, await planRanges(session, asked), undefined);
    state.topics = [orders(3)];
    expect(await look()).toEqual([]);
  });
});
