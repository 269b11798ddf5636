import { expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { listOffsets as listOffsetsRequest, offsetAt } from '../../wire/requests/list-offsets.js';
import { listOffsets } from './list-offsets.js';
import { offsetsAt } from './partition-offsets.js';

/** Leaves out partition 1 whenever it is asked for the end; the last offsets come first. */
const broker = new ScriptedBroker(1)
  .on(listOffsetsRequest, ({ topics }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions
        .filter(({ partitionIndex, timestamp }) => partitionIndex !== 1 || timestamp !== offsetAt.latest)
        .map(({ partitionIndex, timestamp }) => ({
          ...{ partitionIndex, errorCode: 0, timestamp: -1 },
          offset: timestamp === offsetAt.earliest ? partitionIndex : 100 + partitionIndex,
        }))
        .reverse(),
    })),
  }))
  .on(describeConfigs, () => ({ throttleTimeMs: 0, results: [] }));
const session = testSession({ brokers: [broker] });
const partitions = [0, 1, 2].map((partition) => ({ topic: 'orders', partition, leader: 1 }));

test('a partition that a leader leaves out of its answer is unknown, with the reason', async () => {
  expect(await offsetsAt(session, partitions, offsetAt.latest)).toEqual([
    { topic: 'orders', partition: 0, offset: 100, timestamp: null, problem: null },
    { topic: 'orders', partition: 1, offset: null, timestamp: null, problem: 'leader 1 left it out' },
    { topic: 'orders', partition: 2, offset: 102, timestamp: null, problem: null },
  ]);
});

test('a log that begins beyond its end has an unknown number of records', async () => {
  const crossed = new ScriptedBroker(1)
    .on(listOffsetsRequest, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitions: asked }) => ({
        name,
        partitions: asked.map(({ partitionIndex, timestamp }) => ({
          ...{ partitionIndex, errorCode: 0, timestamp: -1 },
          offset: timestamp === offsetAt.earliest ? 9 : 5,
        })),
      })),
    }))
    .on(describeConfigs, () => ({ throttleTimeMs: 0, results: [] }));
  const [range] = await listOffsets(testSession({ brokers: [crossed] }), partitions.slice(0, 1));
  expect(range).toMatchObject({ low: 9, high: 5, records: null, upperBound: null });
  expect(range?.problem).toBe('unknown: it begins beyond its end');
});

test('and takes no offset of another partition', async () => {
  const ranges = await listOffsets(session, partitions);
  expect(
    ranges.map(({ partition, low, high, records, problem }) => [partition, low, high, records, problem]),
  ).toEqual([
    [0, 0, 100, 100, null],
    [1, 1, null, null, 'leader 1 left it out'],
    [2, 2, 102, 100, null],
  ]);
});
