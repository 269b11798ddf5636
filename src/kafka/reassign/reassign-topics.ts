/** Moves the replicas of topics to other brokers: the plan, with its cost, and starting it. */
import { LabError } from '../../text/errors.js';
import {
  isChanged,
  moveOf,
  planReplicas,
  type ReplicaList,
  type ReplicaMove,
} from './placement/plan-replicas.js';
import { checkUp } from '../brokers/existing-broker.js';
import { checkPartition } from '../session/choose-partitions.js';
import type { BrokerAddress, TopicState } from '../session/metadata.js';
import { replicaSizes } from '../brokers/log-dirs.js';
import { movesUnderWay, requestReplicas } from './moves-under-way.js';
import { setThrottle } from './replication-throttle.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { commandLine } from '../../text/command-line.js';

/** Rules to plan by. */
export interface PlacementWish {
  readonly topics: readonly string[];
  /** None: all that are up. */
  readonly brokers: readonly number[];
  readonly replicationFactor: number | undefined;
}

/** Rules to plan by, or explicit lists for single partitions. */
export type ReassignRequest = (PlacementWish | { readonly lists: readonly ReplicaList[] }) & {
  /** Bytes a second that each broker may send and receive; undefined: unlimited. */
  readonly throttle: number | undefined;
};

export interface PlannedMove extends ReplicaMove {
  /** What its new replicas have to copy in total; null if no broker reports the size. */
  readonly bytesToMove: number | null;
  readonly outcome: 'planned' | 'started' | 'refused';
  readonly problem: string | null;
}

export interface ReassignReport {
  readonly outcome: 'planned' | 'started';
  readonly topics: readonly string[];
  /** How many were examined. */
  readonly partitions: number;
  /** Those that change. */
  readonly moves: readonly PlannedMove[];
  readonly throttle: number | null;
  /** The most that a single broker has to receive: with a throttle, this determines the duration. */
  readonly busiestBytes: number;
  /** Brokers that hold replicas of these topics and are down. */
  readonly down: readonly number[];
}

/** Throws LabError 'refused' if it is impossible, or if one of the topics is being moved already. */
export async function planReassignment(
  session: KafkaSession,
  request: ReassignRequest,
): Promise<ReassignReport> {
  const typedNames = 'lists' in request ? request.lists.map(({ topic }) => topic) : request.topics;
  const topics = await existingTopics(session, typedNames);
  const names = topics.map(({ name }) => name);
  const { brokers: up } = await session.metadata([]);
  await checkNotMoving(session, names);
  const planned = 'lists' in request ? asWritten(topics, request.lists, up) : byRules(topics, request, up);
  const sizes = await replicaSizes(session, topics);
  const taken = new Map<number, number>();
  const moves = planned.filter(isChanged).map((move): PlannedMove => {
    const { topic, partition, before, adding } = move;
    const known = before.flatMap((broker) => sizes(broker, topic, partition) ?? []);
    const size = known.length === 0 ? null : Math.max(...known);
    for (const broker of adding) taken.set(broker, (taken.get(broker) ?? 0) + (size ?? 0));
    const bytesToMove = size === null ? null : size * adding.length;
    return { ...move, bytesToMove, outcome: 'planned', problem: null };
  });
  const upIds = new Set(up.map(({ id }) => id));
  const holders = new Set(planned.flatMap(({ before }) => before));
  return {
    outcome: 'planned',
    topics: names,
    partitions: planned.length,
    moves,
    throttle: request.throttle ?? null,
    busiestBytes: Math.max(0, ...taken.values()),
    down: [...holders].filter((id) => !upIds.has(id)).sort((one, other) => one - other),
  };
}

/** Starts the planned moves; brokers copy in the background. */
export async function startReassignment(
  session: KafkaSession,
  plan: ReassignReport,
): Promise<ReassignReport> {
  if (plan.moves.length === 0) return { ...plan, outcome: 'started' };
  if (plan.throttle !== null) await setThrottle(session, plan.moves, plan.throttle);
  const wanted = plan.moves.map(({ topic, partition, after }) => ({ topic, partition, replicas: after }));
  const answerOf = byPartition(await requestReplicas(session, wanted));
  const moves = plan.moves.map((move): PlannedMove => {
    const problem = answerOf.get(partitionKey(move.topic, move.partition))?.problem ?? null;
    return { ...move, outcome: problem === null ? 'started' : 'refused', problem };
  });
  return { ...plan, outcome: 'started', moves };
}

function byRules(
  topics: readonly TopicState[],
  wish: PlacementWish,
  up: readonly BrokerAddress[],
): readonly ReplicaMove[] {
  checkUp(wish.brokers, up);
  const partitions = topics.flatMap(({ name, partitions: own }) =>
    own.map(({ partition, replicas }) => ({ topic: name, partition, replicas })),
  );
  const planned = planReplicas(partitions, {
    brokers: wish.brokers.length === 0 ? up : up.filter(({ id }) => wish.brokers.includes(id)),
    replicationFactor: wish.replicationFactor,
    // If only the number of replicas changes, the others should stay.
    priority: wish.brokers.length === 0 && wish.replicationFactor !== undefined ? 'stay' : 'balance',
  });
  if (!planned) throw tooFewBrokers(topics, wish, up);
  return planned;
}

/** A replica may stay on a broker that is down; only new ones need a broker that is up. */
function asWritten(
  topics: readonly TopicState[],
  lists: readonly ReplicaList[],
  up: readonly BrokerAddress[],
): readonly ReplicaMove[] {
  const moves = lists.map(({ topic, partition, replicas }) => {
    const own = topics.find(({ name }) => name === topic)?.partitions ?? [];
    checkPartition(topic, partition, own.length);
    return moveOf(topic, partition, own[partition]?.replicas ?? [], replicas);
  });
  checkUp([...new Set(moves.flatMap(({ adding }) => adding))], up);
  return moves;
}

/** A second plan during a move would start from a mixture of the old list and the new. */
async function checkNotMoving(session: KafkaSession, names: readonly string[]): Promise<void> {
  const moving = (await movesUnderWay(session)).filter(({ topic }) => names.includes(topic));
  const [first] = moving;
  if (!first) return;
  const topics = [...new Set(moving.map(({ topic }) => topic))];
  throw new LabError(
    'refused',
    `${moving.length} ${moving.length === 1 ? 'partition' : 'partitions'} of ${topics.join(', ')} ${moving.length === 1 ? 'is' : 'are'} being moved already.`,
    {
      hint: `See how far it is: ${commandLine`topics reassign ${topics} --verify`}; or cancel it: ${commandLine`topics reassign ${topics} --cancel`}`,
    },
  );
}

function tooFewBrokers(
  topics: readonly TopicState[],
  { brokers, replicationFactor }: PlacementWish,
  up: readonly BrokerAddress[],
): LabError {
  const count = brokers.length === 0 ? up.length : brokers.length;
  const needs =
    replicationFactor ??
    Math.max(...topics.flatMap(({ partitions }) => partitions.map(({ replicas }) => replicas.length)));
  const brokersWord = `${count} ${count === 1 ? 'broker' : 'brokers'}`;
  return new LabError(
    'refused',
    `${needs} replicas of a partition need ${needs} brokers, and ${brokers.length === 0 ? `${brokersWord} ${count === 1 ? 'is' : 'are'} up` : `${brokersWord} ${count === 1 ? 'was' : 'were'} named`}.`,
    {
      hint: `Use --replication-factor ${count}, or more brokers: kafka-lab brokers list; kafka-lab cluster add`,
    },
  );
}
