/** Times that leaders look up: an answer that is missing is not "every record is older", and what is dated ahead is said. */
import { describe, expect, test } from '@jest/globals';
import { groupCluster } from '../../testing/brokers/group-cluster.js';
import { LabError } from '../../text/errors.js';
import { parsePosition } from '../../text/positions.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { offsetsAtTime } from '../records/offsets-at-time.js';
import { planRanges } from '../records/read-ranges.js';
import { planTrim } from '../topics/trim-topic.js';
import { temporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { planReset } from '../groups/plan-reset.js';

type LogAt = NonNullable<Parameters<typeof groupCluster>[0]['logAt']>;

const sessionWith = (logAt: LogAt) =>
  groupCluster({ topics: { orders: 2 }, groups: {}, timeoutMs: 300, logAt }).session;
const request = { topics: ['orders'], partitions: [], follow: false, isolation: 'read_uncommitted' } as const;
const time = parsePosition('@2026-01-15T10:00Z', new Date());

/** What becomes of the time of partition 0; that of partition 1 is always known. */
const failures: readonly (readonly [string, () => ReturnType<LogAt>, RegExp, boolean])[] = [
  [
    'the leader refuses',
    () => ({ errorCode: errorCodeNamed('REQUEST_TIMED_OUT') }),
    /REQUEST_TIMED_OUT/,
    false,
  ],
  ['the leader leaves it out', () => undefined, /leader 1 left it out/, false],
  [
    'the leader does not answer',
    () => {
      throw new LabError('timeout', 'no answer');
    },
    /leader 1 does not answer/,
    true,
  ],
];

describe.each(failures)('%s', (_what, answer, problem, isOfAll) => {
  const session = sessionWith((_topic, partition, at) => {
    if (at < 0) return {};
    return partition === 0 ? answer() : { offset: 40 };
  });
  const known = isOfAll ? [] : [1];

  test.each([
    ['from', { from: time, to: null }],
    ['to', { from: parsePosition('start', new Date()), to: time }],
  ])('reading %s a time leaves the partition out, and says so', async (_from, positions) => {
    const plan = await planRanges(session, { ...request, ...positions });
    expect(plan.ranges.map(({ partition }) => partition)).toEqual(known);
    expect([plan.isPartial, plan.notes[0]]).toEqual([true, expect.stringMatching(problem)]);
  });

  test('trimming up to a time deletes nothing there', async () => {
    const { report } = await planTrim(session, { topic: 'orders', partitions: [], before: time });
    expect(report.partitions[0]).toMatchObject({ newLow: null, records: null });
    expect(report.partitions[0]!.problem).toMatch(problem);
    expect(report.partitions.filter(({ newLow }) => newLow !== null).map((each) => each.partition)).toEqual(
      known,
    );
  });
});

describe('a record that is dated in the future', () => {
  const ahead = Date.UTC(2999, 0, 1);
  const session = sessionWith((_topic, partition, at) => {
    if (at < 0) return {};
    return partition === 0 ? { offset: 5, timestamp: ahead } : { offset: 40, timestamp: Date.now() };
  });
  const note =
    'orders[0]: the record at offset 5, found by its time, is dated 2999-01-01T00:00:00.000Z, in the future; records after it may be older than the time asked for.';

  test('is said where reading begins or ends at a time', async () => {
    expect((await planRanges(session, { ...request, from: time, to: null })).notes).toEqual([note]);
    const from = parsePosition('start', new Date());
    expect((await planRanges(session, { ...request, from, to: time })).notes).toEqual([note]);
  });

  test('is said by trim, offsets at and reset', async () => {
    const { report } = await planTrim(session, { topic: 'orders', partitions: [], before: time });
    expect(report.notes).toEqual([note]);
    expect((await offsetsAtTime(session, 'orders', Date.UTC(2026, 0, 15))).notes).toEqual([note]);
    const home = temporaryHome();
    const target = { topics: ['orders'], partitions: [], target: time, now: new Date() };
    const plan = await planReset(session, { group: 'new', ...target }, home.folders);
    home.remove();
    expect(plan.notes).toEqual([note]);
  });

  test('is not said when a time to come was asked for', async () => {
    const from = parsePosition('@2998-01-01T00:00Z', new Date());
    expect((await planRanges(session, { ...request, from, to: null })).notes).toEqual([]);
  });
});
