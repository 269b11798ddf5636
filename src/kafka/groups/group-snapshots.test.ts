import { describe, expect, test } from '@jest/globals';
import { coordinatedByBroker1 } from '../../testing/brokers/find-coordinator.js';
import { AssignerProtocol } from 'kafkajs';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { consumerGroupDescribe } from '../../wire/requests/consumer-group-describe.js';
import { describeGroups } from '../../wire/requests/describe-groups.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { offsetFetch } from '../../wire/requests/offset-fetch.js';
import { zeroUuid } from '../../wire/protocol/schema.js';
import { existingGroups, findGroup, membersInWords, snapshotsAt } from './group-snapshots.js';
import type { KafkaSession } from '../session/session.js';

const loading = 14;
const notFound = 69;
const unsupported = 35;

interface Listed {
  readonly group: string;
  readonly type: string;
  readonly state?: string;
}

/** A coordinator as Kafka 4 has it: DescribeGroups knows nothing of the newer types. */
function coordinator(groups: readonly Listed[]): ScriptedBroker {
  const typeOf = (id: string) => groups.find(({ group }) => group === id)?.type.toLowerCase();
  return new ScriptedBroker(1)
    .on(findCoordinator, coordinatedByBroker1)
    .on(listGroups, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      groups: groups.map(({ group, type, state = 'Stable' }) => ({
        groupId: group,
        protocolType: 'consumer',
        groupState: state,
        groupType: type,
      })),
    }))
    .on(describeGroups, ({ groups: asked }) => ({
      throttleTimeMs: 0,
      groups: asked.map((groupId) => ({
        errorCode: typeOf(groupId) === 'classic' ? 0 : notFound,
        errorMessage: typeOf(groupId) === 'classic' ? null : 'not a classic group',
        groupId,
        groupState: typeOf(groupId) === 'classic' ? 'Stable' : 'Dead',
        protocolType: 'consumer',
        protocolData: 'range',
        members: [
          {
            memberId: 'm-1',
            groupInstanceId: 'static-1',
            clientId: 'app',
            clientHost: '/10.0.0.7',
            memberMetadata: AssignerProtocol.MemberMetadata.encode({
              version: 0,
              topics: ['orders'],
              userData: Buffer.alloc(0),
            }),
            memberAssignment: AssignerProtocol.MemberAssignment.encode({
              version: 0,
              assignment: { orders: [1, 0] },
              userData: Buffer.alloc(0),
            }),
          },
        ],
      })),
    }))
    .on(consumerGroupDescribe, ({ groupIds }) => ({
      throttleTimeMs: 0,
      groups: groupIds.map((groupId) => ({
        errorCode: 0,
        errorMessage: null,
        groupId,
        groupState: 'Stable',
        groupEpoch: 3,
        assignmentEpoch: 3,
        assignorName: 'uniform',
        members: ['m-1', 'm-2'].map((memberId, index) => ({
          memberId,
          instanceId: null,
          rackId: null,
          memberEpoch: 3,
          clientId: 'app',
          clientHost: '/10.0.0.8',
          subscribedTopicNames: ['orders'],
          subscribedTopicRegex: null,
          assignment: {
            topicPartitions:
              index === 0 ? [{ topicId: zeroUuid, topicName: 'orders', partitions: [2, 0] }] : [],
          },
          targetAssignment: { topicPartitions: [] },
        })),
        authorizedOperations: 0,
      })),
    }))
    .on(offsetFetch, ({ groups: asked, groupId }, version) => {
      const offsetsOf = (id: string) => [
        {
          name: 'orders',
          partitions: [
            {
              partitionIndex: 1,
              committedOffset: id.length,
              committedLeaderEpoch: -1,
              metadata: 'x',
              errorCode: 0,
            },
            {
              partitionIndex: 0,
              committedOffset: -1,
              committedLeaderEpoch: -1,
              metadata: null,
              errorCode: 0,
            },
          ],
        },
      ];
      return {
        throttleTimeMs: 0,
        topics: version < 8 ? offsetsOf(groupId) : [],
        groups: asked.map((each) => ({
          groupId: each.groupId,
          errorCode: 0,
          topics: offsetsOf(each.groupId),
        })),
      };
    });
}

