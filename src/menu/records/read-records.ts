/** The page of records that a state of the menu asks for, and what of the topic is not on it. */
import { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { readPage, type Bounds, type Positions, type RecordPage } from '../../kafka/records/read-page.js';
import { decodeByItself, openDecoding } from '../../kafka/records/decoding/open-decoding.js';
import { planRanges } from '../../kafka/records/read-ranges.js';
import { parsePosition } from '../../text/positions.js';
import type { Menu } from '../form/menu-context.js';
import { grepOf } from './record-filter.js';
import type { RecordPageState } from './record-page-state.js';

const searchMs = 5000;
/** More would push the records off the screen. */
const mostNotes = 3;

export interface RecordsRead {
  readonly page: RecordPage;
  readonly starts: readonly Positions[];
  /** How many partitions were asked for, and how many of them can be read. */
  readonly asked: number;
  readonly read: number;
  readonly notes: readonly string[];
}

export async function readRecords(
  { context }: Pick<Menu, 'context'>,
  topic: string,
  state: RecordPageState,
  size: number,
): Promise<RecordsRead | LabError> {
  try {
    const session = await context.kafka();
    const { direction, from } = state;
    const plan = await planRanges(session, {
      topics: [topic],
      partitions: state.partition === null ? [] : [state.partition],
      from: from === null ? { kind: 'start' } : parsePosition(from, context.now()),
      to: null,
      follow: false,
      isolation: 'read_committed',
    });
    if (plan.ranges.length === 0 && plan.isPartial)
      return new LabError('failed', shortened(plan.notes).join(' '));
    const bounds = new Map<number, Bounds>(
      plan.ranges.map(({ partition, from: low, to }) => [partition, { low, end: to ?? low }]),
    );
    const first = new Map(
      [...bounds].map(([partition, { low, end }]) => [partition, direction === 'newer' ? low : end]),
    );
    const starts = state.starts.length > 0 ? state.starts : [first];
    const positions = starts.at(-1) ?? new Map<number, number>();
    const decoding = await openDecoding(context, decodeByItself, false);
    const page = await readPage(session, {
      topic,
      direction,
      size,
      positions,
      bounds,
      decoding,
      matches: grepOf(state.filter),
      budgetMs: searchMs,
      signal: context.signal,
    });
    // A partition that could not be read on the first page is on none of the later ones.
    const read = [...positions.keys()].filter((partition) => bounds.has(partition)).length;
    return {
      page,
      starts,
      asked: plan.ranges.length + plan.leftOut.length,
      read,
      notes: shortened([...plan.notes, ...(decoding?.undecoded.describe() ?? [])]),
    };
  } catch (error) {
    return asLabError(error);
  }
}

/** The first of them, and how many more there are. */
export function shortened(notes: readonly string[]): readonly string[] {
  if (notes.length <= mostNotes + 1) return notes;
  return [...notes.slice(0, mostNotes), `… and ${notes.length - mostNotes} more notes like these.`];
}
