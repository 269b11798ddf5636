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

describe('places that only leaders know', () => {
  const places = ['earliest-local', 'latest-tiered', 'earliest-pending-upload', 'max-timestamp'] as const;
  const positionOf = (place: string) => parsePosition(place, new Date());
  /** Partition 0 is tiered up to 30; nothing is of partition 1. */
  const tiered = ((_topic, partition, at) => {
    const found = { [-3]: 77, [-4]: 20, [-5]: 30, [-6]: 31 }[Number(at)];
    if (found === undefined) return {};
    return { offset: partition === 0 ? found : at === -4 ? 0 : -1 };
  }) satisfies LogAt;
  const session = sessionWith(tiered);

  test.each(places)('%s: reading begins there, and leaves out a partition without it', async (place) => {
    const plan = await planRanges(session, { ...request, from: positionOf(place), to: null });
    const begins = {
      'earliest-local': 20,
      'latest-tiered': 30,
      'earliest-pending-upload': 31,
      'max-timestamp': 77,
    };
    const untiered = place === 'latest-tiered' || place === 'earliest-pending-upload';
    // Without tiered storage all of it is local; and an empty partition is read from its end.
    const other = untiered ? [] : [[1, place === 'earliest-local' ? 0 : 100]];
    expect(plan.ranges.map(({ partition, from }) => [partition, from])).toEqual([
      [0, begins[place]],
      ...other,
    ]);
    expect(plan.notes).toEqual(
      untiered
        ? [expect.stringMatching(/^orders\[1\] is left out: nothing of it (is in|waits for) tiered storage/)]
        : [],
    );
  });

  test('offsets at shows them, and trim goes to them', async () => {
    const shown = await offsetsAtTime(session, 'orders', { kind: 'place', place: 'latest-tiered' });
    expect(shown).toMatchObject({
      asked: 'latest-tiered',
      partitions: [
        { offset: 30, problem: null },
        { offset: null, problem: expect.stringContaining('tiered') as unknown },
      ],
    });
    const before = positionOf('earliest-local');
    const { report } = await planTrim(session, { topic: 'orders', partitions: [], before });
    expect(report.partitions.map(({ newLow }) => newLow)).toEqual([20, 0]);
  });

  test.each([
    ['max-timestamp', 6, '3.0'],
    ['earliest-local', 7, '3.5'],
    ['latest-tiered', 8, '3.9'],
    ['earliest-pending-upload', 10, '4.2'],
  ])('%s is not asked of brokers that speak version %s of ListOffsets', async (place, version, release) => {
    const old = groupCluster({ topics: { orders: 1 }, groups: {}, logAt: tiered });
    old.broker.apiVersions.set(2, { min: 0, max: version });
    await expect(
      planRanges(old.session, { ...request, from: positionOf(place), to: null }),
    ).rejects.toMatchObject({
      code: 'refused',
      message: `The position ${place} needs Kafka ${release} or newer.`,
    });
  });
});

const day = { kind: 'time', timestampMs: Date.UTC(2026, 0, 15) } as const;

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
    expect((await offsetsAtTime(session, 'orders', day)).notes).toEqual([note]);
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
