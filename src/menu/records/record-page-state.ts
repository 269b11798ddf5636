/** The position on the pages of a topic's records: pure. */
import type { Direction } from '../../kafka/records/merge-page.js';
import { groupBy } from '../../text/group-by.js';
import type { Positions } from '../../kafka/records/read-page.js';
import { shownColumns } from './tail-state.js';

export interface RecordPageState {
  readonly direction: Direction;
  /** Null: all of them. */
  readonly partition: number | null;
  readonly filter: string;
  /** What was asked for by "go to"; null for the newest, or the beginning. */
  readonly from: string | null;
  /** Where each page began, the present one last. Empty: not looked up yet. */
  readonly starts: readonly Positions[];
}

export const newestFirst: RecordPageState = {
  direction: 'older',
  partition: null,
  filter: '',
  from: null,
  starts: [],
};

const pageNumber = ({ starts }: RecordPageState): number => Math.max(1, starts.length);

export function nextPage(state: RecordPageState, next: Positions): RecordPageState {
  return { ...state, starts: [...state.starts, next] };
}

export function previousPage(state: RecordPageState): RecordPageState {
  return state.starts.length > 1 ? { ...state, starts: state.starts.slice(0, -1) } : state;
}

export function turnedRound(state: RecordPageState): RecordPageState {
  return { ...state, direction: state.direction === 'older' ? 'newer' : 'older', from: null, starts: [] };
}

/** Back to the first page. */
export function changed(
  state: RecordPageState,
  change: Partial<Pick<RecordPageState, 'filter' | 'partition'>>,
): RecordPageState {
  return { ...state, ...change, starts: [] };
}

/** From an offset or a time onwards, oldest first. */
export function wentTo(state: RecordPageState, from: string): RecordPageState {
  return { ...state, direction: 'newer', from, starts: [] };
}

/** The position of a record on a page. */
export interface Shown {
  readonly partition: number;
  readonly offset: number;
}

/** The command that prints exactly these records; of an empty page, the one that finds as little. */
export function pagesArgv(topic: string, state: RecordPageState, shown: readonly Shown[]): string[] {
  const { partition, filter, from } = state;
  const where =
    shown.length > 0
      ? ['--from', offsets(shown, Math.min, 0), '--to', offsets(shown, Math.max, 1)]
      : [
          '--from',
          from ?? 'start',
          ...(partition === null ? [] : ['--partition', String(partition)]),
          '--exit',
        ];
  return [
    'consume',
    topic,
    ...where,
    ...(filter === '' ? [] : ['--grep', filter]),
    ...shownColumns.map((column) => `--${column}`),
  ];
}

/** `0:12,3:7`: of each partition the outermost, `behind` of it. */
function offsets(shown: readonly Shown[], outermost: (...all: number[]) => number, behind: number): string {
  return [...groupBy(shown, ({ partition }) => partition)]
    .sort(([one], [other]) => one - other)
    .map(([partition, own]) => `${partition}:${outermost(...own.map(({ offset }) => offset)) + behind}`)
    .join(',');
}

/** `read` of `asked` partitions can be read. */
export function pagesTitle(
  topic: string,
  state: RecordPageState,
  { read, asked }: { readonly read: number; readonly asked: number },
): string {
  return [
    topic,
    state.direction === 'older'
      ? 'newest first'
      : state.from === null
        ? 'from the beginning'
        : `from ${state.from}`,
    state.partition !== null
      ? `partition ${state.partition}`
      : read < asked
        ? `${read} of ${asked} partitions`
        : 'all partitions',
    ...(state.filter === '' ? [] : [`with "${state.filter}"`]),
    `page ${pageNumber(state)}`,
  ].join(' · ');
}
