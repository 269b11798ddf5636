/** StreamsGroupDescribe: topology, members and tasks of Kafka Streams applications whose coordinator assigns the tasks. */
import { array, bool, int16, int32, int64, int8, string, struct, uint16 } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const keyValues = array({ key: string(), value: string() });
/** Its partitions are 0 if no number is enforced; its replicas 0 if the default of the brokers applies. */
const internalTopics = array({
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: keyValues,
});
const taskIds = array({ subtopologyId: string(), partitions: array(int32()) });
const taskOffsets = array({ subtopologyId: string(), partition: int32(), offset: int64() });
const assignment = struct({ activeTasks: taskIds, standbyTasks: taskIds, warmupTasks: taskIds });

const node = struct({
  name: string(),
  /** 1 a source, 2 a processor, 3 a sink. */
  nodeType: int8(),
  sourceTopics: array(string()),
  sinkTopic: string().nullable(),
  stores: array(string()),
  successors: array(string()),
});

/** https://kafka.apache.org/protocol#The_Messages_StreamsGroupDescribe (KIP-1071), to the group's coordinator. */
export const streamsGroupDescribe = defineRequest({
  apiKey: 89,
  name: 'StreamsGroupDescribe',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    groupIds: array(string()),
    includeAuthorizedOperations: bool().default(false),
    /** From a plug-in of the broker that keeps it (KIP-1331). */
    includeTopologyDescription: bool().since(1).default(false),
  },
  response: {
    throttleTimeMs: int32(),
    groups: array({
      errorCode: int16(),
      errorMessage: string().nullable(),
      groupId: string(),
      groupState: string(),
      groupEpoch: int32(),
      assignmentEpoch: int32(),
      topology: struct({
        epoch: int32(),
        /** null: not initialized, or source topics are missing or have the wrong number of partitions. */
        subtopologies: array({
          subtopologyId: string(),
          sourceTopics: array(string()),
          repartitionSinkTopics: array(string()),
          stateChangelogTopics: internalTopics,
          repartitionSourceTopics: internalTopics,
        }).nullable(),
      }).nullable(),
      members: array({
        memberId: string(),
        memberEpoch: int32(),
        instanceId: string().nullable(),
        rackId: string().nullable(),
        clientId: string(),
        clientHost: string(),
        topologyEpoch: int32(),
        processId: string(),
        userEndpoint: struct({ host: string(), port: uint16() }).nullable(),
        clientTags: keyValues,
        taskOffsets,
        taskEndOffsets: taskOffsets,
        assignment,
        targetAssignment: assignment,
        isClassic: bool(),
      }),
      authorizedOperations: int32(),
      topologyDescription: struct({
        subtopologies: array({ subtopologyId: string(), nodes: array(node) }),
        globalStores: array({ source: node, processor: node }),
      })
        .since(1)
        .nullable(1)
        .default(null),
      topologyDescriptionStatus: int8().since(1).default(0),
      /** Of the next assignment (KIP-1357); null in case of an error. */
      assignorName: string().since(1).nullable(1).default(null).ignorable(),
    }),
  },
});
