/** Esc and ^C while something else than a prompt is on: the keys are read raw, and given back as they were. */
import type { Readable } from 'node:stream';
import { quickenEscape } from './prompter.js';

type Keyboard = Readable & { readonly isRaw?: boolean; setRawMode?(raw: boolean): unknown };

/** What `keypress` tells of a key. */
export interface PressedKey {
  readonly name?: string;
  readonly ctrl?: boolean;
}

export const isInterruptKey = (key: PressedKey | undefined): boolean =>
  key?.ctrl === true && key.name === 'c';

/** Calls `back` at Esc and ^C. Returns how to stop. */
export function watchKeys(stdin: Keyboard, back: () => void): () => void {
  const wasRaw = stdin.isRaw ?? false;
  const onKey = (_text: string, key: PressedKey | undefined) => {
    if (key?.name === 'escape' || isInterruptKey(key)) back();
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
): Promise<Result | undefined> {
  let stop: () => void = () => undefined;
  const back = new Promise<undefined>((resolve) => {
    stop = watchKeys(stdin, () => resolve(undefined));
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, back]);
  } finally {
    stop();
  }
}
