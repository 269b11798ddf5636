/** Waiting: for a while, for an answer, and no longer than until a signal is aborted. */
import { setTimeout } from 'node:timers/promises';
import { LabError } from './errors.js';

/** Without a message: ^C needs no comment. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LabError('interrupted', '');
}

/** Throws LabError 'interrupted' as soon as `signal` is aborted. */
export async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  throwIfInterrupted(signal);
  await pause(durationMs, signal);
  throwIfInterrupted(signal);
}

/** What a timer of Node takes, almost 25 days: longer ones would end at once. */
const longestMs = 2 ** 31 - 1;

/** Ends early, without an error, when `signal` is aborted, and after 24 days in any case. */
export async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(Math.min(durationMs, longestMs), undefined, { ...(signal && { signal }) }).catch(
    () => undefined,
  );
}

/** Undefined as soon as `signal` is aborted; the work continues in the background. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let stop = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Throws LabError 'interrupted' as soon as `signal` is aborted; the work continues in the background. */
export async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = await unlessAborted(
    work.then((value) => ({ value })),
    signal,
  );
  if (!done) throw new LabError('interrupted', '');
  return done.value;
}

export interface Patience {
  /** How long to keep asking; the last call is made when this is over. */
  readonly timeoutMs: number;
  /** Pause between two calls; a function gets the number of calls before the last one. */
  readonly pauseMs: number | ((before: number) => number);
  readonly signal?: AbortSignal;
}

/**
 * Asks until the answer is acceptable, and at least once. Resolves with the last answer, acceptable or not, and throws
 * what `ask` throws. Without `isEnough` any answer but undefined, which means "ask again", is acceptable.
 */
export async function askAgain<T>(
  ask: () => T | Promise<T>,
  { timeoutMs, pauseMs, signal }: Patience,
  isEnough: (answer: T) => boolean = (answer) => answer !== undefined,
): Promise<T> {
  const giveUpAtMs = performance.now() + timeoutMs;
  for (let before = 0; ; before += 1) {
    throwIfInterrupted(signal);
    const answer = await ask();
    const leftMs = giveUpAtMs - performance.now();
    if (isEnough(answer) || leftMs <= 0) return answer;
    await sleep(Math.min(leftMs, typeof pauseMs === 'number' ? pauseMs : pauseMs(before)), signal);
  }
}

/** At most so many at a time; the results are in the order of `items`. After a failure no other is begun, and it is thrown. */
export async function inParallel<T, R>(
  items: readonly T[],
  atMost: number,
  act: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  let failure: { readonly error: unknown } | undefined;
  const work = async () => {
    for (const [index, item] of left) {
      try {
        results[index] = await act(item);
      } catch (error) {
        failure ??= { error };
      }
      if (failure) return;
    }
  };
  await Promise.all(Array.from({ length: atMost }, work));
  if (failure) throw failure.error;
  return results;
}
