/** All topics, a line each. */
import type { PartitionState, TopicState } from './metadata.js';
import type { KafkaSession } from './session.js';

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  /** Replicas of partition 0; 0 when even that is unknown. */
  readonly replicationFactor: number;
  /** Partitions with fewer replicas in sync than they have. */
  readonly underReplicated: number;
  /** Partitions without a leader: they can be neither read nor written. */
  readonly offline: number;
  readonly isInternal: boolean;
}

export interface TopicSelection {
  readonly internal: boolean;
  readonly filter?: RegExp;
}

/** In the order of their names. */
export async function listTopics(
  session: KafkaSession,
  selection: TopicSelection,
): Promise<readonly TopicSummary[]> {
  const { topics } = await session.metadata(null);
  return topics
    .filter((topic) => selection.internal || !isInternal(topic))
    .filter((topic) => selection.filter?.test(topic.name) ?? true)
    .map(summarize)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function isUnderReplicated({ isr, replicas }: PartitionState): boolean {
  return isr.length < replicas.length;
}

function summarize(topic: TopicState): TopicSummary {
  return {
    name: topic.name,
    partitions: topic.partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    underReplicated: topic.partitions.filter(isUnderReplicated).length,
    offline: topic.partitions.filter(({ leader }) => leader === null).length,
    isInternal: isInternal(topic),
  };
}

/** Brokers mark their own topics; tools such as the schema registry only follow the custom of two underscores. */
function isInternal(topic: TopicState): boolean {
  return topic.isInternal || topic.name.startsWith('__');
}
