/** Where reading begins in each partition, and between which offsets their records are. */
import type { Decoding } from '../../kafka/records/decoding/decoding.js';
import type { Bounds, Positions } from '../../kafka/records/read-page.js';
import { planRanges, type RangeRequest } from '../../kafka/records/read-ranges.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { LabError } from '../../text/errors.js';
import { parsePositions, type Positions as TypedPositions } from '../../text/positions.js';
import type { Beginning } from './records-data.js';
import { shortened } from './records-lines.js';
import type { Question } from './question.js';
import type { SearchTest } from './search.js';

export interface RecordsPlan {
  readonly beginning: Beginning;
  readonly bounds: ReadonlyMap<number, Bounds>;
  readonly start: Positions;
  readonly topicId: string | null;
  readonly notes: readonly string[];
  /** How many partitions were asked for, and how many of them can be read. */
  readonly asked: number;
  readonly read: number;
}

/** `partitionOf`: of a key that is searched for. */
export function rangeRequest(
  { topic, partitions, isFollowing, isolation }: Question,
  from: TypedPositions,
  partitionOf?: RangeRequest['partitionOf'],
): RangeRequest {
  return { topics: [topic], partitions, from, to: null, follow: isFollowing, isolation, partitionOf };
}

/** Undefined if the key can be in any partition. */
async function partitionOfKey(
  { topic, partitions, search: { key } }: Question,
  search: SearchTest | undefined,
  decoding: Decoding | undefined,
): Promise<RangeRequest['partitionOf']> {
  const partitionOf = search?.partitionOf;
  if (key === undefined || partitions.length > 0 || !partitionOf) return undefined;
  if (!decoding) return partitionOf;
  const bytes = await decoding.keyBytes(topic, key);
  return bytes && ((count) => partitionOf(count, bytes));
}

/** What is looked up once for a question: an end that is a time stays where it was found. */
async function begin(
  session: KafkaSession,
  question: Question,
  now: Date,
  search: SearchTest | undefined,
  decoding: Decoding | undefined,
): Promise<Beginning> {
  const { from, to } = question;
  const partitionOf = await partitionOfKey(question, search, decoding);
  const none: Positions = new Map();
  if (from === null && to === null) {
    return { partitionOf, named: undefined, offsets: none, ends: none, notes: [] };
  }
  const plan = await planRanges(session, {
    ...rangeRequest(question, parsePositions(from ?? 'start', now), partitionOf),
    to: to === null ? null : parsePositions(to, now),
  });
  return {
    partitionOf,
    named: new Set([...plan.ranges, ...plan.leftOut].map(({ partition }) => partition)),
    offsets: from === null ? none : new Map(plan.ranges.map((range) => [range.partition, range.from])),
    ends: to === null ? none : new Map(plan.ranges.map(({ partition, to: end }) => [partition, end ?? 0])),
    notes: plan.notes,
  };
}

/** Throws LabError, also if no partition can be read. `before`: the beginning, if it was looked up already. */
export async function planRecords(
  session: KafkaSession,
  question: Question,
  now: Date,
  search: SearchTest | undefined,
  decoding: Decoding | undefined,
  before?: Beginning,
): Promise<RecordsPlan> {
  const { direction } = question;
  const beginning = before ?? (await begin(session, question, now, search, decoding));
  const { partitionOf, named, offsets, ends } = beginning;
  const whole = await planRanges(
    session,
    rangeRequest(question, { kind: 'start' }, partitionOf),
    ({ partition }) => named?.has(partition) ?? true,
  );
  const notes = [...new Set([...beginning.notes, ...whole.notes])];
  if (whole.ranges.length === 0 && whole.isPartial) throw new LabError('failed', shortened(notes).join(' '));
  const bounds = new Map(
    whole.ranges.map(({ partition, from: low, to }): [number, Bounds] => [
      partition,
      { low, end: Math.max(low, Math.min(to ?? low, ends.get(partition) ?? Infinity)) },
    ]),
  );
  const start = new Map(
    [...bounds].map(([partition, { low, end }]) => {
      const first = direction === 'newer' ? low : end;
      return [partition, Math.min(offsets.get(partition) ?? first, end)];
    }),
  );
  if (partitionOf) {
    const where = [...start.keys()].join(', ');
    notes.push(
      `Key "${question.search.key ?? ''}" belongs in partition ${where} by the default partitioner.`,
    );
  }
  return {
    ...{ beginning, bounds, start, notes },
    topicId: whole.topics[0]?.id ?? null,
    asked: whole.ranges.length + whole.leftOut.length,
    read: whole.ranges.length,
  };
}
