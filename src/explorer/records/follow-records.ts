/** Records as they arrive, until something else is asked for: pause and search take effect without reading anew. */
import { asLabError } from '../../kafka/connection/errors.js';
import { copyRecord, type CopiedRecord } from '../../kafka/records/copied-record.js';
import { discoverRanges } from '../../kafka/records/discover-ranges.js';
import type { Decoding } from '../../kafka/records/decoding/decoding.js';
import { visitRecords } from '../../kafka/records/decoding/visit-records.js';
import { createLeaderDirectory } from '../../kafka/records/leader-directory.js';
import { planRanges } from '../../kafka/records/read-ranges.js';
import { parsePositions, type Positions } from '../../text/positions.js';
import { pause } from '../../text/wait.js';
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import type { Feed } from '../state/view-kind.js';
import { rangeRequest } from './plan-records.js';
import type { RecordsData, TailData } from './records-data.js';
import type { Question } from './question.js';
import type { RecordsState } from './records-state.js';
import { asPrintable, searchTest } from './search.js';
import { arrived, emptyTail, filtered } from './tail-state.js';

/** Faster than this cannot be read. */
const redrawMs = 100;

export async function followRecords(
  feed: Feed<RecordsData, RecordsState>,
  decoding: Decoding | undefined,
): Promise<void> {
  const { context } = feed;
  const begun = feed.state().question;
  const session = await context.kafka();
  const now = context.now();
  // All partitions: a key that is searched for later may be in any of them.
  const from: Positions = begun.from === null ? { kind: 'end' } : parsePositions(begun.from, now);
  const request = rangeRequest(begun, from);
  const plan = await planRanges(session, request);
  const before = feed.data?.kind === 'tail' && isSameTail(feed.data.question, begun) ? feed.data : undefined;
  const left = 'What arrived while this view was left is not here.';
  let question = before?.question ?? begun;
  let search = searchTest(question.search, now);
  let data: TailData = {
    topicId: plan.topics[0]?.id ?? null,
    ...{ kind: 'tail', question, nowMs: now.getTime(), tail: before?.tail ?? emptyTail },
    notes: [...(before && before.tail.seen > 0 ? [left] : []), ...plan.notes],
    ...{ asked: plan.ranges.length + plan.leftOut.length, read: plan.ranges.length },
  };
  let changed: () => void = () => undefined;
  let failure: unknown;
  const stop = new AbortController();
  const signal = AbortSignal.any([feed.signal, stop.signal]);
  const reading = readPartitions({
    ...{ ranges: plan.ranges, isolation: begun.isolation, signal },
    discovery: discoverRanges(session, request, plan, undefined),
    directory: createLeaderDirectory(session, plan.topics),
    onEvent(event) {
      const name = event.kind === 'found' ? `${event.topic}[${event.partition}] ` : undefined;
      const notes =
        name === undefined
          ? [describeReadEvent(event), ...data.notes]
          : data.notes.filter((note) => !note.startsWith(name));
      data = { ...data, notes };
      changed();
    },
    onRecords(cursor) {
      const found: CopiedRecord[] = [];
      let seen = 0;
      const take = (): undefined => {
        if (seen === 0) return;
        data = { ...data, tail: arrived(data.tail, found, seen, feed.state().isPaused) };
        changed();
      };
      const waiting = visitRecords(cursor, decoding, (record) => {
        seen += 1;
        if (!search || search.test(record)) found.push(copyRecord(cursor, record));
      });
      if (waiting) return waiting.then(take);
      take();
      return undefined;
    },
  }).catch((error: unknown) => {
    failure = error;
    changed();
  });

  let due: Promise<void> | undefined;
  try {
    while (!feed.signal.aborted && failure === undefined) {
      const state = feed.state();
      if (!isSameTail(state.question, begun)) return;
      if (state.question !== question) {
        ({ question } = state);
        const test = searchTest(question.search, context.now());
        search = test;
        if (test) data = { ...data, tail: filtered(data.tail, (record) => test.test(asPrintable(record))) };
      }
      if (!state.isPaused) data = { ...data, tail: arrived(data.tail, [], 0, false) };
      data = { ...data, question, nowMs: context.now().getTime() };
      feed.give({ ...data, notes: [...data.notes, ...(decoding?.undecoded.describe() ?? [])] });
      const more = new Promise<void>((resolve) => {
        changed = resolve;
      });
      due ??= feed.pause().then(() => {
        due = undefined;
      });
      await Promise.race([more.then(() => pause(redrawMs, feed.signal)), due]);
    }
    if (failure !== undefined) feed.fail(asLabError(failure));
  } finally {
    stop.abort();
    await reading;
    // Two waits for the same round would take the key that hurries it from each other.
    if (failure !== undefined) await due;
  }
}

/** Read from the same place in the same partitions, whatever is searched for. */
function isSameTail(one: Question, other: Question): boolean {
  return (
    one.isFollowing &&
    other.isFollowing &&
    one.topic === other.topic &&
    one.from === other.from &&
    one.partitions.join() === other.partitions.join()
  );
}
