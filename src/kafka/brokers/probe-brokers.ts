/** Whether a cluster answers, and its brokers: for `cluster up`, which waits for all of them. */
import { parseAddresses } from '../../net/addresses.js';
import { activeController } from './quorum.js';
import { openSession } from '../session/session.js';

export interface ProbeResult {
  readonly brokerIds: number[];
  readonly controllerId: number | null;
}

/** One metadata request, and one for the active controller if metadata does not say. Throws LabError when none of the addresses answers. */
export async function probeBrokers(
  bootstrapServers: readonly string[],
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<ProbeResult> {
  const session = openSession(
    { bootstrapServers: parseAddresses(bootstrapServers.join(',')), origin: 'probe' },
    { timeoutMs: options.timeoutMs, signal: options.signal ?? new AbortController().signal },
  );
  try {
    const metadata = await session.metadata([]);
    return {
      brokerIds: metadata.brokers.map(({ id }) => id),
      controllerId: await activeController(session, metadata),
    };
  } finally {
    await session.close();
  }
}
