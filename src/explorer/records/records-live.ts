/** The records around the cursor, read in the background: chunk by chunk, and what is new whenever a round is due. */
import { asLabError } from '../../kafka/connection/errors.js';
import type { Decoding } from '../../kafka/records/decoding/decoding.js';
import { openDecoding } from '../../kafka/records/decoding/open-decoding.js';
import { readPage } from '../../kafka/records/read-page.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { Feed } from '../state/view-kind.js';
import {
  isSameLog,
  placeIn,
  searchedPartitions,
  wantedChunk,
  widened,
  withPage,
  type WantedChunk,
} from './chunks.js';
import { followRecords } from './follow-records.js';
import { planRecords } from './plan-records.js';
import type { Coverage, PagesData, RecordsData } from './records-data.js';
import type { Question } from './question.js';
import type { RecordsState } from './records-state.js';
import { searchTest, type SearchTest } from './search.js';

/** What a search has found is shown so often. */
const sliceMs = 1000;
/** A search without an end in sight waits for a word then. */
const searchMs = 30_000;

type RecordsFeed = Feed<RecordsData, RecordsState>;

export async function recordsLive(feed: RecordsFeed): Promise<void> {
  let decoding: Promise<Decoding | undefined> | undefined;
  while (!feed.signal.aborted) {
    const { question } = feed.state();
    try {
      // What it was told to decode by stays the same.
      decoding ??= openDecoding(feed.context, [question.topic], question.decode, false);
      const opened = await decoding.catch((error: unknown) => {
        decoding = undefined;
        throw error;
      });
      await opened?.prepare([question.topic]);
      if (question.isFollowing) await followRecords(feed, opened);
      else await feed.round(() => readAround(feed, question, opened));
    } catch (error) {
      feed.fail(asLabError(error));
    }
    if (feed.state().question === question) await feed.pause();
  }
}

/** Until the chunks around the cursor are there, or something else is asked for. */
async function readAround(
  feed: RecordsFeed,
  question: Question,
  decoding: Decoding | undefined,
): Promise<void> {
  const session = await feed.context.kafka();
  const now = feed.context.now();
  const search = searchTest(question.search, now);
  const known = feed.data?.kind === 'pages' && feed.data.question === question ? feed.data : undefined;
  const plan = await planRecords(session, question, now, search, decoding, known?.beginning);
  const before = known?.topicId === plan.topicId && isSameLog(known, plan) ? known : undefined;
  let data: PagesData = {
    ...(before ?? { ...emptyPages, question, start: plan.start, coverage: search && nothingSearched }),
    ...{
      beginning: plan.beginning,
      bounds: plan.bounds,
      topicId: plan.topicId,
      notes: plan.notes,
      asked: plan.asked,
      read: plan.read,
    },
    ...{ nowMs: now.getTime(), isReading: true },
  };
  const isWanted = () => !feed.signal.aborted && feed.state().question === question;
  for (;;) {
    const { patience } = feed.state();
    const wanted = wantedChunk(data, placeIn(data, feed.state().chunk));
    const isOutOfTime = (data.coverage?.spentMs ?? 0) >= searchMs * (patience + 1);
    if (!isWanted()) return;
    if (!wanted || isOutOfTime) {
      const notes = [...plan.notes, ...(decoding?.undecoded.describe() ?? [])];
      feed.give(ended({ ...data, notes }, wanted === undefined ? 'ends' : 'stopped', search));
      return;
    }
    data = await readInto({ session, search, decoding, feed, isWanted }, data, wanted);
    if (!isWanted()) return;
    feed.give(data);
  }
}

interface Reading {
  readonly session: KafkaSession;
  readonly search: SearchTest | undefined;
  readonly decoding: Decoding | undefined;
  readonly feed: RecordsFeed;
  isWanted(): boolean;
}

async function readInto(
  { session, search, decoding, feed, isWanted }: Reading,
  data: PagesData,
  wanted: WantedChunk,
): Promise<PagesData> {
  const stop = new AbortController();
  const startedAt = performance.now();
  let times = data.coverage?.times ?? null;
  const page = await readPage(session, {
    ...{ topic: data.question.topic, bounds: data.bounds, budgetMs: sliceMs },
    ...{ direction: wanted.direction, size: wanted.size, positions: wanted.positions },
    decoding,
    matches:
      search &&
      ((record) => {
        if (!isWanted()) stop.abort();
        times = widened(times, { timestamp: record.exactTimestamp });
        return search.test(record);
      }),
    signal: AbortSignal.any([feed.signal, stop.signal]),
  });
  // What was broken off may have gaps.
  if (stop.signal.aborted) return data;
  const next = withPage(data, wanted, page, placeIn(data, feed.state().chunk));
  const { coverage } = data;
  if (!coverage) return next;
  return {
    ...next,
    coverage: {
      ...{ times, state: 'runs', hints: coverage.hints, partitions: searchedPartitions(next) },
      scanned: coverage.scanned + page.scanned,
      matched: coverage.matched + page.records.length,
      spentMs: coverage.spentMs + performance.now() - startedAt,
    },
  };
}

function ended(data: PagesData, state: Coverage['state'], search: SearchTest | undefined): PagesData {
  const { coverage } = data;
  // In a round in which nothing was read there is nothing to be found absent.
  const hints = search?.absent.describe() ?? [];
  return {
    ...data,
    isReading: false,
    coverage: coverage && {
      ...coverage,
      ...{ state, partitions: searchedPartitions(data) },
      ...(hints.length > 0 && { hints }),
    },
  };
}

const nothingSearched: Coverage = {
  ...{ partitions: [], scanned: 0, matched: 0, times: null, hints: [], spentMs: 0, state: 'runs' },
};

const emptyPages = { kind: 'pages' as const, chunks: [], edges: new Map<number, never>() };
