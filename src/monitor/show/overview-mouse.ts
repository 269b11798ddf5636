/** The mouse on the overview and its pages: a name is chosen, one that is chosen is opened, a heading sorts; pure. */
import type { MouseReport } from '../../view/screen.js';
import { wheelStep } from '../../view/scroll-top.js';
import type { Frame } from './frame.js';
import { movedBy } from './keys.js';
import { spotOnOverview } from './overview.js';
import { namesOf } from './rows.js';
import type { ScreenState } from './screen-state.js';

/** `enter`: as that key. `row` counts from the first line of `overviewLines`, which has `rows` lines. */
export function afterOverviewMouse(
  frame: Frame,
  rows: number,
  { does, column, row }: MouseReport,
): ScreenState | 'enter' {
  const { state, picture } = frame;
  const names = namesOf(picture.history, state);
  const step = wheelStep(does);
  const spot = state.page.kind === 'overview' ? spotOnOverview(frame, rows, { column, row }) : undefined;
  const focused: ScreenState =
    !spot || spot.focus === state.focus ? state : { ...state, focus: spot.focus, cursorLine: undefined };
  if (step !== undefined) return { ...movedBy(focused, step, names), cursorLine: focused.cursorLine };
  if (!spot) return state;
  const { focus, name, place, sort } = spot;
  if (sort !== undefined) return { ...focused, ...sort };
  if (name === undefined || place === undefined) return focused;
  const chosen = names[focus].includes(state.selected[focus] ?? '') ? state.selected[focus] : names[focus][0];
  if (state.focus === focus && chosen === name) return 'enter';
  return { ...focused, selected: { ...state.selected, [focus]: name }, cursorLine: place };
}
