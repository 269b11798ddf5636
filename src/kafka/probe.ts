/** Does a cluster answer, and who is in it: for `cluster up`, which waits for all of its brokers. */
import { parseAddresses } from './addresses.js';
import { openSession } from './session.js';

export interface ProbeResult {
  readonly brokerIds: number[];
  readonly controllerId: number | null;
}

/** One metadata request. Throws LabError when none of the addresses answers. */
export async function probeBrokers(
  bootstrapServers: readonly string[],
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<ProbeResult> {
  const session = openSession(
    { bootstrapServers: parseAddresses(bootstrapServers.join(',')), origin: 'probe' },
    { timeoutMs: options.timeoutMs, signal: options.signal ?? new AbortController().signal },
  );
  try {
    const { brokers, controllerId } = await session.metadata([]);
    return { brokerIds: brokers.map(({ id }) => id), controllerId };
  } finally {
    await session.close();
  }
}
