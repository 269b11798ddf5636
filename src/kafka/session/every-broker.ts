/** The same request to every broker, to wait until all of them know of a change. */
import { unlessAborted } from '../../text/wait.js';
import { fetchMetadata, type TopicState } from './metadata.js';
import type { KafkaSession } from './session.js';

/** A dying broker that still counts as up must not delay the others. */
const longestWaitMs = 1000;

/**
 * What each broker knows of these topics, one list a broker; brokers that do not answer within a second are left out, the
 * one the session is connected to excepted. A change reaches the brokers one after the other, and the next command
 * may be connected to the last of them.
 */
export async function topicsOnEveryBroker(
  session: KafkaSession,
  names: readonly string[],
): Promise<readonly (readonly TopicState[])[]> {
  const nearest = await session.metadata(names);
  const others = await Promise.all(
    nearest.brokers.map(async ({ id }) => {
      const asked = topicsOnBroker(session, id, names).catch(() => undefined);
      return unlessAborted(asked, AbortSignal.timeout(longestWaitMs));
    }),
  );
  return [nearest.topics, ...others.filter((state) => state !== undefined)];
}

async function topicsOnBroker(session: KafkaSession, id: number, names: readonly string[]) {
  const { topics } = await fetchMetadata(await session.broker(id), names);
  return topics;
}
