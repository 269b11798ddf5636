/** The ways of sharing partitions out that kafka-lab knows, under Kafka's names and in Kafka's bytes. */
import { groupBy } from '../../text/group-by.js';
import { compileStruct } from '../../wire/protocol/codec.js';
import { ByteReader } from '../../wire/protocol/codec-reader.js';
import { ByteWriter } from '../../wire/protocol/codec-writer.js';
import {
  readWholeSubscription,
  writeAssignment,
  writeSubscription,
  type AssignedTopic,
} from '../../wire/protocol/consumer-protocol.js';
import { array, int32, string, type Fields } from '../../wire/protocol/schema.js';
import type { TopicPartition } from '../session/partition-key.js';
import { assignCooperatively, assignSticky } from './assign-sticky.js';
import { assignInTurn, assignRanges, type Assign, type SubscribedMember } from './assignment.js';

/** What a member has, and since when. */
export interface Holding {
  readonly partitions: readonly TopicPartition[];
  /** -1 before it was given anything. */
  readonly generation: number;
}

export interface Assignor {
  readonly name: string;
  /** What it had, in the user data of a subscription or an assignment; null for assignors that want nothing there. */
  userData(holding: Holding): Buffer | null;
  readonly assign: Assign;
}

/** StickyAssignorUserData, as sarama, librdkafka and kafka-python write it, too. */
const stickyFields = {
  previousAssignment: array({ topic: string(), partitions: array(int32()) }),
  generation: int32().since(1).default(-1),
};
const stickyVersion = 1;
const cooperativeFields = { generation: int32() };

const stickyData = ({ partitions, generation }: Holding) =>
  written(stickyFields, stickyVersion, { previousAssignment: byTopic(partitions), generation });
const none = () => null;

/** In the order in which a group without members is offered them: the first is the default of most clients. */
export const assignors: readonly Assignor[] = [
  { name: 'range', userData: none, assign: assignRanges },
  { name: 'roundrobin', userData: none, assign: assignInTurn },
  { name: 'sticky', userData: stickyData, assign: assignSticky },
  {
    name: 'cooperative-sticky',
    userData: ({ generation }) => written(cooperativeFields, 0, { generation }),
    assign: assignCooperatively,
  },
  // kafkajs's own name for it.
  { name: 'RoundRobinAssigner', userData: none, assign: assignInTurn },
];

/** `current`, what the group uses now, comes first: kafka-lab should not be the one to change it. */
export function offeredAssignors(current: string | null): readonly Assignor[] {
  return [...assignors].sort((one, other) => Number(other.name === current) - Number(one.name === current));
}

/** What a member that joins says for one assignor. Only the cooperative one lets it keep what it reads. */
export function subscriptionBytes(assignor: Assignor, topics: readonly string[], holding: Holding): Buffer {
  const isKept = assignor.assign === assignCooperatively;
  return writeSubscription({
    topics,
    userData: assignor.userData(holding),
    ownedPartitions: isKept ? byTopic(holding.partitions) : [],
    generationId: holding.generation,
  });
}

export interface JoinedMember {
  readonly memberId: string;
  readonly groupInstanceId?: string | null;
  readonly memberMetadata: Buffer;
}

/** A member whose bytes cannot be read has subscribed to nothing. */
export function memberOf({ memberId, groupInstanceId, memberMetadata }: JoinedMember): SubscribedMember {
  const subscription = readWholeSubscription(memberMetadata);
  const owned = flat(subscription?.ownedPartitions ?? []);
  const remembered = rememberedBy(subscription?.userData ?? null);
  return {
    memberId,
    instanceId: groupInstanceId ?? null,
    topics: subscription?.topics ?? [],
    owned,
    previous: owned.length > 0 ? owned : remembered.partitions,
    generation: Math.max(subscription?.generationId ?? -1, remembered.generation),
  };
}

export function assignmentBytes(
  assignor: Assignor,
  partitions: readonly TopicPartition[],
  generation: number,
): Buffer {
  // sarama keeps nothing but these bytes of what it had.
  const userData = assignor.name === 'sticky' ? assignor.userData({ partitions, generation }) : null;
  return writeAssignment(byTopic(partitions), userData);
}

function rememberedBy(userData: Buffer | null): Holding {
  const nothing = { partitions: [], generation: -1 };
  if (userData === null || userData.length === 0) return nothing;
  for (const version of [stickyVersion, 0]) {
    const read = readAs(userData, stickyFields, version) as
      | { previousAssignment: AssignedTopic[]; generation: number }
      | undefined;
    if (read) return { partitions: flat(read.previousAssignment), generation: read.generation };
  }
  const read = readAs(userData, cooperativeFields, 0) as { generation: number } | undefined;
  return read ? { partitions: [], generation: read.generation } : nothing;
}

/** Undefined if these are other bytes, or more. */
function readAs(whole: Buffer, fields: Fields, version: number): unknown {
  const reader = new ByteReader(whole, 'user data of a member');
  try {
    const value = compileStruct(fields, version, false).read(reader);
    return reader.remaining === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function written(fields: Fields, version: number, value: object): Buffer {
  const writer = new ByteWriter('user data of a member');
  compileStruct(fields, version, false).write(writer, value);
  return writer.written();
}

export function byTopic(partitions: readonly TopicPartition[]): AssignedTopic[] {
  return [...groupBy(partitions, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: own.map(({ partition }) => partition),
  }));
}

export function flat(topics: readonly AssignedTopic[]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
