/** Share groups (KIP-932), in `__consumer_offsets`. */
import { anyInt64, array, int32, int8, string, uuid } from '../../wire/protocol/schema.js';
import { ofGroup, ofMember, targetAssignment, targetAssignmentMetadata } from './group-parts.js';
import { wordsFor, type StoredMessage } from './stored-message.js';

const topicPartitions = () => array({ topicId: uuid(), topicName: string(), partitions: array(int32()) });

/** group-coordinator/src/main/resources/common/message of Kafka. */
export const shareGroupMessages: readonly (readonly [number, StoredMessage])[] = [
  [
    10,
    ofMember('ShareGroupMemberMetadata', {
      rackId: string().nullable(),
      clientId: string(),
      clientHost: string(),
      subscribedTopicNames: array(string()),
    }),
  ],
  [11, ofGroup('ShareGroupMetadata', { epoch: int32(), metadataHash: anyInt64() })],
  [12, ofGroup('ShareGroupTargetAssignmentMetadata', targetAssignmentMetadata())],
  [13, ofMember('ShareGroupTargetAssignmentMember', targetAssignment())],
  [
    14,
    {
      ...ofMember('ShareGroupCurrentMemberAssignment', {
        memberEpoch: int32(),
        previousMemberEpoch: int32(),
        state: int8(),
        assignedPartitions: array({ topicId: uuid(), partitions: array(int32()) }),
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
    15,
    ofGroup('ShareGroupStatePartitionMetadata', {
      initializingTopics: topicPartitions(),
      initializedTopics: topicPartitions(),
      deletingTopics: array({ topicId: uuid(), topicName: string() }),
    }),
  ],
];
