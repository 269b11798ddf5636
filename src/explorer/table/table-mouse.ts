/** The mouse on a live table: a row is chosen, one that is chosen is opened, or marked by the place before it; a heading sorts; pure. */
import type { MouseReport } from '../../view/screen.js';
import { wheelStep } from '../../view/scroll-top.js';
import type { Watched } from '../../watch/watched-sections.js';
import { signColumns } from '../draw/row-signs.js';
import { spotAt } from '../draw/table-lines.js';
import { cursorPlace, moved, rowsOf, sortedBy, withMark, type TableState } from '../state/table-state.js';
import type { Shown } from '../state/view-kind.js';

/** `enter`: as that key. */
export function afterTableMouse(
  state: TableState,
  { does, column, row }: MouseReport,
  shown: Shown<Watched>,
): TableState | 'enter' {
  const step = wheelStep(does);
  if (step !== undefined) return { ...moved(state, shown.data, step), cursorLine: state.cursorLine };
  const spot = spotAt(state, shown, { column, row });
  if (!spot) return state;
  if (spot.kind === 'heading') return sortedBy({ ...state, column: spot.column }, spot.column);
  if (column < signColumns) {
    return { ...withMark(state, spot.id), cursor: spot.id, at: spot.place, cursorLine: row };
  }
  if (spot.place === cursorPlace(state, rowsOf(state, shown.data))) return 'enter';
  return { ...state, cursor: spot.id, at: spot.place, cursorLine: row };
}
