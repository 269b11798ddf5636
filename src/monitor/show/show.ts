/** The monitor on a terminal: rounds and keys come in, the screen goes out. */
import type { Screen } from '../../view/screen.js';
import { afterKey } from './keys.js';
import { emptyPicture, withRound, type Picture } from '../picture/picture.js';
import { namesOf } from './rows.js';
import { initialState, type ScreenState } from './screen-state.js';
import { screenLines } from './screen.js';
import type { Snapshot } from '../take/snapshot.js';

export interface Show {
  readonly state: ScreenState;
  /** The picture that the next round is added to. */
  readonly picture: Picture;
  add(snapshot: Snapshot): void;
  /** A replay that goes back starts again from an empty picture. */
  replace(picture: Picture): void;
  fail(message: string): void;
  change(state: Partial<ScreenState>): void;
}

export interface ShowSettings {
  /** Beside the time. */
  mode(state: ScreenState): string;
  /** After each key that changed something. */
  onChange(state: ScreenState): void;
  /** Whether a pause stops the rounds themselves, as in a replay, or only the screen. */
  readonly pauseFreezes: boolean;
}

export function startShow(screen: Screen, { mode, onChange, pauseFreezes }: ShowSettings): Show {
  let state = initialState;
  let picture = emptyPicture;
  let frozen: Picture | undefined;
  let failure: string | undefined;

  const shown = () => frozen ?? picture;
  const draw = () => {
    const { columns, rows } = screen;
    screen.draw(screenLines({ picture: shown(), state, columns, rows, mode: mode(state), failure }));
  };
  screen.onResize(draw);
  screen.onKey((key) => {
    state = afterKey(state, key, namesOf(shown().history, state));
    frozen = state.isPaused && pauseFreezes ? (frozen ?? picture) : undefined;
    onChange(state);
    draw();
  });
  draw();
  return {
    get state() {
      return state;
    },
    get picture() {
      return picture;
    },
    add(snapshot) {
      picture = withRound(picture, snapshot);
      failure = undefined;
      draw();
    },
    replace(next) {
      picture = next;
      draw();
    },
    fail(message) {
      failure = message;
      draw();
    },
    change(part) {
      state = { ...state, ...part };
    },
  };
}
