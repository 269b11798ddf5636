/** Everything about single topics: partitions, replicas, offsets, configs. */
import { eligibleLeaders, type EligibleLeaders } from './eligible-leaders.js';
import { listOffsets, type PartitionRange } from '../session/list-offsets.js';
import type { PartitionState } from '../session/metadata.js';
import { minInsyncReplicas } from './min-insync-replicas.js';
import {
  asksForMinIsr,
  isAffected,
  isUnderReplicated,
  type HealthFilter,
} from '../session/partition-health.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import { contentBetween, leadersOf, type Content } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { topicConfigs } from '../session/topic-configs.js';
import { existingTopics } from '../session/topic-names.js';

export type PartitionDescription = PartitionState &
  Pick<PartitionRange, 'low' | 'high' | 'records' | 'upperBound' | 'problem'> & {
    readonly isUnderReplicated: boolean;
    /** Null if brokers do not track them. */
    readonly eligibleLeaders: EligibleLeaders | null;
  };

export interface TopicDescription {
  readonly name: string;
  readonly replicationFactor: number;
  readonly isInternal: boolean;
  /** Configs set for this topic; the others are the broker's defaults. */
  readonly configs: Readonly<Record<string, string>>;
  readonly partitionCount: number;
  /** All of them, or those that match the filters. */
  readonly partitions: readonly PartitionDescription[];
}

/** In the order of `names`, each once. Throws LabError 'not-found' with the nearest names. */
export async function describeTopics(
  session: KafkaSession,
  names: readonly string[],
  {
    health,
    content,
  }: { readonly health?: HealthFilter | undefined; readonly content?: Content | undefined } = {},
): Promise<readonly TopicDescription[]> {
  const existing = await existingTopics(session, names);
  const minIsrs = health && asksForMinIsr(health) ? await minInsyncReplicas(session, names) : undefined;
  const topics = existing.map((topic) => ({
    ...topic,
    partitionCount: topic.partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    partitions: topic.partitions.filter(
      (each) => !health || isAffected(each, health, minIsrs?.get(topic.name)),
    ),
  }));
  // No other replica is eligible while the ISR is complete.
  const reduced = topics.filter(({ partitions }) => partitions.some(isUnderReplicated));
  const [ranges, configs, eligible] = await Promise.all([
    listOffsets(session, leadersOf(topics)),
    topicConfigs(session, names),
    eligibleLeaders(
      session,
      reduced.map(({ name }) => name),
    ),
  ]);
  const rangeOf = byPartition(ranges);
  return topics.map((topic) => ({
    name: topic.name,
    replicationFactor: topic.replicationFactor,
    isInternal: topic.isInternal,
    configs: configs.get(topic.name)?.overrides ?? {},
    partitionCount: topic.partitionCount,
    partitions: topic.partitions
      .map((state) => {
        const range = rangeOf.get(partitionKey(topic.name, state.partition));
        return {
          ...state,
          isUnderReplicated: isUnderReplicated(state),
          eligibleLeaders: eligible
            ? (eligible.get(partitionKey(topic.name, state.partition)) ?? { eligible: [], lastKnown: [] })
            : null,
          low: range?.low ?? null,
          high: range?.high ?? null,
          records: range?.records ?? null,
          upperBound: range?.upperBound ?? null,
          problem: range?.problem ?? null,
        };
      })
      .filter(({ low, high }) => !content || contentBetween(low, high) === content),
  }));
}
