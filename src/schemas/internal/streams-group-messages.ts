/** Streams groups (KIP-1071), in `__consumer_offsets`. */
import { anyInt64, array, int16, int32, int8, string, struct, uint16 } from '../../wire/protocol/schema.js';
import { ofGroup, ofMember, targetAssignmentMetadata } from './group-parts.js';
import { wordsFor, type StoredMessage } from './stored-message.js';

const keyValue = () => array({ key: string(), value: string() });
const tasks = () => array({ subtopologyId: string(), partitions: array(int32()) });
const heldTasks = () =>
  array({
    subtopologyId: string(),
    partitions: array(int32()),
    assignmentEpochs: array(int32()).nullable().tagged(0),
  });
const topics = () =>
  array({ name: string(), partitions: int32(), replicationFactor: int16(), topicConfigs: keyValue() });

/** group-coordinator/src/main/resources/common/message of Kafka. */
export const streamsGroupMessages: readonly (readonly [number, StoredMessage])[] = [
  [
    17,
    ofGroup('StreamsGroupMetadata', {
      epoch: int32(),
      metadataHash: anyInt64(),
      validatedTopologyEpoch: int32().tagged(0).default(-1),
      lastAssignmentConfigs: keyValue().nullable().tagged(1),
      storedDescriptionTopologyEpoch: int32().tagged(2).default(-1),
      failedDescriptionTopologyEpoch: int32().tagged(3).default(-1),
    }),
  ],
  [
    19,
    ofMember('StreamsGroupMemberMetadata', {
      instanceId: string().nullable(),
      rackId: string().nullable(),
      clientId: string(),
      clientHost: string(),
      rebalanceTimeoutMs: int32().default(-1),
      topologyEpoch: int32(),
      processId: string(),
      userEndpoint: struct({ host: string(), port: uint16() }).nullable().default(null),
      clientTags: keyValue(),
    }),
  ],
  [20, ofGroup('StreamsGroupTargetAssignmentMetadata', targetAssignmentMetadata())],
  [
    21,
    ofMember('StreamsGroupTargetAssignmentMember', {
      activeTasks: tasks(),
      standbyTasks: tasks(),
      warmupTasks: tasks(),
    }),
  ],
  [
    22,
    {
      ...ofMember('StreamsGroupCurrentMemberAssignment', {
        memberEpoch: int32(),
        previousMemberEpoch: int32(),
        state: int8(),
        activeTasks: heldTasks(),
        standbyTasks: heldTasks(),
        warmupTasks: heldTasks(),
        activeTasksPendingRevocation: heldTasks(),
        standbyTasksPendingRevocation: heldTasks(),
        warmupTasksPendingRevocation: heldTasks(),
      }),
      shown: {
        state: wordsFor({ 1: 'STABLE', 2: 'UNREVOKED_TASKS', 3: 'UNRELEASED_TASKS', 127: 'UNKNOWN' }),
      },
    },
  ],
  [
    23,
    ofGroup('StreamsGroupTopology', {
      epoch: int32(),
      subtopologies: array({
        subtopologyId: string(),
        sourceTopics: array(string()),
        sourceTopicRegex: array(string()),
        stateChangelogTopics: topics(),
        repartitionSinkTopics: array(string()),
        repartitionSourceTopics: topics(),
        copartitionGroups: array({
          sourceTopics: array(int16()),
          sourceTopicRegex: array(int16()),
          repartitionSourceTopics: array(int16()),
        }),
      }),
    }),
  ],
];
