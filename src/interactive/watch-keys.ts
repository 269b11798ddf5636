/** Esc and ^C while something else than a prompt is on: the keys are read raw, and given back as they were. */
import type { Readable } from 'node:stream';
import { quickenEscape } from './prompter.js';
import type { Interrupts } from './second-interrupt.js';
import { LeaveMenu } from './ui.js';

type Keyboard = Readable & { readonly isRaw?: boolean; setRawMode?(raw: boolean): unknown };

/** Calls `back` at Esc and ^C. Returns how to stop. */
export function watchKeys(stdin: Keyboard, back: (isInterrupt: boolean) => void): () => void {
  const wasRaw = stdin.isRaw ?? false;
  const onKey = (_text: string, key: { name?: string; ctrl?: boolean } | undefined) => {
    if (key?.name === 'escape') back(false);
    if (key?.ctrl === true && key.name === 'c') back(true);
  };
  quickenEscape(stdin);
  stdin.on('keypress', onKey);
  stdin.setRawMode?.(true);
  stdin.resume();
  return () => {
    stdin.removeListener('keypress', onKey);
    stdin.setRawMode?.(wasRaw);
    stdin.pause();
  };
}

/** Resolves with undefined when Esc or ^C came first; what is then left of the work is nobody's business. */
export async function whileWatchingKeys<Result>(
  stdin: Keyboard,
  work: Promise<Result>,
  interrupts: Interrupts,
): Promise<Result | undefined> {
  let stop: () => void = () => undefined;
  const back = new Promise<undefined>((resolve, reject) => {
    stop = watchKeys(stdin, (isInterrupt) => {
      if (isInterrupt && interrupts.isSecond()) reject(new LeaveMenu());
      else resolve(undefined);
    });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, back]);
  } finally {
    stop();
  }
}