const at = (connection: ScriptedBroker) => ({ id: 1, connection });
const all = () => true;

describe('what a coordinator knows', () => {
  test('a live group of the newer protocol is alive, with its type and its members', async () => {
    const [snapshot] = (await snapshotsAt(at(coordinator([{ group: 'g848', type: 'Consumer' }])), all))!;
    expect(snapshot).toEqual({
      group: 'g848',
      state: 'Stable',
      type: 'consumer',
      protocolType: 'consumer',
      coordinator: { id: 1, address: 'fake:9092' },
      assignor: 'uniform',
      epochs: { group: 3, assignment: 3 },
      members: [
        {
          memberId: 'm-1',
          instanceId: null,
          clientId: 'app',
          host: '10.0.0.8',
          rack: null,
          subscribed: ['orders'],
          assignment: [{ topic: 'orders', partitions: [0, 2] }],
          newProtocol: { epoch: 3, protocol: null, pattern: null, target: [] },
        },
        expect.objectContaining({ memberId: 'm-2', assignment: [] }),
      ],
      committed: [{ topic: 'orders', partition: 1, offset: 4, metadata: 'x' }],
      problem: null,
    });
  });

  test('a classic group, its assignment read', async () => {
    const [snapshot] = (await snapshotsAt(at(coordinator([{ group: 'old', type: 'Classic' }])), all))!;
    expect(snapshot).toMatchObject({ state: 'Stable', type: 'classic', assignor: 'range', problem: null });
    expect(snapshot!.members).toEqual([
      {
        memberId: 'm-1',
        instanceId: 'static-1',
        clientId: 'app',
        host: '10.0.0.7',
        subscribed: ['orders'],
        assignment: [{ topic: 'orders', partitions: [0, 1] }],
      },
    ]);
  });

  test('with a broker that is too old, a share group keeps its state, and nobody says that it has no members', async () => {
    const broker = coordinator([{ group: 'shared', type: 'Share' }]);
    const [snapshot] = (await snapshotsAt(at(broker), all))!;
    expect(snapshot).toMatchObject({ state: 'Stable', type: 'share', members: null, committed: [] });
    expect(snapshot!.problem).toBe(
      'its members are unknown: share groups need Kafka 4.1 or newer, feature share.version',
    );
    expect(broker.asked).toEqual(['ListGroups']);
  });

  test('four requests for hundreds of groups', async () => {
    const groups = Array.from({ length: 300 }, (_, index) => ({
      group: `g-${index}`,
      type: index % 2 === 0 ? 'classic' : 'consumer',
    }));
    const broker = coordinator(groups);
    expect(await snapshotsAt(at(broker), all)).toHaveLength(300);
    expect(broker.asked.sort()).toEqual([
      'ConsumerGroupDescribe',
      'DescribeGroups',
      'ListGroups',
      'OffsetFetch',
    ]);
  });

  test('a broker from before types and batches: one question more for each group', async () => {
    const broker = coordinator([
      { group: 'a', type: 'classic' },
      { group: 'bb', type: 'classic' },
    ]);
    broker.apiVersions.set(listGroups.apiKey, { min: 0, max: 2 });
    broker.apiVersions.set(offsetFetch.apiKey, { min: 0, max: 5 });
    broker.apiVersions.set(describeGroups.apiKey, { min: 0, max: 3 });
    const snapshots = (await snapshotsAt(at(broker), all))!;
    expect(snapshots.map(({ type, state, committed }) => [type, state, committed[0]!.offset])).toEqual([
      ['classic', 'Stable', 1],
      ['classic', 'Stable', 2],
    ]);
  });

  test('nothing while it is still loading', async () => {
    const broker = coordinator([]).on(listGroups, () => ({
      throttleTimeMs: 0,
      errorCode: loading,
      groups: [],
    }));
    expect(await snapshotsAt(at(broker), all)).toBeUndefined();
  });

  test('members that it does not tell are unknown, not none', async () => {
    const broker = coordinator([{ group: 'g', type: 'consumer', state: 'Assigning' }]).on(
      consumerGroupDescribe,
      ({ groupIds }) => ({
        throttleTimeMs: 0,
        groups: groupIds.map((groupId) => ({
          errorCode: unsupported,
          errorMessage: 'not here',
          groupId,
          groupState: '',
          groupEpoch: 0,
          assignmentEpoch: 0,
          assignorName: '',
          members: [],
          authorizedOperations: 0,
        })),
      }),
    );
    const [snapshot] = (await snapshotsAt(at(broker), all))!;
    expect(snapshot).toMatchObject({ state: 'Assigning', members: null });
    expect(snapshot!.problem).toBe('its members are unknown: not here (UNSUPPORTED_VERSION)');
  });
});

