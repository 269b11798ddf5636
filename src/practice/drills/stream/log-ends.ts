/** The end of each partition of a topic. */
import { offsetsAt } from '../../../kafka/session/partition-offsets.js';
import type { Isolation } from '../../../kafka/records/read-ranges.js';
import type { KafkaSession } from '../../../kafka/session/session.js';
import { LabError } from '../../../text/errors.js';
import { offsetAt } from '../../../wire/requests/list-offsets.js';

/** Exclusive; with read_committed the first open transaction ends a partition. Throws LabError 'failed' if one is not known. */
export async function endsOf(
  topic: string,
  partitions: number,
  session: KafkaSession,
  isolation: Isolation = 'read_uncommitted',
): Promise<readonly number[]> {
  const { topics } = await session.metadata([topic]);
  const leaders = Array.from({ length: partitions }, (_, partition) => ({
    ...{ topic, partition },
    leader: topics[0]?.partitions[partition]?.leader ?? null,
  }));
  const ends = await offsetsAt(session, leaders, offsetAt.latest, isolation);
  const unknown = ends.find(({ offset }) => offset === null);
  if (unknown) {
    throw new LabError('failed', `The log cannot be read back: ${unknown.problem ?? 'an end is unknown'}.`, {
      hint: 'So losses cannot be counted. See what is running: kafka-lab cluster status',
    });
  }
  return ends.map(({ offset }) => offset ?? 0);
}
