/** Rounds without end: taken at an interval, handed on, and a failed one followed by the next. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { unlessAborted } from '../../text/wait.js';
import type { Snapshot } from './snapshot.js';

export type Round = { readonly snapshot: Snapshot } | { readonly failure: LabError };

/** Even a slow cluster has this long to itself between two rounds. */
const leastPauseMs = 200;

/** Until `signal` is aborted; that ends it quietly, in the midst of a round too. */
export async function* liveRounds(
  take: () => Promise<Snapshot>,
  intervalMs: number,
  signal: AbortSignal,
): AsyncGenerator<Round> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    const round = await unlessAborted(oneRound(take), signal);
    if (round === undefined) return;
    yield round;
    const pauseMs = Math.max(leastPauseMs, intervalMs - (performance.now() - startedAt));
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function oneRound(take: () => Promise<Snapshot>): Promise<Round> {
  try {
    return { snapshot: await take() };
  } catch (error) {
    return { failure: asLabError(error) };
  }
}
