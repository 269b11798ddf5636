/** Runs one command line from the menu, stoppable without stopping the menu. */
import { LeaveMenu } from '../ui/ui.js';
import type { Interrupts } from '../ui/second-interrupt.js';
import { watchKeys } from '../ui/watch-keys.js';
import type { World } from '../../view/world.js';

export interface LineRunner extends Pick<World, 'stdin' | 'signal' | 'takeInterrupts'> {
  readonly interrupts: Interrupts;
  /** argv → exit code: the same program, with another signal; with the keyboard to itself, or without one. */
  run(argv: readonly string[], signal: AbortSignal, ownsKeys: boolean): Promise<number>;
}

/** `ownsKeys`: the command does not read the keyboard, so that Esc is seen too. Throws LeaveMenu at a second ^C. */
export async function runLine(
  { stdin, signal, interrupts, takeInterrupts, run }: LineRunner,
  argv: readonly string[],
  ownsKeys: boolean,
): Promise<number> {
  const stop = new AbortController();
  const back = () => stop.abort();
  // In raw mode ^C is a key; a command that prompts leaves the terminal in cooked mode, in which ^C is a signal.
  const giveBack = takeInterrupts?.(() => {
    interrupts.count();
    back();
  });
  const stopWatching = ownsKeys ? watchKeys(stdin, back) : undefined;
  const done = new AbortController();
  const leaving = new Promise<never>((_resolve, reject) => {
    interrupts.leave.addEventListener('abort', () => reject(new LeaveMenu()), {
      once: true,
      signal: done.signal,
    });
  });
  leaving.catch(() => undefined);
  try {
    return await Promise.race([run(argv, AbortSignal.any([signal, stop.signal]), !ownsKeys), leaving]);
  } finally {
    done.abort();
    stopWatching?.();
    giveBack?.();
  }
}
