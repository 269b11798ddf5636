/** Runs one command line from the menu, stoppable without stopping the menu. */
import type { Readable } from 'node:stream';
import type { Interrupts } from './second-interrupt.js';
import { LeaveMenu } from './ui.js';
import { watchKeys } from './watch-keys.js';

export interface LineRunner {
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  readonly interrupts: Interrupts;
  /** ^C as the process gets it, while the terminal is not raw. */
  takeInterrupts(listener: () => void): () => void;
  /** argv → exit code: the same program, with another signal. */
  run(argv: readonly string[], signal: AbortSignal): Promise<number>;
}

/** `ownsKeys`: nothing else reads the keyboard meanwhile, so that Esc is seen too. Throws LeaveMenu at a second ^C. */
export async function runLine(
  runner: LineRunner,
  argv: readonly string[],
  ownsKeys: boolean,
): Promise<number> {
  const stop = new AbortController();
  const release = { keys: (): void => undefined };
  const leaving = new Promise<never>((_resolve, reject) => {
    const back = (isInterrupt: boolean) => {
      if (isInterrupt && runner.interrupts.isSecond()) reject(new LeaveMenu());
      stop.abort();
    };
    release.keys = ownsKeys ? watchKeys(runner.stdin, back) : runner.takeInterrupts(() => back(true));
  });
  try {
    return await Promise.race([runner.run(argv, AbortSignal.any([runner.signal, stop.signal])), leaving]);
  } finally {
    release.keys();
  }
}
