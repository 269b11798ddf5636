/** Committed offsets, and groups of the classic protocol, in `__consumer_offsets`. */
import { readWholeAssignment, readWholeSubscription } from '../../wire/protocol/consumer-protocol.js';
import { anyInt64, array, bytes, int32, string, uuid } from '../../wire/protocol/schema.js';
import type { ShownField, StoredMessage } from './stored-message.js';

/** Clients name the protocol of their groups: what others than consumers say (Kafka Connect) stays bytes. */
const ofConsumers =
  (read: (bytes: Buffer) => unknown): ShownField =>
  (value, { protocolType }) =>
    (protocolType === 'consumer' ? read(value as Buffer) : null) ?? value;

const offsetCommit = {
  key: { group: string(), topic: string(), partition: int32() },
  value: {
    offset: anyInt64(),
    leaderEpoch: int32().since(3).default(-1).ignorable(),
    metadata: string(),
    commitTimestamp: anyInt64(),
    expireTimestamp: anyInt64().since(1).until(1).default(-1).ignorable(),
    topicId: uuid().since(4).tagged(0).ignorable(),
  },
  newestValue: 4,
  flexibleSince: 4,
};

/** group-coordinator/src/main/resources/common/message of Kafka. */
export const classicGroupMessages: readonly (readonly [number, StoredMessage])[] = [
  [0, { name: 'LegacyOffsetCommit', ...offsetCommit }],
  [1, { name: 'OffsetCommit', ...offsetCommit }],
  [
    2,
    {
      name: 'GroupMetadata',
      key: { group: string() },
      value: {
        protocolType: string(),
        generation: int32(),
        protocol: string().nullable(),
        leader: string().nullable(),
        currentStateTimestamp: anyInt64().since(2).default(-1).ignorable(),
        members: array({
          memberId: string(),
          groupInstanceId: string().since(3).nullable(3).default(null).ignorable(),
          clientId: string(),
          clientHost: string(),
          rebalanceTimeout: int32().since(1).default(-1).ignorable(),
          sessionTimeout: int32(),
          subscription: bytes(),
          assignment: bytes(),
        }),
      },
      newestValue: 4,
      flexibleSince: 4,
      shown: {
        subscription: ofConsumers(readWholeSubscription),
        assignment: ofConsumers(readWholeAssignment),
      },
    },
  ],
];
