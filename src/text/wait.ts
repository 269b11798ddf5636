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

/** Ends early, and without complaint, when `signal` is aborted. */
export async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
}

/** Undefined as soon as `signal` is aborted; the work goes on by itself. */
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

/** Throws LabError 'interrupted' as soon as `signal` is aborted; the work goes on by itself. */
export async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = await unlessAborted(
    work.then((value) => ({ value })),
    signal,
  );
  if (!done) throw new LabError('interrupted', '');
  return done.value;
}

export interface Patience {
  /** How long is asked; the last question is put when this is over. */
  readonly timeoutMs: number;
  /** Between two questions; a function is given how often was asked before the last one. */
  readonly pauseMs: number | ((before: number) => number);
  readonly signal?: AbortSignal;
}

/**
 * Asks until the answer will do, and at least once. Resolves with the last answer, whether it does or not, and throws
 * what `ask` throws. Without `isEnough` every answer will do that is not undefined, which stands for "ask again".
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
