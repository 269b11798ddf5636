/** A broker that keeps groups and their offsets, in topics whose logs a test makes up: all that commands about groups ask. */
import { AssignerProtocol } from 'kafkajs';
import { coordinatedByBroker1 } from './find-coordinator.js';
import type { ClusterMetadata } from '../../kafka/session/metadata.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { Int64 } from '../../text/int64.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { describeGroups } from '../../wire/requests/describe-groups.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { offsetCommit } from '../../wire/requests/offset-commit.js';
import { offsetDelete } from '../../wire/requests/offset-delete.js';
import { offsetFetch } from '../../wire/requests/offset-fetch.js';
import { partitionState, topicState } from './cluster-state.js';
import { ScriptedBroker } from './scripted-broker.js';
import { testSession } from './test-session.js';

interface Committed {
  readonly offset: Int64;
  readonly metadata?: string;
}

interface TestMember {
  readonly memberId: string;
  readonly instanceId?: string;
  /** Those that it is subscribed to. */
  readonly topics: readonly string[];
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

export interface TestGroup {
  readonly state?: string;
  /** As ListGroups has it: Classic, Consumer, Share, Streams. */
  readonly type?: string;
  readonly members?: readonly TestMember[];
  /** By `topic/partition`. */
  readonly committed: Record<string, Committed>;
}

interface LogAnswer {
  readonly offset?: number;
  readonly timestamp?: Int64;
  readonly errorCode?: number;
}

interface GroupClusterSettings {
  /** How many partitions each topic has. */
  readonly topics: Readonly<Record<string, number>>;
  readonly groups: Readonly<Record<string, TestGroup>>;
  /** `timestamp`: a time, or one of `offsetAt`. Undefined: the broker leaves the partition out. Logs of 0 to 100 by default. */
  readonly logAt?: (topic: string, partition: number, timestamp: Int64) => LogAnswer | undefined;
  readonly configs?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

interface GroupCluster {
  readonly broker: ScriptedBroker;
  readonly session: KafkaSession;
  readonly groups: Map<string, TestGroup>;
}

const noError = { throttleTimeMs: 0, errorCode: 0, errorMessage: null };

export function groupCluster(settings: GroupClusterSettings): GroupCluster {
  const { topics, logAt = () => ({}), configs = {}, timeoutMs = 1000 } = settings;
  const groups = new Map(Object.entries(settings.groups));
  const broker = new ScriptedBroker(1)
    .on(findCoordinator, coordinatedByBroker1)
    .on(listGroups, () => ({
      ...noError,
      groups: [...groups].map(([groupId, { state = 'Empty', type = 'Classic' }]) => ({
        ...{ groupId, protocolType: 'consumer', groupState: state, groupType: type },
      })),
    }))
    .on(describeGroups, ({ groups: asked }) => ({
      throttleTimeMs: 0,
      groups: asked.map((groupId) => described(groupId, groups.get(groupId))),
    }))
    .on(offsetFetch, ({ groups: asked }) => ({
      ...{ ...noError, topics: [] },
      groups: asked.map(({ groupId }) => ({
        ...{ groupId, errorCode: 0 },
        topics: Object.entries(groups.get(groupId)?.committed ?? {}).map(([key, { offset, metadata }]) => ({
          name: topicOf(key),
          partitions: [
            {
              ...{ partitionIndex: partitionOf(key), committedOffset: offset, committedLeaderEpoch: -1 },
              ...{ metadata: metadata ?? '', errorCode: 0 },
            },
          ],
        })),
      })),
    }))
    .on(offsetCommit, ({ groupId, topics: wanted }) => {
      const group = groups.get(groupId) ?? { committed: {} };
      groups.set(groupId, group);
      for (const { name, partitions } of wanted) {
        for (const { partitionIndex, committedOffset, committedMetadata } of partitions) {
          const metadata = committedMetadata ?? '';
          group.committed[`${name}/${partitionIndex}`] = { offset: committedOffset, metadata };
        }
      }
      return { throttleTimeMs: 0, topics: done(wanted) };
    })
    .on(offsetDelete, ({ groupId, topics: wanted }) => {
      const group = groups.get(groupId);
      for (const { name, partitions } of wanted) {
        for (const { partitionIndex } of partitions) delete group?.committed[`${name}/${partitionIndex}`];
      }
      return { throttleTimeMs: 0, errorCode: 0, topics: done(wanted) };
    })
    .on(listOffsets, ({ topics: wanted }) => ({
      throttleTimeMs: 0,
      topics: wanted.map(({ name, partitions }) => ({
        name,
        partitions: partitions.flatMap(({ partitionIndex, timestamp }) => {
          const answer = logAt(name, partitionIndex, timestamp);
          const offset = timestamp === offsetAt.earliest ? 0 : 100;
          const usual = { partitionIndex, errorCode: 0, timestamp: -1, offset };
          return answer === undefined ? [] : [{ ...usual, ...answer }];
        }),
      })),
    }))
    .on(describeConfigs, ({ resources }) => ({
      throttleTimeMs: 0,
      results: resources.map(({ resourceName, resourceType }) => ({
        ...{ errorCode: 0, errorMessage: null, resourceType, resourceName },
        configs: Object.entries({ 'cleanup.policy': 'delete', ...configs }).map(([name, value]) => ({
          ...{ name, value, readOnly: false, configSource: 5 },
          ...{ isSensitive: false, synonyms: [], documentation: null },
        })),
      })),
    }));
  const metadata: Partial<ClusterMetadata> = {
    brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
    topics: Object.entries(topics).map(([name, count]) =>
      topicState(
        name,
        Array.from({ length: count }, (_, partition) => partitionState(partition, [1])),
      ),
    ),
  };
  return { broker, groups, session: testSession({ metadata, brokers: [broker], timeoutMs }) };
}

function described(groupId: string, group: TestGroup | undefined) {
  const { state = 'Empty', type = 'Classic', members = [] } = group ?? {};
  if (type.toLowerCase() !== 'classic' || !group) {
    const errorCode = errorCodeNamed('GROUP_ID_NOT_FOUND');
    const unknown = { groupId, groupState: 'Dead', protocolType: '', protocolData: '', members: [] };
    return { ...unknown, errorCode, errorMessage: 'not a classic group' };
  }
  return {
    ...{ errorCode: 0, errorMessage: null, groupId, groupState: state },
    ...{ protocolType: 'consumer', protocolData: members.length > 0 ? 'range' : '' },
    members: members.map(({ memberId, instanceId, topics, assignment }) => ({
      ...{ memberId, groupInstanceId: instanceId ?? null, clientId: 'app', clientHost: '/10.0.0.7' },
      memberMetadata: AssignerProtocol.MemberMetadata.encode({
        ...{ version: 0, topics: [...topics], userData: Buffer.alloc(0) },
      }),
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 0,
        assignment: Object.fromEntries(Object.entries(assignment).map(([name, own]) => [name, [...own]])),
        userData: Buffer.alloc(0),
      }),
    })),
  };
}

function done(
  wanted: readonly { readonly name: string; readonly partitions: readonly { partitionIndex: number }[] }[],
) {
  return wanted.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0 })),
  }));
}

const topicOf = (key: string) => key.slice(0, key.lastIndexOf('/'));
const partitionOf = (key: string) => Number(key.slice(key.lastIndexOf('/') + 1));
