/** Waiting, and the one error for a wait that was interrupted. */
import { setTimeout } from 'node:timers/promises';
import { LabError } from './errors.js';

/** Throws `interrupted` as soon as `signal` is aborted. */
export async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  throwIfInterrupted(signal);
  await setTimeout(durationMs, undefined, { ...(signal && { signal }) }).catch(() =>
    throwIfInterrupted(signal),
  );
}

export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LabError('interrupted', 'Interrupted.');
}
