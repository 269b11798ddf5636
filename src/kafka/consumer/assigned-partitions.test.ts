import { describe, expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { fetchesOf, serveLogs, type BeforeFetch, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import { stringFormat } from '../../wire/print/format-string.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { RecordPrinter } from '../records/print-records.js';
import { byPartition } from '../session/partition-key.js';
import { leadersOf, offsetsAt } from '../session/partition-offsets.js';
import { AssignedPartitions } from './assigned-partitions.js';
import { Committer } from './committer.js';
import type { NextOffset } from './group-coordinator.js';

/** `PARTITION-OFFSET`, in batches of ten. */
function log(partition: number, count: number): ServedLog {
  const batches = Array.from({ length: count / 10 }, (_, batch) =>
    batchOf(
      Array.from({ length: 10 }, (_, index) => ({ value: `${partition}-${batch * 10 + index}` })),
      { baseOffset: batch * 10 },
    ),
  );
  return { batches };
}

interface Setting {
  readonly logs?: readonly ServedLog[];
  /** Partitions without a leader; may be changed while it runs. */
  readonly leaderless?: ReadonlySet<number>;
  readonly committed?: Readonly<Record<string, number>>;
  readonly follow?: boolean;
  readonly fromBeginning?: boolean;
  readonly beforeFetch?: BeforeFetch;
  readonly isDeleted?: () => boolean;
  readonly write?: () => Promise<void> | undefined;
}

async function reading({
  logs = [log(0, 30), log(1, 30)],
  leaderless = new Set(),
  committed = {},
  follow = false,
  fromBeginning = true,
  beforeFetch,
  isDeleted = () => false,
  write = () => undefined,
}: Setting = {}) {
  const broker = new ScriptedBroker(1);
  const served = { get: (key: string) => logs[Number(key.replace('t/', ''))] };
  serveLogs(broker, served as ReadonlyMap<string, ServedLog>, beforeFetch);
  const topics = () =>
    logs.map((_, partition) =>
      partitionState(partition, [1], leaderless.has(partition) ? { leader: null } : {}),
    );
  const metadata = {
    brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
    get topics() {
      return [isDeleted() ? { ...topicState('t', []), errorCode: 3 } : topicState('t', topics())];
    },
  };
  const session = testSession({ metadata, brokers: [broker] });
  const { topics: states } = await session.metadata(['t']);
  const ends = byPartition(await offsetsAt(session, leadersOf(states), offsetAt.latest));
  let output = '';
  const sink = {
    open: true,
    write(bytes: Buffer) {
      output += bytes.toString();
      return write();
    },
    lend(bytes: Buffer) {
      return this.write(bytes);
    },
  };
  const commits: NextOffset[] = [];
  const notes: string[] = [];
  const committer = new Committer({
    commit: (offsets) => Promise.resolve(void commits.push(...offsets)),
    failed: (error) => notes.push(String(error)),
    note: (text) => notes.push(text),
  });
  const own: { partitions?: AssignedPartitions } = {};
  const ended = new Promise<string>((resolve, reject) => {
    own.partitions = new AssignedPartitions({
      session,
      printer: new RecordPrinter(stringFormat(String.raw`%v\n`, 'raw'), sink, Infinity),
      committer,
      topics: ['t'],
      fromBeginning,
      follow,
      isolation: 'read_committed',
      ends,
      committedOffsets: () => Promise.resolve(new Map(Object.entries(committed))),
      ended: resolve,
      failed: reject,
      note: (text) => notes.push(text),
    });
  });
  return {
    broker,
    partitions: own.partitions!,
    committer,
    commits,
    notes,
    ended,
    lines: () => output.split('\n').slice(0, -1),
  };
}

const both = [0, 1].map((partition) => ({ topic: 't', partition }));
const none: ReadonlySet<string> = new Set();
const values = (partition: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${partition}-${from + index}`);
const sorted = (lines: readonly string[]) =>
  [...lines].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
const soon = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the end', () => {
  test('is where the partitions ended at the start, from what was committed', async () => {
    const { partitions, ended, lines, commits } = await reading({ committed: { 't/1': 25 } });
    partitions.take(both, none);
    expect(await ended).toBe('end');
    expect(sorted(lines())).toEqual([...values(0, 0, 30), ...values(1, 25, 30)]);
    await partitions.release();
    expect(
      commits
        .filter(({ next }) => next === 30)
        .map(({ partition }) => partition)
        .sort(),
    ).toEqual([0, 1]);
    expect(partitions.counts.map(({ records }) => records)).toEqual([30, 5]);
  });

  test('does not come because a broker takes its time, as under a quota', async () => {
    const { partitions, ended, lines } = await reading({
      beforeFetch: (count) =>
        count <= 2 ? new Promise((resolve) => setTimeout(() => resolve(undefined), 800)) : undefined,
    });
    partitions.take(both, none);
    await ended;
    expect(lines()).toHaveLength(60);
  });

  test('of one partition does not wait for another that has no leader, which is named', async () => {
    const { partitions, ended, lines, notes } = await reading({ leaderless: new Set([0]) });
    partitions.take(both, none);
    await ended;
    expect(lines()).toEqual(values(1, 0, 30));
    expect(notes).toEqual(['t[0] is left out: no leader.']);
    expect(partitions.isPartial).toBe(true);
  });

  test('is at once for partitions that were added since', async () => {
    const { partitions, ended, lines } = await reading({ committed: { 't/0': 30, 't/1': 30 } });
    partitions.take([...both, { topic: 't', partition: 7 }], none);
    await ended;
    expect(lines()).toEqual([]);
  });
});

describe('a rebalance', () => {
  test('what the member keeps goes on where it is; the rest where the group has got to', async () => {
    const { partitions, lines, committer, ended } = await reading({ committed: { 't/0': 10, 't/1': 10 } });
    committer.add({ topic: 't', partition: 0, next: 20 });
    committer.add({ topic: 't', partition: 1, next: 20 });
    partitions.take(both, new Set(['t/0']));
    await ended;
    expect(sorted(lines())).toEqual([...values(0, 20, 30), ...values(1, 10, 30)]);
  });

  test('waits for output that is on its way, and commits what was shown and no more', async () => {
    let taken: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => (taken = resolve));
    const { partitions, lines, commits } = await reading({
      logs: [log(0, 20_000)],
      follow: true,
      write: () => blocked,
    });
    partitions.take([{ topic: 't', partition: 0 }], none);
    await soon(() => lines().length > 0);
    const releasing = partitions.release();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(commits).toEqual([]);
    taken();
    await releasing;
    expect(lines().length).toBeLessThan(20_000);
    expect(commits.at(-1)?.next).toBe(lines().length);
  });
});

describe('with --follow', () => {
  test('a partition without a leader is read once it has one', async () => {
    const leaderless = new Set([0]);
    const { partitions, lines, notes } = await reading({ leaderless, follow: true });
    partitions.take(both, none);
    await soon(() => lines().length === 30);
    leaderless.clear();
    await soon(() => lines().length === 60);
    expect(sorted(lines())).toEqual([...values(0, 0, 30), ...values(1, 0, 30)]);
    expect(notes).toEqual(['t[0] cannot be read yet: no leader.']);
    await partitions.release();
  });

  test('a topic that is deleted for good: it is said how to read one that is made anew', async () => {
    let deleted = false;
    const { partitions, lines, notes } = await reading({
      follow: true,
      isDeleted: () => deleted,
      beforeFetch: () => Promise.resolve(deleted ? 3 : 0),
    });
    partitions.take(both, none);
    await soon(() => lines().length === 60);
    deleted = true;
    await soon(() => notes.length === 2);
    expect(notes[0]).toBe('Topic t was deleted; nothing more can be read from it.');
    expect(notes[1]).toMatch(/^Nothing is left to read of t; .* end it \(\^C\) and start it again\.$/);
    await partitions.release();
    partitions.take([], none);
    await partitions.release();
    expect(notes).toHaveLength(2);
  });

  test('from the end: what came since the start is read, and all of a partition that was added since', async () => {
    const logs = [log(0, 30)];
    const { partitions, lines } = await reading({ logs, follow: true, fromBeginning: false });
    logs[0] = { batches: [...log(0, 40).batches] };
    logs.push(log(1, 10));
    partitions.take(both, none);
    await soon(() => lines().length >= 20);
    expect(sorted(lines())).toEqual([...values(0, 30, 40), ...values(1, 0, 10)]);
    await partitions.release();
  });

  test('from the end: of a partition without a leader at the start, from the end that it has when it is back', async () => {
    const leaderless = new Set([0]);
    const logs = [log(0, 30), log(1, 30)];
    const { broker, partitions, lines, notes } = await reading({
      leaderless,
      logs,
      follow: true,
      fromBeginning: false,
    });
    partitions.take(both, none);
    await soon(() => notes.length > 0);
    leaderless.clear();
    await soon(() =>
      fetchesOf(broker)
        .flat()
        .some(({ partition }) => partition === 0),
    );
    logs[0] = log(0, 40);
    await soon(() => lines().length > 0);
    expect(lines()).toEqual(values(0, 30, 40));
    await partitions.release();
  });
});
