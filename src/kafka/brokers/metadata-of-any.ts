/** Metadata of all topics, even if the broker that is asked first hangs. */
import { firstToSucceed } from '../connection/first-to-succeed.js';
import { fetchMetadata, type ClusterMetadata } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';

/** How long one broker may take before another is asked as well. */
const staggerMs = 1000;

/** `ids`: brokers to ask if the connected one does not answer. Throws LabError if none of them does. */
export async function metadataOfAny(session: KafkaSession, ids: readonly number[]): Promise<ClusterMetadata> {
  try {
    return await firstToSucceed(
      [
        () => session.metadata(null),
        ...ids.map((id) => async () => fetchMetadata(await session.broker(id), null)),
      ],
      staggerMs,
    );
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}
