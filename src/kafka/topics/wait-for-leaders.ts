/** Waits until every partition of a topic that was created or extended has a leader. */
import { LabError } from '../../text/errors.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { topicsOnEveryBroker } from '../session/every-broker.js';
import type { TopicState } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';
import { commandLine } from '../../text/command-line.js';

/**
 * A new partition reaches the other brokers a little later, and its leader later still.
 * `done`: "Topic orders was created", for LabError 'timeout' if it does not become ready.
 */
export async function waitForLeaders(
  session: KafkaSession,
  name: string,
  atLeastPartitions: number,
  done: string,
): Promise<{ readonly partitions: number; readonly replicationFactor: number }> {
  const topic = await untilSeen(
    session,
    async () => {
      const known = (await topicsOnEveryBroker(session, [name])).map(([each]) => each);
      return known.find((each) => !isReady(each, atLeastPartitions)) ?? known[0];
    },
    (each) => isReady(each, atLeastPartitions),
    session.settings.timeoutMs,
  );
  const partitions = topic?.partitions ?? [];
  if (isReady(topic, atLeastPartitions)) {
    return { partitions: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 };
  }
  const led = partitions.filter(({ leader }) => leader !== null).length;
  const state =
    topic && topic.errorCode !== 0
      ? kafkaErrorCode(topic.errorCode).name
      : `${led} of ${Math.max(partitions.length, atLeastPartitions)} partitions have a leader`;
  throw new LabError('timeout', `${done}, but is not ready: ${state}.`, {
    hint: `See what is missing: ${commandLine`topics describe ${name}`}`,
  });
}

function isReady(topic: TopicState | undefined, atLeastPartitions: number): boolean {
  return (
    topic?.errorCode === 0 &&
    topic.partitions.length >= atLeastPartitions &&
    topic.partitions.every(({ leader }) => leader !== null)
  );
}
