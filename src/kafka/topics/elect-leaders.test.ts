import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { electLeaders as electLeadersRequest } from '../../wire/requests/elect-leaders.js';
import { electLeaders } from './elect-leaders.js';

/** A topic without a leader; the broker asked has not heard of a new one in its time. `elected`: who leads from then on. */
function overdue(elected: number | null) {
  let leader: number | null = null;
  const broker = new ScriptedBroker().on(electLeadersRequest, ({ topicPartitions }) => {
    leader = elected;
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partitionId) => ({
          partitionId,
          errorCode: errorCodeNamed('REQUEST_TIMED_OUT'),
          errorMessage: null,
        })),
      })),
    };
  });
  const session = testSession({ brokers: [broker], timeoutMs: 500 });
  session.metadata = () =>
    Promise.resolve({
      clusterId: 'fake',
      controllerId: 1,
      brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
      topics: [topicState('torn', [partitionState(0, [2, 1], { leader })])],
    });
  return { broker, session };
}

test('an election that took longer than the broker waited has been held if the leader is there', async () => {
  const { broker, session } = overdue(1);
  expect(await electLeaders(session, ['torn'], 'unclean')).toEqual([
    { topic: 'torn', partition: 0, before: null, after: 1, outcome: 'elected', problem: null },
  ]);
  // It gives up, and says so, before this side does.
  expect(broker.requests(electLeadersRequest).map(({ timeoutMs }) => timeoutMs)).toEqual([400]);
});

test.each([
  ['no leader came', null, 'unclean'],
  ['it went to another one than the preferred', 1, 'preferred'],
] as const)('it has failed if %s', async (_what, leader, kind) => {
  const [election] = await electLeaders(overdue(leader).session, ['torn'], kind);
  expect(election).toMatchObject({ after: leader, outcome: 'failed' });
  expect(election?.problem).toContain('REQUEST_TIMED_OUT');
});
