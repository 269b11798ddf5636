/** Something drawn on a terminal that keys change, until one of them ends it. */
import { orInterrupted, throwIfInterrupted } from '../../text/wait.js';
import type { Screen, ScreenLine } from '../../view/screen.js';

export interface Drawn<Answer> {
  lines(screen: Screen): readonly ScreenLine[];
  /** The answer, once a key gives it; Esc and ^C do not come here. */
  press(key: string, screen: Screen): Answer | undefined;
  /** For what changes by itself, too. Returns how to stop listening. */
  readonly subscribe?: ((listener: () => void) => () => void) | undefined;
}

/** Undefined after Esc and ^C. Throws LabError 'interrupted' at the signal. Closes the screen. */
export async function drawUntil<Answer>(
  open: () => Screen,
  signal: AbortSignal,
  { lines, press, subscribe }: Drawn<Answer>,
): Promise<Answer | undefined> {
  throwIfInterrupted(signal);
  const screen = open();
  let stop: (() => void) | undefined;
  try {
    const answered = new Promise<Answer | undefined>((resolve, reject) => {
      const draw = orReject(() => screen.draw(lines(screen)), reject);
      const onKey = orReject((key: string) => {
        const isBack = key === 'escape' || key === 'ctrl-c';
        const answer = isBack ? undefined : press(key, screen);
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

/** What a listener throws would reach nobody. */
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
