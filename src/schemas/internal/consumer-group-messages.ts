/** Groups of the newer protocol (KIP-848), in `__consumer_offsets`. */
import { readWholeSubscription } from '../../wire/protocol/consumer-protocol.js';
import { anyInt64, array, bytes, int32, int8, string, struct, uuid } from '../../wire/protocol/schema.js';
import { ofGroup, ofMember, targetAssignment, targetAssignmentMetadata } from './group-parts.js';
import { wordsFor, type StoredMessage } from './stored-message.js';

const heldPartitions = () =>
  array({
    topicId: uuid(),
    partitions: array(int32()),
    assignmentEpochs: array(int32()).nullable().tagged(0),
  });

/** group-coordinator/src/main/resources/common/message of Kafka. */
export const consumerGroupMessages: readonly (readonly [number, StoredMessage])[] = [
  [
    3,
    ofGroup('ConsumerGroupMetadata', {
      epoch: int32(),
      metadataHash: anyInt64().tagged(0).default(0),
    }),
  ],
  [4, ofGroup('ConsumerGroupPartitionMetadata', partitionMetadata())],
  [
    5,
    {
      ...ofMember('ConsumerGroupMemberMetadata', {
        instanceId: string().nullable(),
        rackId: string().nullable(),
        clientId: string(),
        clientHost: string(),
        subscribedTopicNames: array(string()),
        subscribedTopicRegex: string().nullable(),
        rebalanceTimeoutMs: int32().default(-1),
        serverAssignor: string().nullable(),
        classicMemberMetadata: struct({
          sessionTimeoutMs: int32(),
          supportedProtocols: array({ name: string(), metadata: bytes() }),
        })
          .nullable()
          .tagged(0),
      }),
      shown: { metadata: (read) => readWholeSubscription(read as Buffer) ?? read },
    },
  ],
  [6, ofGroup('ConsumerGroupTargetAssignmentMetadata', targetAssignmentMetadata())],
  [7, ofMember('ConsumerGroupTargetAssignmentMember', targetAssignment())],
  [
    8,
    {
      ...ofMember('ConsumerGroupCurrentMemberAssignment', {
        memberEpoch: int32(),
        previousMemberEpoch: int32(),
        state: int8(),
        assignedPartitions: heldPartitions(),
        partitionsPendingRevocation: heldPartitions(),
      }),
      shown: {
        state: wordsFor({
          0: 'STABLE',
          1: 'UNREVOKED_PARTITIONS',
          2: 'UNRELEASED_PARTITIONS',
          127: 'UNKNOWN',
        }),
      },
    },
  ],
  [
    16,
    {
      name: 'ConsumerGroupRegularExpression',
      key: { groupId: string(), regularExpression: string() },
      value: { topics: array(string()), version: anyInt64(), timestamp: anyInt64() },
      newestValue: 0,
      flexibleSince: 0,
    },
  ],
];

function partitionMetadata() {
  return {
    topics: array({
      topicId: uuid(),
      topicName: string(),
      numPartitions: int32(),
      partitionMetadata: array({ partition: int32(), racks: array(string()) }),
    }),
  };
}
