/** Where the replicas of partitions should be: spread over racks, balanced, with as few copies as possible. Pure. */
import { spread, type Priority } from './spread.js';

export interface ReplicaList {
  readonly topic: string;
  readonly partition: number;
  /** The first is the preferred leader. */
  readonly replicas: readonly number[];
}

export interface PlanBroker {
  readonly id: number;
  readonly rack: string | null;
}

export interface PlanRules {
  readonly brokers: readonly PlanBroker[];
  /** Undefined: each partition keeps as many replicas as it has. */
  readonly replicationFactor?: number | undefined;
  readonly priority: Priority;
}

export interface ReplicaMove {
  readonly topic: string;
  readonly partition: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Brokers that get a copy. */
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/**
 * The result for every partition, including unchanged ones. Undefined if there are fewer
 * brokers than replicas. Racks count only if every broker has one, as for Kafka itself.
 */
export function planReplicas(
  partitions: readonly ReplicaList[],
  { brokers, replicationFactor, priority }: PlanRules,
): readonly ReplicaMove[] | undefined {
  const candidates = brokers.map(({ id }) => id);
  const racks = new Map(brokers.map(({ id, rack }) => [id, rack ?? '']));
  const hasRacks = brokers.every(({ rack }) => rack !== null);
  const chosen = spread(
    partitions.map(({ topic, replicas }) => ({
      topic,
      count: replicationFactor ?? replicas.length,
      candidates,
      present: replicas,
    })),
    { priority, rackOf: hasRacks ? (broker) => racks.get(broker) ?? '' : null },
  );
  if (!chosen) return undefined;
  const preferred = preferredLeaders(partitions, chosen, priority);
  return partitions.map(({ topic, partition, replicas: before }, index) => {
    const own = chosen[index] ?? [];
    return moveOf(topic, partition, before, inOrder(own, before, preferred[index]));
  });
}

export function moveOf(
  topic: string,
  partition: number,
  before: readonly number[],
  after: readonly number[],
): ReplicaMove {
  return {
    topic,
    partition,
    before,
    after,
    adding: after.filter((broker) => !before.includes(broker)),
    removing: before.filter((broker) => !after.includes(broker)),
  };
}

export function isChanged({ before, after }: ReplicaMove): boolean {
  return before.length !== after.length || before.some((broker, index) => broker !== after[index]);
}

/** Leading costs no copy, but is spread by the same rules: one broker out of each partition's own. */
function preferredLeaders(
  partitions: readonly ReplicaList[],
  chosen: readonly (readonly number[])[],
  priority: Priority,
): readonly (number | undefined)[] {
  const leaders = spread(
    partitions.map(({ topic, replicas }, index) => ({
      topic,
      count: 1,
      candidates: chosen[index] ?? [],
      present: replicas.slice(0, 1),
    })),
    { priority, rackOf: null },
  );
  return (leaders ?? []).map(([leader]) => leader);
}

/** The leader, then those that stay in the order they had, then the new ones. */
function inOrder(
  own: readonly number[],
  before: readonly number[],
  leader: number | undefined,
): readonly number[] {
  const staying = before.filter((broker) => own.includes(broker));
  const coming = own.filter((broker) => !before.includes(broker));
  const followers = [...staying, ...coming].filter((broker) => broker !== leader);
  return leader === undefined ? followers : [leader, ...followers];
}
