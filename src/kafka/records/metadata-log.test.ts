import { describe, expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf, plainRecord } from '../../testing/wire/record-batches.js';
import { parsePositions } from '../../text/positions.js';
import { crc32c } from '../../wire/batch/crc32c.js';
import { attribute, field } from '../../wire/batch/record-batch.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { describeQuorum } from '../../wire/requests/describe-quorum.js';
import { fetch } from '../../wire/requests/fetch.js';
import { planRead } from './plan-read.js';
import type { RangeRequest } from './read-ranges.js';

const topic = '__cluster_metadata';
const metadataId = 'AAAAAAAAAAAAAAAAAAAAAQ';

interface Quorum {
  /** `low`: behind a snapshot, if it is not 0. */
  low?: number;
  end?: number;
  epoch?: number;
  listeners?: boolean;
  refusedWith?: number;
}

/** A controller that serves its log as the quorum's leader does: only to those who know its epoch and the log's id. */
function setUp({ low = 0, end = 5, epoch = 7, listeners = true, refusedWith = 0 }: Quorum = {}) {
  const state = { epoch, low };
  const controller = new ScriptedBroker(2)
    .on(describeQuorum, () => ({
      ...{ errorCode: 0, errorMessage: null },
      nodes: listeners ? [{ nodeId: 2, listeners: [{ name: 'CONTROLLER', host: 'two', port: 29093 }] }] : [],
      topics: [
        {
          topicName: topic,
          partitions: [
            {
              ...{ partitionIndex: 0, errorCode: 0, errorMessage: null, currentVoters: [], observers: [] },
              ...{ leaderId: 2, leaderEpoch: state.epoch, highWatermark: end },
            },
          ],
        },
      ],
    }))
    .on(fetch, ({ topics }) => {
      const { topicId, partitions } = topics[0]!;
      const { currentLeaderEpoch, fetchOffset, lastFetchedEpoch } = partitions[0]!;
      const { low } = state;
      const isFenced = currentLeaderEpoch !== state.epoch;
      const isInSnapshot = low > 0 && (fetchOffset < low || (fetchOffset === low && lastFetchedEpoch !== 1));
      const records = isFenced || isInSnapshot ? [] : batches.slice(fetchOffset, end);
      const answer = {
        ...{ partitionIndex: 0, errorCode: isFenced ? 74 : 0, highWatermark: end, lastStableOffset: -1 },
        ...{ logStartOffset: low, abortedTransactions: null, records: Buffer.concat(records) },
        ...(isInSnapshot && { snapshotId: { endOffset: low, epoch: 1 } }),
      };
      const errorCode = topicId === metadataId ? refusedWith : 42;
      return {
        ...{ throttleTimeMs: 0, errorCode },
        responses: errorCode === 0 ? [{ topicId, partitions: [answer] }] : [],
      };
    });
  const batches = Array.from({ length: end }, (_, offset) => {
    const batch = batchOf([{ key: offset === 3 ? 'key' : null, value: `v${offset}` }], {
      baseOffset: offset,
    });
    if (offset === 3) {
      batch.writeInt16BE(attribute.control, field.attributes);
      batch.writeUInt32BE(crc32c(batch, field.attributes), field.crc);
    }
    return batch;
  });
  const session = testSession({ brokers: [controller] });
  const plan = (from: string, rest: Partial<RangeRequest> = {}) =>
    planRead(session, {
      ...{ topics: [topic], partitions: [], from: parsePositions(from, new Date(0)), to: null },
      ...{ follow: false, isolation: 'read_committed', ...rest },
    });
  return { controller, plan, state };
}

async function valuesOf({ plan, state }: ReturnType<typeof setUp>, from: string, meanwhile = () => state) {
  const { directory, ranges } = await plan(from);
  meanwhile();
  const values: (string | null)[] = [];
  await readPartitions({
    ...{ ranges, isolation: 'read_uncommitted', showsControl: true, directory: directory! },
    signal: new AbortController().signal,
    onRecords(cursor) {
      while (cursor.next()) values.push(plainRecord(cursor).value);
      return undefined;
    },
  });
  return values;
}

describe('the log of the metadata is read from the leader of the quorum', () => {
  test('whole, with control records', async () => {
    expect(await valuesOf(setUp(), 'start')).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
  });

  test.each([
    ['-2', ['v3', 'v4']],
    ['4', ['v4']],
    ['0:1', ['v1', 'v2', 'v3', 'v4']],
    ['end', []],
  ])('from %s', async (from, values) => expect(await valuesOf(setUp(), from)).toEqual(values));

  test('after another epoch has begun', async () => {
    const quorum = setUp();
    const values = await valuesOf(quorum, 'start', () => Object.assign(quorum.state, { epoch: 8 }));
    expect(values).toHaveLength(5);
  });

  test('also if its beginning becomes a snapshot meanwhile', async () => {
    const quorum = setUp();
    expect(await valuesOf(quorum, 'start', () => Object.assign(quorum.state, { low: 2 }))).toEqual([
      'v3',
      'v4',
    ]);
  });

  test('behind its snapshot, which is said', async () => {
    const quorum = setUp({ low: 2 });
    expect(await valuesOf(quorum, 'start')).toEqual(['v3', 'v4']);
    expect((await quorum.plan('start')).notes).toEqual([
      '@metadata is read from offset 3 on: what was before is in the snapshot of offset 2, which is not read.',
    ]);
    expect((await quorum.plan('-1')).notes).toEqual([]);
  });
});

test('an offset that is not there yet is said', async () => {
  const { notes, ranges } = await setUp().plan('9');
  expect(notes).toEqual(['@metadata: there is no offset 9 yet; it ends at 5.']);
  expect(ranges).toEqual([{ topic, partition: 0, from: 9, to: 5 }]);
  expect((await setUp().plan('9', { follow: true })).ranges).toEqual([
    { topic, partition: 0, from: 5, to: null },
  ]);
});

test.each([
  ['another topic beside it', { topics: [topic, 'orders'] }, 'is read alone'],
  ['a partition that it cannot have', { partitions: [1] }, 'one partition, 0'],
  ['a time', { from: parsePositions('@-1h', new Date()) }, 'is read by offsets'],
])('%s is refused', async (_, rest, message) => {
  await expect(setUp().plan('start', rest)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(message) as unknown,
  });
});

test('why it cannot be read', async () => {
  await expect(setUp({ refusedWith: 31 }).plan('start')).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('CLUSTER_AUTHORIZATION_FAILED') as unknown,
  });
  await expect(setUp({ listeners: false }).plan('start')).rejects.toMatchObject({
    message: expect.stringContaining('does not tell where it listens') as unknown,
  });
  const session = testSession();
  const request = { topics: [topic], partitions: [], from: parsePositions('0', new Date(0)), to: null };
  await expect(
    planRead(session, { ...request, follow: false, isolation: 'read_committed' }),
  ).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('ZooKeeper') as unknown });
});
