/** The coordinator of one group, as kafkajs speaks with it. */
import type { Broker, Cluster } from 'kafkajs';
import { kafkaErrorOf } from '../connection/errors.js';
import { isMoving } from '../session/coordinators.js';
import { byTopic, type JoinedMember } from './assignors.js';
import { createKafkajsClient } from './kafkajs-client.js';
import type { TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';

export interface JoinedGroup {
  readonly generationId: number;
  /** The assignor chosen. */
  readonly groupProtocol: string;
  readonly leaderId: string;
  readonly memberId: string;
  /** Told to the leader alone. */
  readonly members: readonly JoinedMember[];
}

export interface Membership {
  readonly memberId: string;
  readonly generationId: number;
}

export interface NextOffset extends TopicPartition {
  readonly next: number;
}

/** Each rejects with what kafkajs throws; `kafkaErrorOf` knows the broker's refusals. */
export interface GroupCoordinator {
  /** An empty member id: as a new one. Resolves once all members have joined. */
  join(memberId: string, offers: readonly { name: string; metadata: Buffer }[]): Promise<JoinedGroup>;
  /** The leader brings the assignments. Resolves with the member's own. */
  sync(
    member: Membership,
    assignments: readonly { memberId: string; memberAssignment: Buffer }[],
  ): Promise<Buffer>;
  heartbeat(member: Membership): Promise<void>;
  commit(member: Membership, offsets: readonly NextOffset[]): Promise<void>;
  leave(memberId: string): Promise<void>;
  /** The next request looks for the coordinator again. */
  forget(): void;
  close(): Promise<void>;
}

/** Marked as public in kafkajs's sources, and missing from its types. */
interface GroupBroker extends Broker {
  joinGroup(request: object): Promise<JoinedGroup>;
  syncGroup(request: object): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: object): Promise<void>;
  leaveGroup(request: object): Promise<void>;
}

/** This long without a heartbeat, and the coordinator counts a member as gone. */
const sessionTimeout = 30_000;
/** This long the coordinator waits for members to join again. */
const rebalanceTimeout = 60_000;

/** Begins to look for it at once, over connections of kafkajs's own; the first request meets what fails. */
export function kafkajsCoordinator(session: KafkaSession, groupId: string): GroupCoordinator {
  const cluster = clusterOf(session, groupId);
  let found: Promise<GroupBroker> | undefined;

  async function find(): Promise<GroupBroker> {
    await cluster.connect();
    return (await cluster.findGroupCoordinator({ groupId })) as GroupBroker;
  }

  function coordinator(): Promise<GroupBroker> {
    found ??= find();
    return found;
  }

  coordinator().catch(() => undefined);
  return {
    async join(memberId, groupProtocols) {
      const request = { groupId, sessionTimeout, rebalanceTimeout, memberId, groupProtocols };
      return (await coordinator()).joinGroup(request);
    },
    async sync(member, groupAssignment) {
      return (await (await coordinator()).syncGroup({ groupId, ...member, groupAssignment }))
        .memberAssignment;
    },
    async heartbeat({ memberId, generationId }) {
      await (await coordinator()).heartbeat({ groupId, memberId, groupGenerationId: generationId });
    },
    async commit({ memberId, generationId }, offsets) {
      await (
        await coordinator()
      ).offsetCommit({
        groupId,
        memberId,
        groupGenerationId: generationId,
        topics: byTopic(offsets).map(({ topic }) => ({
          topic,
          partitions: offsets
            .filter((each) => each.topic === topic)
            .map(({ partition, next }) => ({ partition, offset: String(next) })),
        })),
      });
    },
    async leave(memberId) {
      await (await coordinator()).leaveGroup({ groupId, memberId });
    },
    forget() {
      found = undefined;
    },
    async close() {
      await found?.catch(() => undefined);
      await cluster.disconnect();
    },
  };
}

/** kafkajs hands its cluster to the assigners that a consumer is made with. */
function clusterOf(session: KafkaSession, groupId: string): Cluster {
  const clusters: Cluster[] = [];
  createKafkajsClient(session).consumer({
    groupId,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        clusters.push(cluster);
        const unused = () => Promise.resolve([]);
        return {
          name: 'none',
          version: 0,
          assign: unused,
          protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  const [cluster] = clusters;
  if (!cluster) throw new Error('kafkajs made a consumer without its assigners');
  return cluster;
}

const connectionTroubles =
  /^KafkaJS(Connection|RequestTimeout|BrokerNotFound|NumberOfRetriesExceeded|GroupCoordinatorNotFound|NoBrokerAvailable|LockTimeout)/;

/** Whether the coordinator is moving, loading or cut off, so that it is worth while to look for it and ask again. */
export function isAway(error: unknown): boolean {
  const refused = kafkaErrorOf(error);
  if (refused) return isMoving(refused.code) || refused.name === 'REQUEST_TIMED_OUT';
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each.name === 'KafkaJSSASLAuthenticationError') return false;
    if (connectionTroubles.test(each.name)) return true;
  }
  return false;
}
