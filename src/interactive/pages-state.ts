/** Where somebody stands who leafs through a topic's records: pure. */
import type { Direction } from '../kafka/merge-page.js';
import type { Positions } from '../kafka/read-page.js';

export interface PagesState {
  readonly direction: Direction;
  /** Null: all of them. */
  readonly partition: number | null;
  readonly filter: string;
  /** What was asked for by "go to"; null for the newest, or the beginning. */
  readonly from: string | null;
  /** Where each page began, the present one last. Empty: not looked up yet. */
  readonly starts: readonly Positions[];
}

export const newestFirst: PagesState = {
  direction: 'older',
  partition: null,
  filter: '',
  from: null,
  starts: [],
};

export const pageNumber = ({ starts }: PagesState): number => Math.max(1, starts.length);

export function nextPage(state: PagesState, next: Positions): PagesState {
  return { ...state, starts: [...state.starts, next] };
}

export function previousPage(state: PagesState): PagesState {
  return state.starts.length > 1 ? { ...state, starts: state.starts.slice(0, -1) } : state;
}

export function turnedRound(state: PagesState): PagesState {
  return { ...state, direction: state.direction === 'older' ? 'newer' : 'older', from: null, starts: [] };
}

/** Anything else changed: from the first page anew. */
export function changed(
  state: PagesState,
  change: Partial<Pick<PagesState, 'filter' | 'partition'>>,
): PagesState {
  return { ...state, ...change, starts: [] };
}

/** From an offset or a time onwards, oldest first. */
export function wentTo(state: PagesState, from: string): PagesState {
  return { ...state, direction: 'newer', from, starts: [] };
}

/** The command that shows the like. `hasGrep`: consume can filter by itself. */
export function pagesArgv(topic: string, state: PagesState, size: number, hasGrep: boolean): string[] {
  const { direction, partition, filter, from } = state;
  const where =
    direction === 'older' ? ['--from', `-${size}`] : from === null ? ['--from', 'start'] : ['--from', from];
  return [
    'consume',
    topic,
    ...where,
    ...(partition === null ? [] : ['--partition', String(partition)]),
    ...(filter !== '' && hasGrep ? ['--grep', filter] : []),
    ...(direction === 'newer' ? ['--max-messages', String(size)] : []),
    '--exit',
  ];
}

export function pagesTitle(topic: string, state: PagesState): string {
  return [
    topic,
    state.direction === 'older'
      ? 'newest first'
      : state.from === null
        ? 'from the beginning'
        : `from ${state.from}`,
    state.partition === null ? 'all partitions' : `partition ${state.partition}`,
    ...(state.filter === '' ? [] : [`with "${state.filter}"`]),
    `page ${pageNumber(state)}`,
  ].join(' · ');
}
