/** Everything that the monitor draws one frame from. */
import type { Picture } from '../picture/picture.js';
import type { ScreenState } from './screen-state.js';

export interface Frame {
  readonly picture: Picture;
  readonly state: ScreenState;
  readonly columns: number;
  readonly rows: number;
  /** Beside the time: `every 2.0 s`, `recording to x.jsonl`, `replay 12/40, ×2`. */
  readonly mode: string;
  /** Why the numbers are not up to date; undefined if they are. */
  readonly failure: string | undefined;
}
