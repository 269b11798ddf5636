/** What two topics hold, compared by key: copies have other offsets, and often other partitions. */
import { isUtf8 } from 'node:buffer';
import type { Positions } from '../../text/positions.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { describeReadEvent, type OpenTail } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { planRanges, type ReadPlan } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { topicConfigs } from '../session/topic-configs.js';
import { mixHigh, mixLow, SpanHash } from './hash-span.js';
import { KeyTable, side, type KeySide, type Relation, type SideNumber } from './key-table.js';
import { mayBeSame, type Comparing, type Unread } from './unread.js';

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

interface ReadRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly records: number;
  readonly tombstones: number;
  /** Control records, aborted records, gaps that compaction left. */
  readonly otherOffsets: number;
}

interface ComparedPartition {
  readonly partition: number;
  /** Null if there is no such partition. */
  readonly first: ReadRange | null;
  readonly second: ReadRange | null;
  /** The same records one after the other, whatever their offsets; null if the topics have different numbers of partitions, or one was not read to its end. */
  readonly isSameSequence: boolean | null;
}

type DifferentRelation = Exclude<Relation, 'same'> | 'moved';

export interface KeyDifference {
  readonly relation: DifferentRelation;
  /** Null if the record has none. Bytes that are not UTF-8 as base64. */
  readonly key: string | null;
  readonly keyEncoding?: 'base64';
  readonly first: KeySide | null;
  readonly second: KeySide | null;
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

/** Of each relation; each is one small read, for its key. */
const mostExamples = 10;
const salts = { key: 1, content: 2, bare: 3 } as const;

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
    readSide(session, plans[number], { table, hash, number, tell, signal: request.signal }),
  );
  const onlyLast = compacted.includes(true);
  // In topics of as many partitions a key belongs in the same one.
  const hasPlaces = plans[0].topics[0]?.partitions.length === plans[1].topics[0]?.partitions.length;
  const comparing = { onlyLast, hasPlaces, unread: [first.unread, second.unread] } as const;
  const partitions = merged(first.partitions, second.partitions, comparing);
  const { counts, examples } = count(table, comparing);
  const isWhole = Object.entries(counts).every(([relation, keys]) => relation === 'same' || keys === 0);
  return {
    topics: request.topics,
    isCompacted: onlyLast,
    partitions,
    keys: table.size,
    counts,
    examples: await named(sessions, request, table, examples),
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

/** Bits of a record's key and of what is compared of it; the same object for every record. */
class RecordHash {
  keyLow = 0;
  keyHigh = 0;
  low = 0;
  high = 0;
  isTombstone = false;
  isBare = false;
  partition = 0;
  offset = 0;
  readonly #hash = new SpanHash();
  readonly #withTime: boolean;

  constructor(withTime: boolean) {
    this.#withTime = withTime;
  }

  take(cursor: RecordDecoder): this {
    const { buffer } = cursor;
    const hash = this.#hash.begin(salts.content);
    hash.take(buffer, cursor.valueStart, cursor.valueEnd);
    hash.takeNumber(cursor.headerCount).take(buffer, cursor.headersStart, cursor.headersEnd);
    if (this.#withTime) hash.takeNumber(cursor.timestamp);
    hash.end();
    this.low = hash.low;
    this.high = hash.high;
    this.isBare = cursor.keyEnd < 0;
    if (this.isBare) hash.begin(salts.bare).takeNumber(this.low).takeNumber(this.high).end();
    else hash.begin(salts.key).take(buffer, cursor.keyStart, cursor.keyEnd).end();
    this.keyLow = hash.low;
    this.keyHigh = hash.high;
    this.isTombstone = cursor.valueEnd < 0;
    this.partition = cursor.partition;
    this.offset = cursor.offset;
    return this;
  }
}

interface Reading {
  readonly table: KeyTable;
  readonly hash: RecordHash;
  readonly number: SideNumber;
  readonly signal: AbortSignal;
  tell(records: number, offsets: number): void;
}

interface ReadPartition extends ReadRange {
  readonly sequenceLow: number;
  readonly sequenceHigh: number;
}

async function readSide(session: KafkaSession, plan: ReadPlan, reading: Reading) {
  const { table, hash, number, signal, tell } = reading;
  const notes = [...plan.notes];
  const ranges = plan.ranges.filter(({ from, to }) => to === null || from < to);
  const running = new Map(
    plan.ranges.map(({ partition }) => [partition, { tombstones: 0, sequenceLow: 0, sequenceHigh: 0 }]),
  );
  const reports = await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges,
    isolation: 'read_committed',
    signal,
    onRecords: {
      borrow(cursor) {
        const own = running.get(cursor.partition);
        const [visited, at] = [cursor.visited, cursor.nextOffset];
        while (cursor.next()) {
          const record = hash.take(cursor);
          table.add(number, record);
          if (!own) continue;
          if (record.isTombstone) own.tombstones += 1;
          own.sequenceLow = mixLow(mixLow(own.sequenceLow, record.keyLow), record.low);
          own.sequenceHigh = mixHigh(mixHigh(own.sequenceHigh, record.keyHigh), record.high);
        }
        tell(cursor.visited - visited, cursor.nextOffset - at);
        return undefined;
      },
    },
    onEvent: (event) => notes.push(describeReadEvent(event)),
  });
  const reportOf = new Map(reports.map((report) => [report.partition, report]));
  const partitions = new Map(
    plan.ranges.map(({ partition, from }): [number, ReadPartition] => {
      const report = reportOf.get(partition);
      const [to, records] = [report?.nextOffset ?? from, report?.records ?? 0];
      const own = running.get(partition) ?? { tombstones: 0, sequenceLow: 0, sequenceHigh: 0 };
      return [partition, { from, to, records, otherOffsets: Math.max(0, to - from - records), ...own }];
    }),
  );
  const unfinished = reports.filter(({ stopped }) => stopped !== 'end');
  return {
    partitions,
    notes,
    unread: new Set([...plan.leftOut, ...plan.open, ...unfinished].map(({ partition }) => partition)),
    isPartial:
      plan.isPartial ||
      plan.open.length > 0 ||
      reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted'),
    interrupted: reports.some(({ stopped }) => stopped === 'interrupted'),
  };
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

interface Example {
  readonly relation: DifferentRelation;
  readonly at: number;
}

function count(table: KeyTable, comparing: Comparing) {
  const { onlyLast, hasPlaces } = comparing;
  const counts: Record<Relation | 'moved' | 'unknown', number> = {
    same: 0,
    missing: 0,
    extra: 0,
    changed: 0,
    fewer: 0,
    more: 0,
    repeated: 0,
    reordered: 0,
    moved: 0,
    unknown: 0,
  };
  const examples: Example[] = [];
  for (let at = 0; at < table.size; at++) {
    const found = table.relation(at, onlyLast);
    const relation = found === 'same' && hasPlaces && isElsewhere(table, at) ? 'moved' : found;
    if (relation !== 'same' && isUndecided(table, at, relation, comparing)) {
      counts.unknown += 1;
      continue;
    }
    counts[relation] += 1;
    if (relation !== 'same' && counts[relation] <= mostExamples) examples.push({ relation, at });
  }
  return { counts, examples };
}

function isUndecided(
  table: KeyTable,
  at: number,
  relation: DifferentRelation,
  comparing: Comparing,
): boolean {
  const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
  return mayBeSame({ relation, first, second, isBare: table.isBare(at) }, comparing);
}

/** Records without a key may be anywhere. */
function isElsewhere(table: KeyTable, at: number): boolean {
  if (table.isBare(at)) return false;
  const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
  if (!first || !second || first.isSpread || second.isSpread) return false;
  return first.partition !== second.partition;
}

/** The table has no keys: they are read again. */
async function named(
  sessions: readonly [KafkaSession, KafkaSession],
  request: RecordsRequest,
  table: KeyTable,
  examples: readonly Example[],
): Promise<readonly KeyDifference[]> {
  const differences: KeyDifference[] = [];
  const order = Object.keys({
    missing: 0,
    extra: 0,
    changed: 0,
    fewer: 0,
    more: 0,
    repeated: 0,
    reordered: 0,
    moved: 0,
  });
  const sorted = [...examples].sort(
    (one, other) => order.indexOf(one.relation) - order.indexOf(other.relation),
  );
  for (const { relation, at } of sorted) {
    const [first, second] = [table.sideOf(side.first, at), table.sideOf(side.second, at)];
    const number = first ? side.first : side.second;
    const place = first ?? second;
    const key =
      place && !table.isBare(at)
        ? await keyAt(sessions[number], request.topics[number], place, request.signal)
        : null;
    const isText = key === null || isUtf8(key);
    differences.push({
      relation,
      key: key?.toString(isText ? 'utf8' : 'base64') ?? null,
      ...(isText ? {} : { keyEncoding: 'base64' as const }),
      first: first ?? null,
      second: second ?? null,
    });
  }
  return differences;
}

/** Null too if it has been deleted since. */
async function keyAt(
  session: KafkaSession,
  topic: string,
  { partition, offset }: KeySide,
  signal: AbortSignal,
): Promise<Buffer | null> {
  let key: Buffer | null = null;
  if (signal.aborted) return key;
  await readPartitions({
    directory: createLeaderDirectory(session, [topic]),
    ranges: [{ topic, partition, from: offset, to: offset + 1 }],
    isolation: 'read_committed',
    signal,
    onRecords(cursor) {
      while (cursor.next()) {
        if (cursor.keyEnd >= 0) key = Buffer.from(cursor.buffer.subarray(cursor.keyStart, cursor.keyEnd));
      }
      return undefined;
    },
  });
  return key;
}