function sessionTo(broker: ScriptedBroker, timeoutMs = 1000): KafkaSession {
  const brokers = [{ id: 1, host: 'fake', port: 9092, rack: null }];
  return testSession({ metadata: { brokers }, brokers: [broker], timeoutMs });
}

describe('groups by name', () => {
  const groups = [
    { group: 'billing', type: 'consumer' },
    { group: 'audit', type: 'classic' },
  ];

  test('in the order asked for, each once', async () => {
    const found = await existingGroups(sessionTo(coordinator(groups)), ['audit', 'billing', 'audit']);
    expect(found.map(({ group }) => group)).toEqual(['audit', 'billing']);
  });

  test('one that is not there', async () => {
    const session = sessionTo(coordinator(groups));
    const error = await labErrorOf(existingGroups(session, ['audit', 'biling']));
    expect([error.code, error.message, error.hint]).toEqual([
      'not-found',
      'There is no group "biling".',
      'Did you mean billing?',
    ]);
    expect(await findGroup(session, 'biling')).toBeUndefined();
  });

  test('the coordinator is asked again while it loads, and brokers without batches one by one', async () => {
    let asked = 0;
    const broker = coordinator(groups);
    broker.apiVersions.set(findCoordinator.apiKey, { min: 0, max: 3 });
    broker.on(listGroups, () =>
      ++asked < 3
        ? { throttleTimeMs: 0, errorCode: loading, groups: [] }
        : {
            throttleTimeMs: 0,
            errorCode: 0,
            groups: [
              { groupId: 'audit', protocolType: 'consumer', groupState: 'Empty', groupType: 'classic' },
            ],
          },
    );
    expect(await findGroup(sessionTo(broker), 'audit')).toMatchObject({ group: 'audit' });
    expect(asked).toBe(3);
  });

  test('and not for ever', async () => {
    const broker = coordinator(groups).on(listGroups, () => ({
      throttleTimeMs: 0,
      errorCode: loading,
      groups: [],
    }));
    const error = await labErrorOf(findGroup(sessionTo(broker, 150), 'audit'));
    expect([error.code, error.message]).toEqual([
      'timeout',
      expect.stringContaining('"audit" within 150 ms'),
    ]);
  });
});

test('members in words: some, and how many more', () => {
  const member = (memberId: string) => ({
    memberId,
    instanceId: null,
    clientId: 'app',
    host: '10.0.0.7',
    subscribed: [],
    assignment: [],
  });
  expect(membersInWords([member('a')])).toBe('a at 10.0.0.7 (client app)');
  expect(membersInWords(['a', 'b', 'c', 'd'].map(member))).toBe(
    'a at 10.0.0.7 (client app), b at 10.0.0.7 (client app) and 2 more',
  );
});
