/** What the logs hold of all that several resets concern: each leader is asked once, however many groups there are. */
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { refusal } from '../connection/errors.js';
import { lookUp, type FoundOffset } from '../session/find-offset.js';
import { listOffsets, type PartitionRange } from '../session/list-offsets.js';
import type { ClusterMetadata, TopicState } from '../session/metadata.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import type { PartitionLeader } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import type { ResetTarget } from './reset-target.js';

interface ResetTopics {
  readonly clusterId: string | null;
  readonly states: ReadonlyMap<string, TopicState>;
  /** Why a topic cannot be read; null if it does not exist. */
  readonly missing: ReadonlyMap<string, string | null>;
}

/** Of `committed`, which groups have offsets in, some may be gone. */
export async function resetTopics(
  session: KafkaSession,
  named: ClusterMetadata,
  committed: readonly string[],
): Promise<ResetTopics> {
  const states = new Map(named.topics.map((state) => [state.name, state]));
  const missing = new Map<string, string | null>();
  const { clusterId } = named;
  const rest = [...new Set(committed)].filter((name) => !states.has(name));
  if (rest.length === 0) return { clusterId, states, missing };
  const { topics } = await session.metadata(rest);
  for (const state of topics) {
    const { name, errorCode, partitions } = state;
    if (partitions.length > 0) states.set(name, state);
    else if (kafkaErrorCode(errorCode).name === 'UNKNOWN_TOPIC_OR_PARTITION') missing.set(name, null);
    else missing.set(name, refusal('the topic cannot be read', errorCode).message);
  }
  return { clusterId, states, missing };
}

export interface ResetLogs {
  rangeOf(topic: string, partition: number): PartitionRange | undefined;
  /** The answer for a target that is a time or a place. */
  atTime(target: ResetTarget, topic: string, partition: number): FoundOffset | undefined;
}

export async function readLogs(
  session: KafkaSession,
  leaders: readonly PartitionLeader[],
  targets: readonly ResetTarget[],
): Promise<ResetLogs> {
  const all = [...byPartition(leaders).values()];
  const [ranges, times] = await Promise.all([
    listOffsets(session, all),
    Promise.all(
      [...new Set(targets)].map(async (target) => [target, await lookUp(session, all, target)] as const),
    ),
  ]);
  const rangeOf = byPartition(ranges);
  const timesOf = new Map(times);
  return {
    rangeOf: (topic, partition) => rangeOf.get(partitionKey(topic, partition)),
    atTime: (target, topic, partition) => timesOf.get(target)?.get(partitionKey(topic, partition)),
  };
}
