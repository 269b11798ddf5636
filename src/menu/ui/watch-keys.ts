/** Esc and ^C while no list, page or question is shown. */
import { keyboardOf } from '../../output/screen/keyboard.js';
import type { TerminalInput } from '../../view/world.js';

/** Calls `back` at Esc and ^C. Returns how to stop. */
export function watchKeys(stdin: TerminalInput, back: () => void): () => void {
  const onKey = ({ name }: { readonly name: string }) => {
    if (name === 'escape' || name === 'ctrl-c') back();
  };
  // Keys typed ahead are for what comes afterwards.
  return keyboardOf(stdin).read(onKey, { onlyNew: true });
}

/** Resolves with undefined if Esc or ^C came first; the rest of the work is then ignored. */
export async function whileWatchingKeys<Result>(
  stdin: TerminalInput,
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
