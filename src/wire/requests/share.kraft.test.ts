import { expect, test } from '@jest/globals';
import { newShareGroup } from '../../testing/clusters/share-groups.js';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { until } from '../../testing/clusters/until.js';
import { inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import { send } from '../protocol/send.js';
import { coordinatorType } from './find-coordinator.js';
import { shareAcknowledge } from './share-acknowledge.js';
import { acknowledgeType, shareFetch } from './share-fetch.js';
import { shareGroupHeartbeat } from './share-group-heartbeat.js';

const trip = roundTrip();
const memberId = 'AAECAwQFBgcICQoLDA0ODw';
const partitionIndex = 0;

test('requests of a member of a share group', async () => {
  await writeRecords(trip.topic, [{ value: 'one' }, { value: 'two' }, { value: 'three' }]);
  const groupId = await newShareGroup();
  const coordinator = await trip.brokers.coordinator(groupId, coordinatorType.group);
  const joined = await until(async () => {
    const answer = await send(coordinator, shareGroupHeartbeat, {
      ...{ groupId, memberId, memberEpoch: 0 },
      subscribedTopicNames: [trip.topic],
    });
    return answer.assignment?.topicPartitions[0] && answer;
  });
  const { memberEpoch, assignment } = joined;
  const { topicId } = assignment!.topicPartitions[0]!;
  await inEveryVersion(
    coordinator,
    shareGroupHeartbeat,
    () => ({ groupId, memberId, memberEpoch }),
    (answer) => expect(answer).toMatchObject({ errorCode: 0, memberId, memberEpoch, assignment: null }),
  );

  let epoch = 0;
  const session = () => ({ groupId, memberId, shareSessionEpoch: epoch++ });
  const limits = { maxWaitMs: 500, minBytes: 1, maxRecords: 10, batchSize: 10, forgottenTopicsData: [] };
  const here = (...types: number[]) => [
    {
      topicId,
      partitions: [
        {
          partitionIndex,
          acknowledgementBatches:
            types.length === 0 ? [] : [{ firstOffset: 0, lastOffset: 2, acknowledgeTypes: types }],
        },
      ],
    },
  ];
  // Before that the broker has to find out where the group is.
  await until(async () => {
    const topics = epoch === 0 ? here() : [];
    const { responses } = await send(trip.leader, shareFetch, { ...session(), ...limits, topics });
    return responses[0]?.partitions[0]?.acquiredRecords.length ? true : undefined;
  });
  let deliveryCount = 1;
  await inEveryVersion(
    trip.leader,
    shareFetch,
    () => ({ ...session(), ...limits, topics: here(acknowledgeType.release) }),
    ({ errorCode, acquisitionLockTimeoutMs, responses }) => {
      deliveryCount += 1;
      expect({ errorCode, acquisitionLockTimeoutMs }).toEqual({
        errorCode: 0,
        acquisitionLockTimeoutMs: 30_000,
      });
      expect(responses[0]!.partitions[0]).toMatchObject({
        ...{ partitionIndex, errorCode: 0, acknowledgeErrorCode: 0 },
        acquiredRecords: [{ firstOffset: 0, lastOffset: 2, deliveryCount }],
      });
    },
  );
  const types = [acknowledgeType.accept, acknowledgeType.reject, acknowledgeType.gap];
  const answers: number[] = [];
  await inEveryVersion(
    trip.leader,
    shareAcknowledge,
    () => ({ ...session(), topics: here(...types) }),
    ({ errorCode, responses }) => {
      expect(errorCode).toBe(0);
      answers.push(responses[0]!.partitions[0]!.errorCode);
    },
  );
  // Of what the group is done with anything may be said again.
  expect(answers).toEqual([0, 0]);
  const closed = await send(trip.leader, shareAcknowledge, {
    ...{ groupId, memberId, shareSessionEpoch: -1, topics: [] },
  });
  expect(closed.errorCode).toBe(0);
  await send(coordinator, shareGroupHeartbeat, { groupId, memberId, memberEpoch: -1 });
}, 30_000);
