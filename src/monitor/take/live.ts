/** An endless series of rounds at an interval; a failed one is reported and followed by the next. */
import type { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { pause, unlessAborted } from '../../text/wait.js';
import type { Pace } from './pace.js';
import type { Snapshot } from './snapshot.js';

export type Round = { readonly snapshot: Snapshot } | { readonly failure: LabError };

/** The minimum pause between two rounds, so that a slow cluster can recover. */
const leastPauseMs = 200;

/** Until `signal` is aborted, which ends it without an error, even during a round. */
export async function* liveRounds(
  take: () => Promise<Snapshot>,
  pace: Pace,
  signal: AbortSignal,
): AsyncGenerator<Round> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    const round = await unlessAborted(oneRound(take), signal);
    if (round === undefined) return;
    // Before it is shown, so that the screen says when the next one comes.
    const intervalMs = pace.next();
    yield round;
    const pauseMs = Math.max(leastPauseMs, intervalMs - (performance.now() - startedAt));
    await pause(pauseMs, signal);
  }
}

async function oneRound(take: () => Promise<Snapshot>): Promise<Round> {
  try {
    return { snapshot: await take() };
  } catch (error) {
    return { failure: asLabError(error) };
  }
}
