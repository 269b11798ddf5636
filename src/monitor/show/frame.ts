/** Everything that one drawing of the monitor is made from. */
import type { Picture } from '../picture/picture.js';
import type { ScreenState } from './screen-state.js';

export interface Frame {
  readonly picture: Picture;
  readonly state: ScreenState;
  readonly columns: number;
  readonly rows: number;
  /** Beside the time: `every 2.0 s`, `recording to x.jsonl`, `replay 12/40, ×2`. */
  readonly mode: string;
  /** What keeps the numbers from being new; undefined when nothing does. */
  readonly failure: string | undefined;
}
