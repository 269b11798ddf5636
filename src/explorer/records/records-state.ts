/** Which records are asked for, and where the cursor is among them: pure. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Question } from './question.js';
import { mostMarks, toggled, type Marks } from './places.js';
import { initialOpen, type OpenRecord } from './open-record-state.js';
import { recordsOf, type RecordsData } from './records-data.js';
import { isSearch, noSearch } from './search.js';

export interface RecordsState {
  readonly question: Question;
  /** The record that the cursor is on; undefined: the first that was asked for, or the last one of a tail. */
  readonly cursor: Pick<CopiedRecord, 'partition' | 'offset'> | undefined;
  /** Where it was in the list, for when its record is gone. */
  readonly at: number;
  /** Of the records in sight, the place where it stays, since it was clicked there; undefined: in the middle. */
  readonly cursorLine: number | undefined;
  /** The chunk that it is in: those beside it are read ahead. */
  readonly chunk: number;
  /** Of the topic with that id: `marksIn` tells whether they still mean something. */
  readonly marks: Marks;
  readonly markedTopic: string | null;
  readonly open: OpenRecord | undefined;
  /** A tail that is held still. */
  readonly isPaused: boolean;
  /** How often a search that took too long was told to go on. */
  readonly patience: number;
}

export function initialRecords(question: Question): RecordsState {
  return {
    question,
    ...{ cursor: undefined, at: 0, cursorLine: undefined, chunk: 0, marks: [], markedTopic: null },
    ...{ open: undefined, isPaused: false, patience: 0 },
  };
}

/** From the top again, with the marks: they may be found by several searches. */
export function asking(state: RecordsState, change: Partial<Question>): RecordsState {
  const question = { ...state.question, ...change };
  const isPaused = state.isPaused && question.isFollowing;
  return { ...initialRecords(question), isPaused, marks: state.marks, markedTopic: state.markedTopic };
}

export function turnedRound({ question }: RecordsState): Partial<Question> {
  const direction = question.direction === 'older' && !question.isFollowing ? 'newer' : 'older';
  return { direction, from: null, isFollowing: false };
}

/** `3:42`, which says itself which partitions are meant. */
const namesPartitions = /^\d+:/;

/** From an offset or a time onwards, oldest first, also if that is behind the end that was asked for. */
export function wentTo(from: string): Partial<Question> {
  const partitions = namesPartitions.test(from) ? { partitions: [] } : {};
  return { direction: 'newer', from, to: null, isFollowing: false, ...partitions };
}

/** The first step back is out of the search, the next out of the tail; undefined: out of the view. */
export function stepBack(state: RecordsState, begun: Question): RecordsState | undefined {
  const { search, isFollowing } = state.question;
  if (isSearch(search)) return asking(state, { search: noSearch });
  if (isFollowing && !begun.isFollowing) return asking(state, { isFollowing: false });
  return undefined;
}

/** The place of the cursor in the list; -1 without records. */
export function cursorPlace(state: RecordsState, data: RecordsData | undefined): number {
  const records = recordsOf(data);
  const { cursor, at } = state;
  if (cursor === undefined) return Math.min(firstPlace(data), records.length - 1);
  const found = records.findIndex((record) => isAt(record, cursor));
  return found === -1 ? Math.min(at, records.length - 1) : found;
}

function firstPlace(data: RecordsData | undefined): number {
  if (data?.kind !== 'pages') return Infinity;
  return data.chunks.reduce((sum, { index, records }) => sum + (index < 0 ? records.length : 0), 0);
}

/** Opens the record under the cursor. */
export function opened(state: RecordsState, data: RecordsData | undefined): RecordsState {
  const record = recordUnderCursor(state, data);
  if (!record) return state;
  const at = Math.max(0, cursorPlace(state, data));
  return {
    ...state,
    at,
    cursor: { partition: record.partition, offset: record.offset },
    chunk: chunkAt(data, at) ?? state.chunk,
    open: initialOpen(record),
  };
}

/** Those of a topic that was deleted are gone: another one of its name has other records at their places. */
export function marksIn({ marks, markedTopic }: RecordsState, data: RecordsData | undefined): Marks {
  const topicId = data?.topicId ?? null;
  return topicId === null || markedTopic === null || topicId === markedTopic ? marks : [];
}

/** The record under the cursor is marked, or is so no longer; undefined if there is none, `full` if so many are. */
export function marked(
  state: RecordsState,
  data: RecordsData | undefined,
): RecordsState | 'full' | undefined {
  const record = recordsOf(data)[cursorPlace(state, data)];
  if (!record) return undefined;
  const marks = toggled(marksIn(state, data), record);
  return marks.length > mostMarks ? 'full' : { ...state, marks, markedTopic: data?.topicId ?? null };
}

function isAt(record: CopiedRecord, { partition, offset }: { partition: number; offset: number }): boolean {
  return record.partition === partition && record.offset === offset;
}

export function recordUnderCursor(
  state: RecordsState,
  data: RecordsData | undefined,
): CopiedRecord | undefined {
  return state.open?.record ?? recordsOf(data)[cursorPlace(state, data)];
}

/** By so many records, as far as they are read. An opened record gives way to that one. */
export function moved(state: RecordsState, data: RecordsData | undefined, by: number): RecordsState {
  const records = recordsOf(data);
  if (records.length === 0) return state;
  const at = Math.max(0, Math.min(records.length - 1, cursorPlace(state, data) + by));
  const record = records[at];
  if (!record) return state;
  const open = state.open && (isAt(record, state.open.record) ? state.open : initialOpen(record));
  // The last one of a tail stays the last.
  const isEnd = data?.kind === 'tail' && at === records.length - 1 && !open;
  return {
    ...state,
    at,
    cursorLine: undefined,
    open,
    cursor: isEnd ? undefined : { partition: record.partition, offset: record.offset },
    chunk: chunkAt(data, at) ?? state.chunk,
  };
}

function chunkAt(data: RecordsData | undefined, at: number): number | undefined {
  if (data?.kind !== 'pages') return undefined;
  let end = 0;
  return data.chunks.find(({ records }) => at < (end += records.length))?.index;
}
