/** A drawing on a terminal that reacts to keys, until one of them ends it. */
import { orInterrupted, throwIfInterrupted } from '../../text/wait.js';
import type { Screen, ScreenLine } from '../../view/screen.js';

export interface Drawn<Answer> {
  lines(size: Size): readonly ScreenLine[];
  /** Closes what Esc closes before it goes back; false if there is nothing. */
  close?(): boolean;
  /** Keys that go back besides Esc and ^C. */
  isBack?(key: string): boolean;
  /** The answer, once a key gives it; those that go back do not come here. */
  press(key: string, size: Size): Answer | undefined;
  /** For what changes by itself, too. Returns how to stop listening. */
  readonly subscribe?: ((listener: () => void) => () => void) | undefined;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** However much was printed, a list of some lines is drawn. */
const fewestRows = 10;

/**
 * Undefined after Esc and ^C. Throws LabError 'interrupted' at the signal. Closes the screen. `above`: lines that stay in
 * sight above what is drawn.
 */
export async function drawUntil<Answer>(
  open: () => Screen,
  signal: AbortSignal,
  { lines, press, close = () => false, isBack: goesBack = () => false, subscribe }: Drawn<Answer>,
  above = 0,
): Promise<Answer | undefined> {
  throwIfInterrupted(signal);
  const screen = open();
  const size = () => ({
    columns: screen.columns,
    rows: Math.max(Math.min(screen.rows, fewestRows), screen.rows - above),
  });
  let stop: (() => void) | undefined;
  try {
    const answered = new Promise<Answer | undefined>((resolve, reject) => {
      const draw = orReject(() => screen.draw(lines(size())), reject);
      const onKey = orReject((key: string) => {
        if (key === 'escape' && close()) {
          draw();
          return;
        }
        const isBack = key === 'escape' || key === 'ctrl-c' || goesBack(key);
        const answer = isBack ? undefined : press(key, size());
        if (isBack || answer !== undefined) resolve(answer);
        else draw();
      }, reject);
      screen.onKey(onKey);
      screen.onResize(draw);
      stop = subscribe?.(draw);
      draw();
    });
    return await orInterrupted(answered, signal);
  } finally {
    stop?.();
    screen.close();
  }
}

/** An exception in a listener would be lost otherwise. */
function orReject<Arguments extends readonly unknown[]>(
  act: (...args: Arguments) => void,
  reject: (error: unknown) => void,
): (...args: Arguments) => void {
  return (...args) => {
    try {
      act(...args);
    } catch (error) {
      reject(error);
    }
  };
}
