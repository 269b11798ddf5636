/** All topics, a line each. */
import { disksOf } from '../brokers/log-dirs.js';
import type { PartitionState, TopicState } from '../session/metadata.js';
import { minInsyncReplicas } from './min-insync-replicas.js';
import {
  asksForMinIsr,
  isAffected,
  isOffline,
  isUnderMinIsr,
  isAtMinIsr,
  isUnderReplicated,
  type HealthFilter,
} from '../session/partition-health.js';
import type { Content } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { isInternal } from '../session/topic-names.js';

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  /** Replicas of partition 0; 0 if unknown. */
  readonly replicationFactor: number;
  /** Partitions with fewer replicas in sync than they have. */
  readonly underReplicated: number;
  /** Partitions without a leader: they can be neither read nor written. */
  readonly offline: number;
  /** Partitions that acks=all cannot write to, and those that are one replica away from it; null unless requested. */
  readonly underMinIsr: number | null;
  readonly atMinIsr: number | null;
  /** On all disks together, every replica counted; null unless requested, or if a broker does not say. */
  readonly sizeBytes: number | null;
  readonly isInternal: boolean;
}

export interface TopicSelection {
  readonly internal: boolean;
  readonly filter?: Pick<RegExp, 'test'>;
  /** Only topics with such a partition. */
  readonly health?: HealthFilter;
  /** `empty`: only topics that hold nothing in any partition; `filled`: only those that hold something. */
  readonly content?: Content;
  /** Ask every broker how large they are. */
  readonly size?: boolean;
}

/** Sorted by name. */
export async function listTopics(
  session: KafkaSession,
  selection: TopicSelection,
): Promise<readonly TopicSummary[]> {
  const { topics, brokers } = await session.metadata(null);
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
  const { content } = selection;
  const contents = content ? await contentsByTopic(session, chosen) : undefined;
  const sizes = selection.size
    ? await topicSizes(
        session,
        brokers.map(({ id }) => id),
      )
    : undefined;
  return chosen
    .filter(
      (topic) =>
        !health || topic.partitions.some((each) => isAffected(each, health, minIsrs?.get(topic.name))),
    )
    .filter(({ name }) => !content || holds(contents?.get(name) ?? [], content))
    .map((topic) => summarize(topic, minIsrs, sizes))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Loaded on demand: this file is part of every start. */
async function contentsByTopic(session: KafkaSession, topics: readonly TopicState[]) {
  const { contentsOf, leadersOf } = await import('../session/partition-offsets.js');
  return contentsOf(session, leadersOf(topics));
}

/** Unknown content matches neither. */
function holds(partitions: readonly (Content | null)[], wanted: Content): boolean {
  return wanted === 'empty'
    ? partitions.every((content) => content === 'empty')
    : partitions.some((content) => content === 'filled');
}

function summarize(
  topic: TopicState,
  minIsrs: ReadonlyMap<string, number> | undefined,
  sizes: ReadonlyMap<string, number> | undefined,
): TopicSummary {
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
    sizeBytes: sizes ? (sizes.get(topic.name) ?? 0) : null,
    isInternal: isInternal(topic),
  };
}

/** Undefined if a broker does not say: a partial size would mislead. */
async function topicSizes(
  session: KafkaSession,
  brokers: readonly number[],
): Promise<ReadonlyMap<string, number> | undefined> {
  const disks = await disksOf(session, brokers);
  if (disks.some(({ problem }) => problem !== null)) return undefined;
  const sizes = new Map<string, number>();
  for (const { topic, sizeBytes } of disks.flatMap(({ logDirs }) => logDirs).flatMap((dir) => dir.replicas)) {
    sizes.set(topic, (sizes.get(topic) ?? 0) + sizeBytes);
  }
  return sizes;
}
