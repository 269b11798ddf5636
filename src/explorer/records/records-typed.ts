/** Lines typed in the records view → what is asked for next: pure. */
import { LabError } from '../../text/errors.js';
import { parsePartition } from '../../text/parse-partition.js';
import { parsePositions } from '../../text/positions.js';
import type { Pressed, Typed } from '../state/view-kind.js';
import { asking, wentTo, type RecordsState } from './records-state.js';
import { noSearch, searchTyped, type Search } from './search.js';

export function afterTyped(
  state: RecordsState,
  { purpose, text, stage }: Typed,
  nowMs: number,
): Pressed<RecordsState> {
  if (stage !== 'done') return { state };
  try {
    const next = asked(state, purpose, text, new Date(nowMs));
    return next === state ? { state } : { state: next, todo: { to: 'refresh' } };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { message, hint } = error;
    return { state, todo: { to: 'say', text: [message, hint].filter(Boolean).join(' '), tone: 'bad' } };
  }
}

/** Throws LabError 'usage'. */
function asked(state: RecordsState, purpose: string, text: string, now: Date): RecordsState {
  const typed = text.trim();
  switch (purpose) {
    case 'search':
      return searching(state, searchTyped(text));
    case 'key':
      // An empty key is one, too, but an empty line is usually a change of mind.
      return searching(state, text === '' ? noSearch : { key: text });
    case 'position': {
      if (typed === '') return state;
      parsePositions(typed, now);
      return asking(state, wentTo(typed));
    }
    case 'partition': {
      const all = typed === '' || typed === 'all';
      return asking(state, { partitions: all ? [] : typed.split(/[\s,]+/).map(parsePartition) });
    }
    default:
      return state;
  }
}

/** Behind the end, where one went by `g end`, there is nothing: all there is, from the newest back. */
function searching(state: RecordsState, search: Search): RecordsState {
  const isAtEnd = state.question.from === 'end' && !state.question.isFollowing;
  return asking(state, { search, ...(isAtEnd && ({ direction: 'older', from: null } as const)) });
}
