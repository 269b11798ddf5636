/** The quorum of a cluster without ZooKeeper: its leader, voters and observers, and how far they are behind. */
import { LabError } from '../../text/errors.js';
import { timeText } from '../../text/times.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { clusterMetadataTopic, describeQuorum } from '../../wire/requests/describe-quorum.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { zeroUuid } from '../../wire/protocol/schema.js';
import { isController, send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { ClusterMetadata } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';

export interface QuorumListener {
  /** As in `controller.listener.names`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface QuorumReplica {
  /** The node's id. */
  readonly id: number;
  /** The leader and the other voters keep the log and elect; observers (brokers without a vote) copy it. */
  readonly role: 'leader' | 'voter' | 'observer';
  /** Null while the leader does not know. */
  readonly logEndOffset: number | null;
  /** Records that it still has to copy from the leader. */
  readonly lag: number | null;
  /** When it last had everything that the leader had, ISO; null if unknown. */
  readonly lastCaughtUp: string | null;
  /** The same, relative to what the leader itself reports; 0 for the leader. */
  readonly caughtUpMsAgo: number | null;
  /** Whether it is also a broker that is up; null if a controller was asked, which does not say. */
  readonly isBroker: boolean | null;
  /**
   * The id of the folder with its log, which tells a voter from another one with the same node id (KIP-853). Null from Kafka before
   * 3.9, and for voters that are listed in `controller.quorum.voters`, which have none.
   */
  readonly directoryId: string | null;
  /** Where controllers are reached by each other; null if that is not told: of observers, and by Kafka before 3.9. */
  readonly listeners: readonly QuorumListener[] | null;
}

export interface Quorum {
  readonly clusterId: string | null;
  readonly leaderId: number | null;
  readonly leaderEpoch: number;
  /** The offset up to which a majority of the voters has the log. */
  readonly highWatermark: number;
  /** Leader first, voters before observers, by id. */
  readonly replicas: readonly QuorumReplica[];
}

/** Only brokers of a cluster without ZooKeeper can be asked about a quorum. */
export const hasQuorum = ({ apiVersions }: WireConnection): boolean => apiVersions.has(describeQuorum.apiKey);

/** Throws LabError `not-found` for a cluster with ZooKeeper, `refused` with the broker's message. */
export async function readQuorum(session: KafkaSession): Promise<Quorum> {
  const connection = await session.anyBroker();
  if (!hasQuorum(connection)) throw noQuorum();
  const [metadata, { partition, listenersOf }] = await Promise.all([
    // A controller has the quorum, and no metadata of the cluster.
    isController(connection) ? null : session.metadata([]),
    askQuorum(connection),
  ]);
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = partition;
  const leader = currentVoters.find(({ replicaId }) => replicaId === leaderId);
  const describe = (replica: (typeof currentVoters)[number], role: QuorumReplica['role']): QuorumReplica => {
    const { replicaId, replicaDirectoryId, logEndOffset, lastCaughtUpTimestamp } = replica;
    const isKnown = lastCaughtUpTimestamp >= 0;
    return {
      id: replicaId,
      role: replicaId === leaderId ? 'leader' : role,
      logEndOffset: logEndOffset < 0 ? null : logEndOffset,
      lag: leader && logEndOffset >= 0 ? Math.max(0, leader.logEndOffset - logEndOffset) : null,
      lastCaughtUp: isKnown ? timeText(lastCaughtUpTimestamp) : null,
      caughtUpMsAgo:
        leader && isKnown
          ? Math.max(0, Number(leader.lastCaughtUpTimestamp) - Number(lastCaughtUpTimestamp))
          : null,
      isBroker: metadata?.brokers.some(({ id }) => id === replicaId) ?? null,
      directoryId: replicaDirectoryId === zeroUuid ? null : replicaDirectoryId,
      listeners: listenersOf.get(replicaId) ?? null,
    };
  };
  const ranks = { leader: 0, voter: 1, observer: 2 };
  return {
    clusterId: metadata?.clusterId ?? null,
    leaderId: leaderId < 0 ? null : leaderId,
    leaderEpoch,
    highWatermark,
    replicas: [
      ...currentVoters.map((replica) => describe(replica, 'voter')),
      ...observers.map((replica) => describe(replica, 'observer')),
    ].sort((one, other) => ranks[one.role] - ranks[other.role] || one.id - other.id),
  };
}

function noQuorum(): LabError {
  return new LabError(
    'not-found',
    'This cluster has no quorum of controllers: it keeps its metadata in ZooKeeper.',
    {
      hint: [
        'Who is the controller: kafka-lab brokers list; the ZooKeeper behind it: kafka-lab zookeeper status',
        'A practice cluster that has a quorum: kafka-lab cluster up --kraft --name kraft --base-port 19092',
      ].join('\n'),
    },
  );
}

export interface ActiveController {
  readonly connection: WireConnection;
  /** That of the quorum's leader. */
  readonly epoch: number;
  /** Up to where a majority of the voters has the log of the metadata, exclusive. */
  readonly logEnd: number;
}

/**
 * The quorum's leader, at its own port: what brokers do not pass on is asked there. A session with a controller stays with it.
 * Throws LabError `not-found` for a cluster with ZooKeeper, `unreachable`, `refused`.
 */
export async function reachActiveController(session: KafkaSession): Promise<ActiveController> {
  const any = await session.anyBroker();
  if (!hasQuorum(any)) throw noQuorum();
  const { partition, listenersOf } = await askQuorum(any);
  const { leaderId, leaderEpoch: epoch, highWatermark: logEnd } = partition;
  if (isController(any)) return { connection: any, epoch, logEnd };
  if (leaderId < 0) throw new LabError('unreachable', 'The quorum of controllers has no leader now.');
  const [listener] = listenersOf.get(leaderId) ?? [];
  if (!listener) {
    throw new LabError(
      'refused',
      `Controller ${leaderId} leads the quorum, and this broker does not tell where it listens: Kafka 3.9 and newer do.`,
      {
        hint: "Name that controller's own port: -b HOST:PORT (in its listeners, what controller.listener.names names)",
      },
    );
  }
  return { connection: await session.controller(leaderId, listener), epoch, logEnd };
}

/**
 * The active controller: with ZooKeeper the one that metadata names; without, where metadata names any live broker,
 * the quorum's leader. Null while there is none (the brokers then do not answer in
 * time), or where this user may not ask.
 */
export async function activeController(
  session: KafkaSession,
  metadata: ClusterMetadata,
): Promise<number | null> {
  const connection = await session.anyBroker();
  if (!hasQuorum(connection)) return metadata.controllerId;
  return quorumLeader(connection).then(
    ({ id }) => id,
    (error: unknown) => {
      if (isUntold(error)) return null;
      throw error;
    },
  );
}

export interface QuorumLeader {
  /** Null while there is none. */
  readonly id: number | null;
  readonly epoch: number;
}

/** From one broker, which asks the controllers; while they have no leader there is no answer. */
export async function quorumLeader(connection: WireConnection): Promise<QuorumLeader> {
  const { leaderId, leaderEpoch } = (await askQuorum(connection)).partition;
  return { id: leaderId < 0 ? null : leaderId, epoch: leaderEpoch };
}

const notLeader = errorCodeNamed('NOT_LEADER_OR_FOLLOWER');

/** Brokers pass the question on, controllers do not. */
function anotherLeads({ address }: WireConnection): LabError {
  return new LabError(
    'refused',
    `${address} is a controller that does not lead the quorum: only the leader knows it.`,
    {
      hint: 'Ask each of the other controllers, or any broker: kafka-lab cluster quorum -b HOST:PORT',
    },
  );
}

async function askQuorum(connection: WireConnection) {
  const answer = await send(connection, describeQuorum, {
    topics: [{ topicName: clusterMetadataTopic, partitions: [{ partitionIndex: 0 }] }],
  });
  const partition = answer.topics[0]?.partitions[0];
  const errorCode = answer.errorCode || (partition?.errorCode ?? 0);
  if (errorCode !== 0 || !partition) {
    const said = answer.errorMessage ?? partition?.errorMessage;
    if (errorCode === notLeader && isController(connection)) throw anotherLeads(connection);
    throw refusal('The quorum cannot be described', errorCode, said);
  }
  return {
    partition,
    listenersOf: new Map(answer.nodes.map(({ nodeId, listeners }) => [nodeId, listeners])),
  };
}

/** The voters that are reached from outside of the quorum, as far as a broker tells: none with ZooKeeper, and none if this user may not ask. */
export async function controllersOf(
  connection: WireConnection,
): Promise<readonly { readonly id: number; readonly listeners: readonly QuorumListener[] }[]> {
  if (!hasQuorum(connection)) return [];
  return askQuorum(connection).then(
    ({ listenersOf }) => [...listenersOf].map(([id, listeners]) => ({ id, listeners })),
    (error: unknown) => {
      if (isUntold(error)) return [];
      throw error;
    },
  );
}

/** There is no leader now, so that brokers do not answer in time, or this user may not ask. */
function isUntold(error: unknown): boolean {
  return error instanceof LabError && ['refused', 'timeout'].includes(error.code);
}
