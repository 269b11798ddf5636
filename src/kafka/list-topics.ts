/** All topics, a line each. */
import type { PartitionState, TopicState } from './metadata.js';
import { minInsyncReplicas } from './min-insync-replicas.js';
import {
  asksForMinIsr,
  isAffected,
  isOffline,
  isUnderMinIsr,
  isAtMinIsr,
  isUnderReplicated,
  type HealthFilter,
} from './partition-health.js';
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
  /** Partitions that acks=all cannot write to, and those that are one replica away from it; null unless asked for. */
  readonly underMinIsr: number | null;
  readonly atMinIsr: number | null;
  readonly isInternal: boolean;
}

export interface TopicSelection {
  readonly internal: boolean;
  readonly filter?: RegExp;
  /** Only topics with such a partition. */
  readonly health?: HealthFilter;
}

/** In the order of their names. */
export async function listTopics(
  session: KafkaSession,
  selection: TopicSelection,
): Promise<readonly TopicSummary[]> {
  const { topics } = await session.metadata(null);
  const chosen = topics
    .filter((topic) => selection.internal || !isInternal(topic))
    .filter((topic) => selection.filter?.test(topic.name) ?? true);
  const health = selection.health;
  const minIsrs =
    health && asksForMinIsr(health)
      ? await minInsyncReplicas(
          session,
          chosen.map(({ name }) => name),
        )
      : undefined;
  return chosen
    .filter(
      (topic) =>
        !health || topic.partitions.some((each) => isAffected(each, health, minIsrs?.get(topic.name))),
    )
    .map((topic) => summarize(topic, minIsrs))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function summarize(topic: TopicState, minIsrs: ReadonlyMap<string, number> | undefined): TopicSummary {
  const minIsr = minIsrs?.get(topic.name);
  const count = (is: (partition: PartitionState) => boolean) => topic.partitions.filter(is).length;
  return {
    name: topic.name,
    partitions: topic.partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    underReplicated: count(isUnderReplicated),
    offline: count(isOffline),
    underMinIsr: minIsr === undefined ? null : count((each) => isUnderMinIsr(each, minIsr)),
    atMinIsr: minIsr === undefined ? null : count((each) => isAtMinIsr(each, minIsr)),
    isInternal: isInternal(topic),
  };
}

/** Brokers mark their own topics; tools such as the schema registry only follow the custom of two underscores. */
function isInternal(topic: TopicState): boolean {
  return topic.isInternal || topic.name.startsWith('__');
}
