/** What two topics hold, compared by key: copies have other offsets, and often other partitions. */
import type { Positions } from '../../text/positions.js';
import type { OpenTail } from '../../wire/reader/read-event.js';
import { planRanges, type ReadPlan } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { topicConfigs } from '../session/topic-configs.js';
import { countDifferences, namedDifferences, type KeyDifference } from './differences.js';
import { KeyTable, side, type Relation, type SideNumber } from './key-table.js';
import { readRecordsOfSide, RecordHash, type ReadPartition, type ReadRange } from './read-records-of-side.js';
import type { Unread } from './unread.js';

export interface RecordsRequest {
  /** In the first and in the second. */
  readonly topics: readonly [string, string];
  readonly partitions: readonly number[];
  readonly from: Positions;
  readonly to: Positions;
  /** Times of records count too. */
  readonly timestamps: boolean;
  readonly signal: AbortSignal;
  /** `share` from 0 to 1. */
  onProgress(records: number, share: number): void;
  /** Says which of the two an error is about. */
  explain(error: unknown, number: SideNumber): unknown;
}

interface ComparedPartition {
  readonly partition: number;
  /** Null if there is no such partition. */
  readonly first: ReadRange | null;
  readonly second: ReadRange | null;
  /** The same records one after the other, whatever their offsets; null if the topics have different numbers of partitions, or one was not read to its end. */
  readonly isSameSequence: boolean | null;
}

export interface RecordsComparison {
  readonly topics: readonly [string, string];
  /** One of the two is compacted: the last record of each key is compared, and neither numbers nor order. */
  readonly isCompacted: boolean;
  readonly partitions: readonly ComparedPartition[];
  /** Keys in all, and of each relation; a record without a key counts by its contents. */
  readonly keys: number;
  /** `unknown`: what was not read may be what one side seems to lack. */
  readonly counts: Readonly<Record<Relation | 'moved' | 'unknown', number>>;
  /** The first of each relation. */
  readonly examples: readonly KeyDifference[];
  /** Records of keys beyond the limit. */
  readonly leftOut: { readonly first: number; readonly second: number };
  /** Keys are the same, and in some partition records of different keys are in another order. */
  readonly isInterleavedOtherwise: boolean;
  readonly open: { readonly first: readonly OpenTail[]; readonly second: readonly OpenTail[] };
  readonly notes: readonly string[];
  /** Something that was asked for was not read. */
  readonly isPartial: boolean;
  readonly interrupted: boolean;
}

export async function compareRecords(
  sessions: readonly [KafkaSession, KafkaSession],
  request: RecordsRequest,
): Promise<RecordsComparison> {
  const table = new KeyTable();
  const hash = new RecordHash(request.timestamps);
  const of = async <T>(number: SideNumber, ask: (session: KafkaSession) => Promise<T>): Promise<T> => {
    try {
      return await ask(sessions[number]);
    } catch (error) {
      throw request.explain(error, number);
    }
  };
  const ofBoth = <T>(ask: (session: KafkaSession, number: SideNumber) => Promise<T>) =>
    Promise.all([
      of(side.first, (session) => ask(session, side.first)),
      of(side.second, (session) => ask(session, side.second)),
    ]);
  const [plans, compacted] = await Promise.all([
    ofBoth((session, number) => planOf(session, request, number)),
    ofBoth((session, number) => isCompacted(session, request.topics[number])),
  ]);
  const total = plans
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { from, to }) => sum + (to ?? from) - from, 0);
  const seen = { records: 0, offsets: 0 };
  const tell = (records: number, offsets: number) => {
    seen.records += records;
    seen.offsets += offsets;
    request.onProgress(seen.records, total === 0 ? 1 : seen.offsets / total);
  };
  const [first, second] = await ofBoth((session, number) =>
    readRecordsOfSide(session, plans[number], { table, hash, number, tell, signal: request.signal }),
  );
  const onlyLast = compacted.includes(true);
  // In topics of as many partitions a key belongs in the same one.
  const hasPlaces = plans[0].topics[0]?.partitions.length === plans[1].topics[0]?.partitions.length;
  const comparing = { onlyLast, hasPlaces, unread: [first.unread, second.unread] } as const;
  const partitions = merged(first.partitions, second.partitions, comparing);
  const { counts, examples } = countDifferences(table, comparing);
  const isWhole = Object.entries(counts).every(([relation, keys]) => relation === 'same' || keys === 0);
  return {
    topics: request.topics,
    isCompacted: onlyLast,
    partitions,
    keys: table.size,
    counts,
    examples: await namedDifferences(sessions, request, table, examples),
    leftOut: { first: table.leftOut[0] ?? 0, second: table.leftOut[1] ?? 0 },
    isInterleavedOtherwise:
      isWhole && hasPlaces && !onlyLast && partitions.some(({ isSameSequence }) => isSameSequence === false),
    open: { first: plans[0].open, second: plans[1].open },
    notes: [...first.notes.map((note) => `First: ${note}`), ...second.notes.map((note) => `Second: ${note}`)],
    isPartial: first.isPartial || second.isPartial,
    interrupted: first.interrupted || second.interrupted,
  };
}

function planOf(session: KafkaSession, request: RecordsRequest, number: SideNumber): Promise<ReadPlan> {
  const { topics, partitions, from, to } = request;
  const which = { topics: [topics[number]], partitions, from, to };
  return planRanges(session, { ...which, follow: false, isolation: 'read_committed' });
}

/** Also if that may not be asked: then what is there is compared as it is. */
async function isCompacted(session: KafkaSession, topic: string): Promise<boolean> {
  return (await topicConfigs(session, [topic])).get(topic)?.isCompacted ?? false;
}

function merged(
  first: ReadonlyMap<number, ReadPartition>,
  second: ReadonlyMap<number, ReadPartition>,
  { hasPlaces, unread }: { readonly hasPlaces: boolean; readonly unread: Unread },
): readonly ComparedPartition[] {
  const partitions = [...new Set([...first.keys(), ...second.keys()])].sort((one, other) => one - other);
  return partitions.map((partition) => {
    const [one, other] = [first.get(partition), second.get(partition)];
    return {
      partition,
      first: one ? rangeOf(one) : null,
      second: other ? rangeOf(other) : null,
      isSameSequence:
        hasPlaces && !unread.some((own) => own.has(partition))
          ? one !== undefined &&
            other !== undefined &&
            one.records === other.records &&
            one.sequenceLow === other.sequenceLow &&
            one.sequenceHigh === other.sequenceHigh
          : null,
    };
  });
}

function rangeOf({ from, to, records, tombstones, otherOffsets }: ReadPartition): ReadRange {
  return { from, to, records, tombstones, otherOffsets };
}
