/** The mouse on records: a record is chosen, one that is chosen is opened, or marked by the place before it; in an open one, JSON is folded; pure. */
import type { MouseReport } from '../../view/screen.js';
import { wheelStep } from '../../view/scroll-top.js';
import { signColumns } from '../draw/row-signs.js';
import type { Pressed, Shown } from '../state/view-kind.js';
import { afterOpenKey, type OpenRecord } from './open-record-state.js';
import { openLineAt, openLines } from './record-lines.js';
import type { RecordsData } from './records-data.js';
import { going, marking } from './records-keys.js';
import { recordPlaceAt, recordsInSight } from './records-lines.js';
import { opened, type RecordsState } from './records-state.js';

export function afterRecordsMouse(
  state: RecordsState,
  report: MouseReport,
  shown: Shown<RecordsData>,
): Pressed<RecordsState> {
  const { open } = state;
  if (open) return { state: { ...state, open: inRecord(open, report, shown) } };
  const step = wheelStep(report.does);
  if (step !== undefined) return withCursorAt(going(state, shown, step), state.cursorLine);
  const place = recordPlaceAt(state, shown, report.row);
  if (place === undefined) return { state };
  const by = place - recordsInSight(state, shown).cursor;
  if (report.column < signColumns) {
    const chosen = going(state, shown, by);
    const next = marking(chosen.state, shown, 0);
    return withCursorAt({ ...chosen, ...next }, place);
  }
  return by === 0 ? { state: opened(state, shown.data) } : withCursorAt(going(state, shown, by), place);
}

function withCursorAt(
  { state, ...rest }: Pressed<RecordsState>,
  cursorLine: number | undefined,
): Pressed<RecordsState> {
  return { ...rest, state: { ...state, cursorLine } };
}

/** A click chooses a line, one on the chosen line folds and unfolds. */
function inRecord(
  open: OpenRecord,
  { does, row }: MouseReport,
  { data, size }: Shown<RecordsData>,
): OpenRecord {
  const nowMs = data?.nowMs ?? 0;
  const lines = openLines(open, nowMs, size.columns);
  const step = wheelStep(does);
  const to = (line: number, cursorLine: number | undefined) => ({
    ...open,
    line: Math.max(0, Math.min(lines.count - 1, line)),
    cursorLine,
  });
  if (step !== undefined) return to(open.line + step, open.cursorLine);
  const line = openLineAt(open, row, nowMs, size);
  if (line >= lines.count) return open;
  return line === open.line ? (afterOpenKey(open, 'enter', lines, size.rows) ?? open) : to(line, row);
}
