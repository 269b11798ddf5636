/** How the cluster fares, for the header of every view: asked for now and then in the background. */
import type { Context } from '../../contract/command.js';
import { isOffline, isUnderReplicated } from '../../kafka/session/partition-health.js';
import { LabError } from '../../text/errors.js';
import { pause, unlessAborted } from '../../text/wait.js';

export interface Pulse {
  readonly brokersUp: number;
  readonly brokers: number;
  readonly underReplicated: number;
  readonly offline: number;
}

/** Of one core, which this may take on the average. */
const share = 0.004;
const leastPauseMs = 5000;
const longestPauseMs = 15_000;
const heldMs = 500;

/** Until `signal` is aborted. `give`: undefined if no broker answers. */
export async function feelPulse(
  context: Pick<Context, 'kafka'>,
  signal: AbortSignal,
  isHeld: () => boolean,
  give: (pulse: Pulse | undefined) => void,
): Promise<void> {
  while (!signal.aborted) {
    const before = performance.eventLoopUtilization().active;
    if (isHeld()) await pause(heldMs, signal);
    else {
      const pulse = await unlessAborted(readPulse(context), signal);
      give(pulse);
      const activeMs = performance.eventLoopUtilization().active - before;
      await pause(Math.min(longestPauseMs, Math.max(leastPauseMs, activeMs / share)), signal);
    }
  }
}

async function readPulse(context: Pick<Context, 'kafka'>): Promise<Pulse | undefined> {
  try {
    const session = await context.kafka();
    const { brokers, topics } = await session.metadata(null);
    const up = new Set(brokers.map(({ id }) => id));
    const all = new Set(up);
    let underReplicated = 0;
    let offline = 0;
    for (const { partitions } of topics) {
      for (const partition of partitions) {
        for (const id of partition.replicas) all.add(id);
        if (isUnderReplicated(partition)) underReplicated += 1;
        if (isOffline(partition)) offline += 1;
      }
    }
    return { brokersUp: up.size, brokers: all.size, underReplicated, offline };
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}
