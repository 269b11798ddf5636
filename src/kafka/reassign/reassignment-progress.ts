/** The progress of a reassignment, and cancelling it; both remove the throttle once nothing is moving. */
import type { TopicState } from '../session/metadata.js';
import { replicaSizes, type ReplicaSizes } from '../brokers/log-dirs.js';
import { movesUnderWay, requestReplicas, type MoveUnderWay } from './moves-under-way.js';
import { removeThrottle, type ThrottleOutcome } from './replication-throttle.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import type { TopicPartition } from '../session/partition-key.js';

export interface PartitionProgress extends TopicPartition {
  /** The current replicas, or the target while moving. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly leader: number | null;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  /** What the new replicas have, of what they need; null if nothing is moving or no broker says. */
  readonly copiedBytes: number | null;
  readonly bytesToMove: number | null;
  readonly state: 'settled' | 'moving' | 'cancelled' | 'refused';
  readonly problem: string | null;
}

export interface ReassignProgress {
  readonly outcome: 'verified' | 'cancelled';
  readonly topics: readonly string[];
  readonly partitions: readonly PartitionProgress[];
  readonly throttle: ThrottleOutcome | 'not asked';
}

/** Replicas of these topics are still on their way. */
export function isMoving({ partitions }: ReassignProgress): boolean {
  return partitions.some(({ state }) => state === 'moving');
}

export async function reassignmentProgress(
  session: KafkaSession,
  typedNames: readonly string[],
  { keepThrottle }: { readonly keepThrottle: boolean },
): Promise<ReassignProgress> {
  // Requested first: a move that ends in between is shown as moving once more, never as settled too early.
  const moves = await movesUnderWay(session);
  const topics = await existingTopics(session, typedNames);
  const names = topics.map(({ name }) => name);
  const sizes = await replicaSizes(session, topics);
  const partitions = statesOf(topics, moves, sizes);
  return {
    outcome: 'verified',
    topics: names,
    partitions,
    throttle: keepThrottle
      ? 'not asked'
      : await removeThrottle(session, names, { seenMoving: moves.length > 0 }),
  };
}

export async function cancelReassignment(
  session: KafkaSession,
  typedNames: readonly string[],
  { keepThrottle }: { readonly keepThrottle: boolean },
): Promise<ReassignProgress> {
  const names = (await existingTopics(session, typedNames)).map(({ name }) => name);
  const moves = (await movesUnderWay(session)).filter(({ topic }) => names.includes(topic));
  const answers =
    moves.length === 0
      ? []
      : await requestReplicas(
          session,
          moves.map(({ topic, partition }) => ({ topic, partition, replicas: null })),
        );
  const topics = await existingTopics(session, names);
  const partitions = moves.map(({ topic, partition, replicas, adding, removing }): PartitionProgress => {
    const state = topics.find(({ name }) => name === topic)?.partitions[partition];
    const problem =
      answers.find((each) => each.topic === topic && each.partition === partition)?.problem ?? null;
    return {
      topic,
      partition,
      replicas: replicas.filter((broker) => !adding.includes(broker)),
      isr: state?.isr.filter((broker) => !adding.includes(broker)) ?? [],
      leader: state?.leader ?? null,
      adding,
      removing,
      copiedBytes: null,
      bytesToMove: null,
      state: problem === null ? 'cancelled' : 'refused',
      problem,
    };
  });
  return {
    outcome: 'cancelled',
    topics: names,
    partitions,
    throttle: keepThrottle ? 'not asked' : await removeThrottle(session, names, { seenMoving: false }),
  };
}

function statesOf(
  topics: readonly TopicState[],
  moves: readonly MoveUnderWay[],
  sizes: ReplicaSizes,
): readonly PartitionProgress[] {
  return topics.flatMap(({ name: topic, partitions }) =>
    partitions.map(({ partition, replicas, isr, leader }): PartitionProgress => {
      const move = moves.find((each) => each.topic === topic && each.partition === partition);
      const known = { topic, partition, isr, leader };
      if (!move) {
        return {
          ...known,
          replicas,
          adding: [],
          removing: [],
          copiedBytes: null,
          bytesToMove: null,
          state: 'settled',
          problem: null,
        };
      }
      const { adding, removing } = move;
      const of = (brokers: readonly number[]) =>
        brokers.flatMap((broker) => sizes(broker, topic, partition) ?? []);
      const whole = of(move.replicas.filter((broker) => !adding.includes(broker)));
      const size = whole.length === 0 ? null : Math.max(...whole);
      return {
        ...known,
        replicas: move.replicas.filter((broker) => !removing.includes(broker)),
        adding,
        removing,
        copiedBytes: of(adding).reduce((sum, each) => sum + each, 0),
        bytesToMove: size === null ? null : size * adding.length,
        state: 'moving',
        problem: null,
      };
    }),
  );
}
