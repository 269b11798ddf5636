/** Start offsets of share groups (KIP-932), set and forgotten; each replaces what is kept of deliveries from there on. */
import { groupBy } from '../../text/group-by.js';
import type { Int64 } from '../../text/int64.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { send } from '../../wire/protocol/send.js';
import { alterShareGroupOffsets } from '../../wire/requests/alter-share-group-offsets.js';
import { deleteShareGroupOffsets } from '../../wire/requests/delete-share-group-offsets.js';
import { isMoving, onCoordinator } from '../session/coordinators.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';

export interface WantedOffset extends TopicPartition {
  /** Null: nothing should be committed. */
  readonly offset: Int64 | null;
  readonly metadata?: string;
}

/** Error codes by `partitionKey`. */
export type Codes = ReadonlyMap<string, number>;

/** As coordinators keep a partition that the group has not read yet: it begins as its share.auto.offset.reset says. */
const notRead = -1;

/** A group that is not there is made. */
export async function alterShareOffsets(
  session: KafkaSession,
  groupId: string,
  wanted: readonly WantedOffset[],
): Promise<Codes> {
  if (wanted.length === 0) return new Map();
  return onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const { errorCode, responses } = await send(connection, alterShareGroupOffsets, {
      groupId,
      topics: [...groupBy(wanted, ({ topic }) => topic)].map(([topicName, own]) => ({
        topicName,
        partitions: own.map(({ partition, offset }) => ({
          partitionIndex: partition,
          // Whatever is planned for a share group lies within the log.
          startOffset: offset === null ? notRead : Number(offset),
        })),
      })),
    });
    if (isMoving(errorCode)) return undefined;
    if (errorCode !== 0) return codeForAll(wanted, errorCode);
    return new Map(
      responses.flatMap(({ topicName, partitions }) =>
        partitions.map((each) => [partitionKey(topicName, each.partitionIndex), each.errorCode] as const),
      ),
    );
  });
}

/** All that the group has of these topics, by `partitionKey` of `partitions`. A group that does not exist has nothing. */
export async function forgetShareTopics(
  session: KafkaSession,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Codes> {
  return onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const { errorCode, responses } = await send(connection, deleteShareGroupOffsets, {
      groupId,
      topics: [...new Set(partitions.map(({ topic }) => topic))].map((topicName) => ({ topicName })),
    });
    if (isMoving(errorCode)) return undefined;
    if (kafkaErrorCode(errorCode).name === 'GROUP_ID_NOT_FOUND') return new Map();
    if (errorCode !== 0) return codeForAll(partitions, errorCode);
    const codes = new Map(responses.map((each) => [each.topicName, each.errorCode]));
    return new Map(
      partitions.map(({ topic, partition }) => [partitionKey(topic, partition), codes.get(topic) ?? 0]),
    );
  });
}

function codeForAll(partitions: readonly TopicPartition[], errorCode: number): Codes {
  return new Map(partitions.map(({ topic, partition }) => [partitionKey(topic, partition), errorCode]));
}
