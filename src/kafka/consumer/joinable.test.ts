import { describe, expect, test } from '@jest/globals';
import { coordinatedByBroker1 } from '../../testing/brokers/find-coordinator.js';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { LabError } from '../../text/errors.js';
import { writeAssignment } from '../../wire/protocol/consumer-protocol.js';
import { describeGroups } from '../../wire/requests/describe-groups.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { offsetFetch } from '../../wire/requests/offset-fetch.js';
import type { KafkaSession } from '../session/session.js';
import { currentAssignor, explainRefusal } from './joinable.js';
import { shareArrived } from './share-arrived.js';

interface Group {
  readonly type?: string;
  readonly state?: string;
  readonly protocolType?: string;
  readonly assignor?: string;
  /** The partitions of topic t that each member has. */
  readonly members?: readonly (readonly number[])[];
}

/** A cluster with the group "g", or with none. */
function sessionWith(group: Group | undefined): KafkaSession {
  const {
    type = 'classic',
    state = 'Stable',
    protocolType = 'consumer',
    assignor = 'range',
    members = [[]],
  } = group ?? {};
  const broker = new ScriptedBroker()
    .on(findCoordinator, coordinatedByBroker1)
    .on(listGroups, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      groups: group ? [{ groupId: 'g', protocolType, groupState: state, groupType: type }] : [],
    }))
    .on(describeGroups, () => ({
      throttleTimeMs: 0,
      groups: [
        {
          errorCode: 0,
          errorMessage: null,
          groupId: 'g',
          groupState: state,
          protocolType,
          protocolData: assignor,
          members: members.map((partitions, index) => ({
            memberId: `m-${index}`,
            groupInstanceId: null,
            clientId: 'app',
            clientHost: '/10.0.0.7',
            memberMetadata: Buffer.alloc(0),
            memberAssignment: writeAssignment([{ topic: 't', partitions }]),
          })),
          authorizedOperations: 0,
        },
      ],
    }))
    .on(offsetFetch, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      topics: [],
      groups: [{ groupId: 'g', topics: [], errorCode: 0 }],
    }));
  return testSession({ brokers: [broker] });
}

describe('before it joins', () => {
  test.each<[string, Group | undefined, string | null]>([
    ['no group of that name', undefined, null],
    ['a group with an assignor that kafka-lab has', { assignor: 'cooperative-sticky' }, 'cooperative-sticky'],
    ['kafkajs’s own', { assignor: 'RoundRobinAssigner' }, 'RoundRobinAssigner'],
    ['a group that chooses again', { assignor: '', state: 'PreparingRebalance' }, null],
    [
      'an empty group, whatever it was',
      { protocolType: 'connect', members: [], state: 'Empty', assignor: '' },
      null,
    ],
  ])('%s can be joined', async (_what, group, assignor) => {
    expect(await currentAssignor(sessionWith(group), 'g')).toBe(assignor);
  });

  test.each<[string, Group, RegExp]>([
    ['share', { type: 'share' }, /^Group g is a share group, which only share consumers can join\.$/],
    ['streams', { type: 'streams' }, /^Group g is a streams group, which only Kafka Streams can join; /],
    [
      'connect',
      { protocolType: 'connect', assignor: 'sessioned' },
      /^Group g belongs to Kafka Connect: m-0 at 10\.0\.0\.7 \(client app\); /,
    ],
    ['another protocol', { protocolType: 'mine' }, /^Group g belongs to members of the protocol "mine": /],
    [
      'streams on the classic protocol',
      { assignor: 'stream' },
      /^Group g is read with stream by 1 member \(Kafka Streams\), which kafka-lab does not know; /,
    ],
    [
      'an assignor of one’s own',
      { assignor: 'mine', members: [[], []] },
      /^Group g is read with mine by 2 members, which kafka-lab does not know; /,
    ],
  ])('%s is said', async (_what, group, message) => {
    const error = await labErrorOf(currentAssignor(sessionWith(group), 'g'));
    expect(error.code).toBe('refused');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(/without --group/);
  });
});

test('a group that refuses because its members agree on something else is named with what it uses', async () => {
  const refused = new LabError('refused', 'no protocol in common');
  const session = sessionWith({ assignor: 'range', members: [[0], [1]] });
  expect((await explainRefusal(session, 'g', refused)).message).toBe(
    'Group g is read with range by 2 members, which kafka-lab does not offer; kafka-lab cannot join it.',
  );
  expect(await explainRefusal(sessionWith(undefined), 'g', refused)).toBe(refused);
});

describe('the share of a member has arrived', () => {
  const partitions = [0, 1, 2].map((partition) => ({ topic: 't', partition }));
  test.each<[string, Group | undefined, boolean]>([
    ['when each partition is some member’s', { members: [[0], [2, 1]] }, true],
    ['not while one is nobody’s, given up and not yet given on', { members: [[0], [1]] }, false],
    ['not while the group is rebalancing', { members: [[0, 1, 2]], state: 'PreparingRebalance' }, false],
    ['as far as can be told, if the group is not told of', undefined, true],
  ])('%s', async (_when, group, expected) => {
    expect(await shareArrived(sessionWith(group), 'g', partitions)).toBe(expected);
  });
});
