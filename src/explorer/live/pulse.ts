/** How the cluster fares, asked for now and then in the background, for views whose own data does not tell it. */
import type { Context } from '../../contract/command.js';
import type { ClusterMetadata } from '../../kafka/session/metadata.js';
import { isOffline, isUnderReplicated } from '../../kafka/session/partition-health.js';
import type { Pulse } from '../state/view-kind.js';
import { LabError } from '../../text/errors.js';
import { pause, unlessAborted } from '../../text/wait.js';

/** Of one core, which this may take on the average. */
const share = 0.004;
const leastPauseMs = 5000;
const longestPauseMs = 15_000;
const unneededMs = 500;

/** Until `signal` is aborted. `give`: undefined if no broker answers. */
export async function feelPulse(
  context: Pick<Context, 'kafka'>,
  signal: AbortSignal,
  isNeeded: () => boolean,
  give: (pulse: Pulse | undefined) => void,
): Promise<void> {
  const read = async () => {
    const metadata = await readMetadata(context);
    return metadata && pulseOf(metadata);
  };
  while (!signal.aborted) {
    const before = performance.eventLoopUtilization().active;
    if (!isNeeded()) await pause(unneededMs, signal);
    else {
      const pulse = await unlessAborted(read(), signal);
      give(pulse);
      const activeMs = performance.eventLoopUtilization().active - before;
      await pause(Math.min(longestPauseMs, Math.max(leastPauseMs, activeMs / share)), signal);
    }
  }
}

async function readMetadata(context: Pick<Context, 'kafka'>): Promise<ClusterMetadata | undefined> {
  try {
    return await (await context.kafka()).metadata(null);
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}

function pulseOf({ brokers, topics }: ClusterMetadata): Pulse {
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
}
