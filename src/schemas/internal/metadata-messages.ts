/** What controllers keep in the log of the cluster's metadata (KRaft), by Kafka's numbers for them. */
import {
  anyInt64,
  array,
  bool,
  bytes,
  float64,
  int16,
  int32,
  int8,
  string,
  struct,
  uint16,
  uuid,
  type Fields,
} from '../../wire/protocol/schema.js';
import { wordsFor, type ShownField, type StoredMessage } from './stored-message.js';
import { isSecretConfig } from './secret-configs.js';

/** A record of this log has no key: its value says what it is. */
export type MetadataMessage = Omit<StoredMessage, 'key' | 'flexibleSince'>;

const securityProtocol = wordsFor({ 0: 'PLAINTEXT', 1: 'SSL', 2: 'SASL_PLAINTEXT', 3: 'SASL_SSL' });
const mechanism = wordsFor({ 1: 'SCRAM-SHA-256', 2: 'SCRAM-SHA-512' });
const leaderRecoveryState = wordsFor({ 0: 'RECOVERED', 1: 'RECOVERING' });

/** What a user logs in with is not shown. */
const hidden: ShownField = () => '(hidden)';

const configValue: ShownField = (value, { name }) => (isSecretConfig(String(name)) ? '(hidden)' : value);

const endPoints = () => array({ name: string(), host: string(), port: uint16(), securityProtocol: int16() });
const supportedFeatures = () =>
  array({ name: string(), minSupportedVersion: int16(), maxSupportedVersion: int16() });
const brokerAtEpoch = () => ({ id: int32(), epoch: anyInt64() });

/** Values of one version so far. */
function one(name: string, value: Fields, shown?: MetadataMessage['shown']): MetadataMessage {
  return { name, value, newestValue: 0, ...(shown && { shown }) };
}

