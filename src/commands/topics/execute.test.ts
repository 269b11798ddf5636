import { expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { TrimReport } from '../../kafka/topics/trim-topic.js';
import type { PartitionGrowth } from '../../kafka/topics/add-partitions.js';
import type { ReassignReport } from '../../kafka/reassign/reassign-topics.js';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { optionsOf } from '../../testing/program/command-tables.js';
import { alterPartitionReassignments } from '../../wire/requests/alter-partition-reassignments.js';
import { createPartitions } from '../../wire/requests/create-partitions.js';
import { deleteRecords } from '../../wire/requests/delete-records.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { listPartitionReassignments } from '../../wire/requests/list-partition-reassignments.js';
import { topicsPartitions } from './partitions.js';
import { topicsReassign } from './reassign.js';
import { topicsTrim } from './trim.js';

const asked = { throttleTimeMs: 0, errorCode: 0, errorMessage: null };

/** Two brokers; what can be measured of topic orders grows by ten whenever it is asked for. */
function growingCluster({ refusesTimes = false, isEmpty = false } = {}) {
  const done: unknown[] = [];
  let [low, high, size, partitionCount] = [0, 100, 1000, 1];
  const broker = new ScriptedBroker(1)
    .on(listOffsets, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          ...{ partitionIndex, errorCode: timestamp >= 0 && refusesTimes ? 43 : 0, timestamp: -1 },
          offset: timestamp === offsetAt.earliest ? low : timestamp >= 0 ? -1 : isEmpty ? 0 : (high += 10),
        })),
      })),
    }))
    .on(deleteRecords, ({ topics }) => {
      const { partitionIndex, offset } = topics[0]!.partitions[0]!;
      done.push(offset);
      low = offset;
      return {
        throttleTimeMs: 0,
        topics: [{ name: 'orders', partitions: [{ partitionIndex, lowWatermark: low, errorCode: 0 }] }],
      };
    })
    .on(describeConfigs, ({ resources }) => ({
      throttleTimeMs: 0,
      results: resources.map(({ resourceName, resourceType }) => ({
        ...{ errorCode: 0, errorMessage: null, resourceType, resourceName },
        configs: [
          {
            ...{ name: 'cleanup.policy', value: 'delete', readOnly: false, configSource: 5 },
            ...{ isSensitive: false, synonyms: [], documentation: null },
          },
        ],
      })),
    }))
    .on(createPartitions, ({ topics, validateOnly }) => {
      const { name, count } = topics[0]!;
      if (!validateOnly) {
        done.push(count);
        partitionCount = count;
      }
      return { throttleTimeMs: 0, results: [{ name, errorCode: 0, errorMessage: null }] };
    })
    .on(listPartitionReassignments, () => ({ ...asked, topics: [] }))
    .on(describeLogDirs, () => ({
      ...asked,
      results: [
        {
          ...{ errorCode: 0, logDir: '/data' },
          topics: [
            {
              name: 'orders',
              partitions: [
                { partitionIndex: 0, partitionSize: (size += 10), offsetLag: 0, isFutureKey: false },
              ],
            },
          ],
        },
      ],
    }))
    .on(alterPartitionReassignments, ({ topics }) => {
      done.push(topics[0]!.partitions[0]!.replicas);
      return {
        ...asked,
        responses: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({
            ...{ partitionIndex, errorCode: 0, errorMessage: null },
          })),
        })),
      };
    });
  const session = testSession({
    metadata: {
      controllerId: 1,
      brokers: [1, 2].map((id) => ({ id, host: 'fake', port: 9092, rack: null })),
      get topics() {
        const partitions = Array.from({ length: partitionCount }, (_, index) => partitionState(index, [1]));
        return [topicState('orders', partitions)];
      },
    },
    brokers: [broker],
  });
  return {
    done,
    times: (request: string) => broker.asked.filter((name) => name === request).length,
    async run(command: unknown, line: string): Promise<unknown> {
      const context = { kafka: () => Promise.resolve(session), now: () => new Date(5000) };
      const { run } = command as CommandSpec;
      return run(context as unknown as Context, (await optionsOf(line)) as never);
    },
  };
}

test('topics trim --execute deletes what was planned, whatever has come since', async () => {
  const line = 'topics trim orders --before -10';
  const planning = growingCluster();
  const plan = (await planning.run(topicsTrim, line)) as TrimReport;
  expect([plan.outcome, plan.partitions[0]!.newLow, planning.done]).toEqual(['planned', 100, []]);
  const cluster = growingCluster();
  const report = (await cluster.run(topicsTrim, `${line} --execute`)) as TrimReport;
  expect(cluster.done).toEqual([100]);
  expect(report).toEqual({ ...plan, outcome: 'trimmed' });
  // One more: where it begins now.
  expect(cluster.times('ListOffsets')).toBe(planning.times('ListOffsets') + 1);
});

test('topics trim --execute deletes nothing if the leader refuses to look a time up', async () => {
  const cluster = growingCluster({ refusesTimes: true });
  const report = (await cluster.run(topicsTrim, 'topics trim orders --before @-1s --execute')) as TrimReport;
  expect(cluster.done).toEqual([]);
  expect(report.partitions[0]!.problem).toMatch(/^Its leader refused.*UNSUPPORTED_FOR_MESSAGE_FORMAT/);
  const other = growingCluster();
  await other.run(topicsTrim, 'topics trim orders --before @-1s --execute');
  // It says that every record is older.
  expect(other.done).toEqual([110]);
});

test('topics partitions --execute adds what was planned, and reads the sample once', async () => {
  const line = 'topics partitions orders --count 3';
  const planning = growingCluster({ isEmpty: true });
  const plan = (await planning.run(topicsPartitions, line)) as PartitionGrowth;
  expect([plan.outcome, planning.done, planning.times('CreatePartitions')]).toEqual(['planned', [], 1]);
  const cluster = growingCluster({ isEmpty: true });
  const growth = await cluster.run(topicsPartitions, `${line} --execute`);
  expect(cluster.done).toEqual([3]);
  expect(growth).toEqual({ ...plan, outcome: 'added' });
  expect(cluster.times('ListOffsets')).toBe(planning.times('ListOffsets'));
});

test('topics reassign --execute moves what was planned, with the sizes of the plan', async () => {
  const line = 'topics reassign orders --brokers 2';
  const planning = growingCluster();
  const plan = (await planning.run(topicsReassign, line)) as ReassignReport;
  expect([plan.outcome, plan.moves.map(({ after }) => after), planning.done]).toEqual(['planned', [[2]], []]);
  const cluster = growingCluster();
  const report = await cluster.run(topicsReassign, `${line} --execute`);
  expect(cluster.done).toEqual([[2]]);
  const moves = plan.moves.map((move) => ({ ...move, outcome: 'started' }));
  expect(report).toEqual({ ...plan, outcome: 'started', moves });
  expect(cluster.times('DescribeLogDirs')).toBe(planning.times('DescribeLogDirs'));
});
