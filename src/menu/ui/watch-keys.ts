/** Esc and ^C while something else than a list, a page or a question is on. */
import { keyboardOf } from '../../output/screen/keyboard.js';
import type { TerminalInput } from '../../view/world.js';

/** Calls `back` at Esc and ^C. Returns how to stop. */
export function watchKeys(stdin: TerminalInput, back: () => void): () => void {
  const onKey = ({ name }: { readonly name: string }) => {
    if (name === 'escape' || name === 'ctrl-c') back();
  };
  // What was typed ahead is meant for what comes afterwards.
  return keyboardOf(stdin).read(onKey, { onlyNew: true });
}

/** Resolves with undefined when Esc or ^C came first; what is then left of the work is nobody's business. */
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