/** metadata/src/main/resources/common/metadata of Kafka; every version has tagged fields (KIP-482). */
export const metadataMessages: ReadonlyMap<number, MetadataMessage> = new Map([
  [
    0,
    {
      name: 'RegisterBrokerRecord',
      value: {
        brokerId: int32(),
        isMigratingZkBroker: bool().since(2).default(false),
        incarnationId: uuid(),
        brokerEpoch: anyInt64(),
        endPoints: endPoints(),
        features: supportedFeatures(),
        rack: string().nullable(),
        fenced: bool().default(true),
        inControlledShutdown: bool().since(1).default(false),
        logDirs: array(uuid()).since(3).tagged(0).default([]),
        cordonedLogDirs: array(uuid()).since(4).nullable(4).tagged(1).default(null),
      },
      newestValue: 4,
      shown: { securityProtocol },
    },
  ],
  [1, one('UnregisterBrokerRecord', { brokerId: int32(), brokerEpoch: anyInt64() })],
  [2, one('TopicRecord', { name: string(), topicId: uuid() })],
  [
    3,
    {
      name: 'PartitionRecord',
      value: {
        partitionId: int32().default(-1),
        topicId: uuid(),
        replicas: array(int32()),
        isr: array(int32()),
        removingReplicas: array(int32()),
        addingReplicas: array(int32()),
        leader: int32().default(-1),
        leaderRecoveryState: int8().tagged(0).default(0),
        leaderEpoch: int32().default(-1),
        partitionEpoch: int32().default(-1),
        directories: array(uuid()).since(1).default([]),
        eligibleLeaderReplicas: array(int32()).since(2).nullable(2).tagged(1).default(null),
        lastKnownElr: array(int32()).since(2).nullable(2).tagged(2).default(null),
      },
      newestValue: 2,
      shown: { leaderRecoveryState },
    },
  ],
  [
    4,
    one(
      'ConfigRecord',
      { resourceType: int8(), resourceName: string(), name: string(), value: string().nullable() },
      {
        resourceType: wordsFor({
          2: 'TOPIC',
          4: 'BROKER',
          8: 'BROKER_LOGGER',
          16: 'CLIENT_METRICS',
          32: 'GROUP',
        }),
        value: configValue,
      },
    ),
  ],
  [
    5,
    {
      name: 'PartitionChangeRecord',
      value: {
        partitionId: int32().default(-1),
        topicId: uuid(),
        isr: array(int32()).nullable().tagged(0).default(null),
        leader: int32().tagged(1).default(-2),
        replicas: array(int32()).nullable().tagged(2).default(null),
        removingReplicas: array(int32()).nullable().tagged(3).default(null),
        addingReplicas: array(int32()).nullable().tagged(4).default(null),
        leaderRecoveryState: int8().tagged(5).default(-1),
        directories: array(uuid()).since(1).nullable(1).tagged(8).default(null),
        eligibleLeaderReplicas: array(int32()).since(2).nullable(2).tagged(6).default(null),
        lastKnownElr: array(int32()).since(2).nullable(2).tagged(7).default(null),
      },
      newestValue: 2,
      shown: { leaderRecoveryState },
    },
  ],
  [7, one('FenceBrokerRecord', brokerAtEpoch())],
  [8, one('UnfenceBrokerRecord', brokerAtEpoch())],
  [9, one('RemoveTopicRecord', { topicId: uuid() })],
  [
    10,
    one('DelegationTokenRecord', {
      owner: string(),
      requester: string(),
      renewers: array(string()),
      issueTimestamp: anyInt64(),
      maxTimestamp: anyInt64(),
      expirationTimestamp: anyInt64(),
      tokenId: string(),
    }),
  ],
  [
    11,
    one(
      'UserScramCredentialRecord',
      {
        name: string(),
        mechanism: int8(),
        salt: bytes(),
        storedKey: bytes(),
        serverKey: bytes(),
        iterations: int32(),
      },
      { mechanism, salt: hidden, storedKey: hidden, serverKey: hidden },
    ),
  ],
  [12, one('FeatureLevelRecord', { name: string(), featureLevel: int16() })],
  [
    14,
    one('ClientQuotaRecord', {
      entity: array({ entityType: string(), entityName: string().nullable() }),
      key: string(),
      value: float64(),
      remove: bool(),
    }),
  ],
  [
    15,
    one('ProducerIdsRecord', {
      brokerId: int32(),
      brokerEpoch: anyInt64().default(-1),
      nextProducerId: anyInt64(),
    }),
  ],
  [
    17,
    {
      name: 'BrokerRegistrationChangeRecord',
      value: {
        brokerId: int32(),
        brokerEpoch: anyInt64(),
        fenced: int8().tagged(0).default(0),
        inControlledShutdown: int8().since(1).tagged(1).default(0),
        logDirs: array(uuid()).since(2).tagged(2).default([]),
        cordonedLogDirs: array(uuid()).since(3).nullable(3).tagged(3).default(null),
      },
      newestValue: 3,
      shown: {
        fenced: wordsFor({ [-1]: 'UNFENCE', 0: 'NONE', 1: 'FENCE' }),
        inControlledShutdown: wordsFor({ 0: 'NONE', 1: 'IN_CONTROLLED_SHUTDOWN' }),
      },
    },
  ],
  [
    18,
    one('AccessControlEntryRecord', {
      id: uuid(),
      resourceType: int8(),
      resourceName: string(),
      patternType: int8(),
      principal: string(),
      host: string(),
      operation: int8(),
      permissionType: int8(),
    }),
  ],
  [19, one('RemoveAccessControlEntryRecord', { id: uuid() })],
  [20, one('NoOpRecord', {})],
  [
    21,
    one(
      'ZkMigrationStateRecord',
      { zkMigrationState: int8() },
      { zkMigrationState: wordsFor({ 0: 'NONE', 1: 'PRE_MIGRATION', 2: 'MIGRATION', 3: 'POST_MIGRATION' }) },
    ),
  ],
  [22, one('RemoveUserScramCredentialRecord', { name: string(), mechanism: int8() }, { mechanism })],
  [23, one('BeginTransactionRecord', { name: string().nullable().tagged(0).default(null) })],
  [24, one('EndTransactionRecord', {})],
  [25, one('AbortTransactionRecord', { reason: string().nullable().tagged(0).default(null) })],
  [26, one('RemoveDelegationTokenRecord', { tokenId: string() })],
  [
    27,
    one(
      'RegisterControllerRecord',
      {
        controllerId: int32(),
        incarnationId: uuid(),
        zkMigrationReady: bool(),
        endPoints: endPoints(),
        features: supportedFeatures(),
      },
      { securityProtocol },
    ),
  ],
  [28, one('ClearElrRecord', { topicName: string() })],
  [29, one('UnregisterControllerRecord', { controllerId: int32() })],
]);

const voterIds = () => array({ voterId: int32(), voterDirectoryId: uuid().since(1) });

/** Control records of the quorum, by the type in their keys; clients/src/main/resources/common/message of Kafka. */
export const quorumMessages: ReadonlyMap<number, MetadataMessage> = new Map([
  [
    2,
    {
      name: 'LeaderChangeMessage',
      value: { version: int16(), leaderId: int32(), voters: voterIds(), grantingVoters: voterIds() },
      newestValue: 1,
    },
  ],
  [3, one('SnapshotHeaderRecord', { version: int16(), lastContainedLogTimestamp: anyInt64() })],
  [4, one('SnapshotFooterRecord', { version: int16() })],
  [5, one('KRaftVersionRecord', { version: int16(), kRaftVersion: int16() })],
  [
    6,
    one('VotersRecord', {
      version: int16(),
      voters: array({
        voterId: int32(),
        voterDirectoryId: uuid(),
        endpoints: array({ name: string(), host: string(), port: uint16() }),
        kRaftVersionFeature: struct({ minSupportedVersion: int16(), maxSupportedVersion: int16() }),
      }),
    }),
  ],
]);
