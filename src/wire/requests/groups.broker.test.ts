import { beforeAll, expect, test } from '@jest/globals';
import { expectCode, inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import type { WireConnection } from '../protocol/connection.js';
import { send } from '../protocol/send.js';
import { uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { alterShareGroupOffsets } from './alter-share-group-offsets.js';
import { consumerGroupDescribe } from './consumer-group-describe.js';
import { deleteGroups } from './delete-groups.js';
import { deleteShareGroupOffsets } from './delete-share-group-offsets.js';
import { describeGroups } from './describe-groups.js';
import { describeShareGroupOffsets } from './describe-share-group-offsets.js';
import { coordinatorType, findCoordinator } from './find-coordinator.js';
import { listGroups } from './list-groups.js';
import { offsetCommit } from './offset-commit.js';
import { offsetDelete } from './offset-delete.js';
import { offsetFetch } from './offset-fetch.js';
import { shareGroupDescribe } from './share-group-describe.js';
import { streamsGroupDescribe } from './streams-group-describe.js';

const trip = roundTrip();
const { topic: name } = trip;
const group = uniqueName('round-trip-group');
const partitions = [{ partitionIndex: 0 }];
let groupCoordinator: WireConnection;

beforeAll(async () => {
  groupCoordinator = await trip.brokers.coordinator(group, coordinatorType.group);
  // In a new cluster brokers know who coordinates before that one does.
  await until(async () => {
    const answer = await send(
      groupCoordinator,
      offsetFetch,
      { groupId: group, topics: [] },
      { maxVersion: 7 },
    );
    return answer.errorCode === 0 || undefined;
  });
}, 60_000);

test('requests about groups', async () => {
  await inEveryVersion(
    trip.brokers.any,
    findCoordinator,
    (version) => (version >= 4 ? { coordinatorKeys: [group] } : { key: group }),
    (answer, version) => {
      const found = version >= 4 ? answer.coordinators[0] : answer;
      expect(found).toMatchObject({ errorCode: 0, nodeId: groupCoordinator.nodeId });
    },
  );
  await inEveryVersion(
    groupCoordinator,
    offsetCommit,
    () => ({
      groupId: group,
      topics: [{ name, partitions: [{ partitionIndex: 0, committedOffset: 7, committedMetadata: 'here' }] }],
    }),
    ({ topics }) => expect(topics[0]!.partitions[0]).toEqual({ partitionIndex: 0, errorCode: 0 }),
  );
  await inEveryVersion(
    groupCoordinator,
    offsetFetch,
    (version) =>
      version >= 8
        ? { groups: [{ groupId: group }] }
        : { groupId: group, topics: version >= 2 ? null : [{ name, partitionIndexes: [0] }] },
    (answer, version) => {
      const { topics } = version >= 8 ? answer.groups[0]! : answer;
      expect(topics[0]!.partitions[0]).toMatchObject({ committedOffset: 7, metadata: 'here', errorCode: 0 });
    },
  );
  await inEveryVersion(
    groupCoordinator,
    listGroups,
    () => ({}),
    ({ groups }, version) => {
      const found = groups.find(({ groupId }) => groupId === group);
      expect(found!.groupState).toBe(version >= 4 ? 'Empty' : '');
    },
  );
  await inEveryVersion(
    groupCoordinator,
    describeGroups,
    () => ({ groups: [group] }),
    ({ groups }) => expect(groups[0]).toMatchObject({ groupId: group, groupState: 'Empty', members: [] }),
  );
  await inEveryVersion(
    groupCoordinator,
    consumerGroupDescribe,
    () => ({ groupIds: [group] }),
    // Not one of the newer protocol; a broker with ZooKeeper does not speak of it at all.
    ({ groups }) => expectCode(groups[0]!.errorCode, 'GROUP_ID_NOT_FOUND', 'UNSUPPORTED_VERSION'),
  );
  await inEveryVersion(
    groupCoordinator,
    offsetDelete,
    () => ({ groupId: group, topics: [{ name, partitions }] }),
    ({ topics }) => expect(topics[0]!.partitions[0]).toEqual({ partitionIndex: 0, errorCode: 0 }),
  );
  await inEveryVersion(
    groupCoordinator,
    deleteGroups,
    () => ({ groupsNames: [group] }),
    ({ results }) => expectCode(results[0]!.errorCode, 'NONE', 'GROUP_ID_NOT_FOUND'),
  );
});

/** Kafka 3 has none of these, and nothing is sent to it. */
test('requests about share and streams groups', async () => {
  const share = uniqueName('round-trip-share');
  const coordinator = await trip.brokers.coordinator(share, coordinatorType.group);
  await inEveryVersion(
    coordinator,
    alterShareGroupOffsets,
    () => ({
      groupId: share,
      topics: [{ topicName: name, partitions: [{ partitionIndex: 0, startOffset: 0 }] }],
    }),
    ({ errorCode, responses }) =>
      expect([errorCode, responses[0]!.partitions[0]]).toEqual([
        0,
        { partitionIndex: 0, errorCode: 0, errorMessage: null },
      ]),
  );
  await inEveryVersion(
    coordinator,
    describeShareGroupOffsets,
    () => ({ groups: [{ groupId: share, topics: null }] }),
    ({ groups }, version) =>
      expect(groups[0]!.topics[0]).toMatchObject({
        topicName: name,
        partitions: [{ partitionIndex: 0, startOffset: 0, lag: version >= 1 ? 0 : -1, errorCode: 0 }],
      }),
  );
  await inEveryVersion(
    coordinator,
    shareGroupDescribe,
    () => ({ groupIds: [share] }),
    ({ groups }) =>
      expect(groups[0]).toMatchObject({ groupState: 'Empty', assignorName: 'simple', members: [] }),
  );
  await inEveryVersion(
    coordinator,
    streamsGroupDescribe,
    () => ({ groupIds: [share] }),
    ({ groups }) => expectCode(groups[0]!.errorCode, 'GROUP_ID_NOT_FOUND'),
  );
  await inEveryVersion(
    coordinator,
    deleteShareGroupOffsets,
    () => ({ groupId: share, topics: [{ topicName: name }] }),
    ({ responses }) => expect(responses[0]).toMatchObject({ topicName: name, errorCode: 0 }),
  );
  await send(coordinator, deleteGroups, { groupsNames: [share] });
});
