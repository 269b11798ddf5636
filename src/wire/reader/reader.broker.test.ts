import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BrokerConnections } from '../../testing/brokers/broker-connections.js';
import { appendPlain, plainRecord, type PlainRecord } from '../../testing/wire/record-batches.js';
import { uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { compressions } from '../batch/codecs/compression.js';
import type { WireConnection } from '../protocol/connection.js';
import { readPartitions, type LeaderDirectory, type PartitionReport, type ReadOptions } from './reader.js';
import { RecordBatchEncoder } from '../batch/record-batch-encoder.js';
import type { ProducerStamp } from '../batch/record-batch-header.js';
import { addPartitionsToTxn } from '../requests/add-partitions-to-txn.js';
import { createTopics } from '../requests/create-topics.js';
import { deleteRecords } from '../requests/delete-records.js';
import { endTxn } from '../requests/end-txn.js';
import { coordinatorType } from '../requests/find-coordinator.js';
import { initProducerId } from '../requests/init-producer-id.js';
import { produce } from '../requests/produce.js';
import { send } from '../protocol/send.js';

let brokers: BrokerConnections;
beforeAll(async () => {
  brokers = await BrokerConnections.open();
}, 30_000);
afterAll(() => brokers.close());

/** One partition, so that its leader is all that the tests need to know. */
async function createTopic(
  configs: Record<string, string> = {},
): Promise<{ topic: string; leader: WireConnection }> {
  const topic = uniqueName('reader');
  const entries = Object.entries(configs).map(([name, value]) => ({ name, value }));
  const controller = await brokers.controller();
  const answer = await send(controller, createTopics, {
    topics: [{ name: topic, numPartitions: 1, replicationFactor: 1, configs: entries }],
  });
  expect(answer.topics[0]!.errorCode).toBe(0);
  return { topic, leader: await brokers.leader(topic) };
}

async function write(
  leader: WireConnection,
  topic: string,
  batch: Buffer,
  transactionalId: string | null = null,
): Promise<number> {
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: batch }] }];
  return until(async () => {
    const answer = await send(leader, produce, { transactionalId, acks: -1, timeoutMs: 10_000, topicData });
    const { errorCode, baseOffset } = answer.responses[0]!.partitionResponses[0]!;
    // A leader that has just been chosen may not know it yet.
    if (errorCode === 6 || errorCode === 3) return undefined;
    expect(errorCode).toBe(0);
    return baseOffset;
  });
}

function encode(
  records: readonly Partial<PlainRecord>[],
  compression: (typeof compressions)[number] = 'none',
  stamp?: ProducerStamp,
): Buffer {
  const encoder = new RecordBatchEncoder({ limitBytes: 30_000_000, compression });
  for (const record of records) appendPlain(encoder, record);
  return encoder.finish(stamp);
}

async function read(
  leader: WireConnection,
  topic: string,
  range: { from?: number; to: number | null },
  options: Partial<ReadOptions> = {},
): Promise<{ records: PlainRecord[]; report: PartitionReport }> {
  const records: PlainRecord[] = [];
  const directory: LeaderDirectory = {
    leaderOf: () => Promise.resolve(leader),
    refresh: () => Promise.resolve(),
  };
  const [report] = await readPartitions({
    directory,
    ranges: [{ topic, partition: 0, from: 0, ...range }],
    isolation: 'read_committed',
    signal: new AbortController().signal,
    onRecords(cursor) {
      while (cursor.next()) records.push(plainRecord(cursor));
      return undefined;
    },
    ...options,
  });
  return { records, report: report! };
}

const now = Date.now();
const samples: Omit<PlainRecord, 'offset'>[] = [
  { timestamp: now, key: 'k', value: 'v'.repeat(300), headers: [] },
  {
    timestamp: now + 5,
    key: null,
    value: null,
    headers: [
      ['name', null],
      ['name', 'twice'],
      ['', ''],
    ],
  },
  { timestamp: now - 20, key: '', value: '', headers: [] },
];

test.each(compressions)(
  'a broker takes what is encoded and gives it back, %s',
  async (compression) => {
    const { topic, leader } = await createTopic();
    const batches = 20;
    for (let count = 0; count < batches; count++) {
      expect(await write(leader, topic, encode(samples, compression))).toBe(count * samples.length);
    }
    const to = batches * samples.length;
    const { records, report } = await read(leader, topic, { to }, { partitionMaxBytes: 1000 });
    expect(records).toEqual(
      Array.from({ length: to }, (_, offset) => ({ offset, ...samples[offset % samples.length]! })),
    );
    expect(report).toMatchObject({
      firstOffset: 0,
      lastOffset: to - 1,
      nextOffset: to,
      records: to,
      stopped: 'end',
    });
  },
  30_000,
);

test('records of 10 MB between small ones', async () => {
  const { topic, leader } = await createTopic({ 'max.message.bytes': '20000000' });
  const large = 'x'.repeat(10_000_000);
  for (const value of ['a', large, 'b', large])
    await write(leader, topic, encode([{ timestamp: now, value }]));
  const { records } = await read(leader, topic, { to: 4 });
  expect(records.map(({ value }) => value!.length)).toEqual([1, 10_000_000, 1, 10_000_000]);
}, 60_000);

test('log append time', async () => {
  const { topic, leader } = await createTopic({ 'message.timestamp.type': 'LogAppendTime' });
  await write(
    leader,
    topic,
    encode([
      { timestamp: 5, value: 'a' },
      { timestamp: 9, value: 'b' },
    ]),
  );
  const { records } = await read(leader, topic, { to: 2 });
  expect(records[0]!.timestamp).toBeGreaterThan(now - 600_000);
  expect(records[1]!.timestamp).toBe(records[0]!.timestamp);
}, 30_000);

test('a trimmed beginning is reported and passed over', async () => {
  const { topic, leader } = await createTopic();
  for (let count = 0; count < 4; count++) await write(leader, topic, encode(samples));
  await send(leader, deleteRecords, {
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 7 }] }],
  });
  const events: unknown[] = [];
  const { records } = await read(leader, topic, { to: 12 }, { onEvent: (event) => events.push(event) });
  expect(events).toEqual([{ kind: 'out of range', topic, partition: 0, asked: 0, continuesAt: 7 }]);
  expect(records.map(({ offset }) => offset)).toEqual([7, 8, 9, 10, 11]);
}, 30_000);

describe('following', () => {
  test('shows records soon after they are written, and an interruption ends it within a second', async () => {
    const { topic, leader } = await createTopic();
    const interruption = new AbortController();
    const seen: string[] = [];
    const reading = read(
      leader,
      topic,
      { to: null },
      {
        signal: interruption.signal,
        onRecords(cursor) {
          while (cursor.next()) seen.push(plainRecord(cursor).value!);
          return undefined;
        },
      },
    );
    // The long poll holds its connection, so that the writer needs its own.
    const writer = await BrokerConnections.open();
    const own = await writer.leader(topic);
    for (const value of ['a', 'b', 'c']) {
      await write(own, topic, encode([{ timestamp: now, value }]));
      await until(() => Promise.resolve(seen.at(-1) === value ? true : undefined));
    }
    writer.close();
    const startMs = performance.now();
    interruption.abort();
    expect((await reading).report).toMatchObject({ nextOffset: 3, stopped: 'interrupted' });
    expect(performance.now() - startMs).toBeLessThan(3000);
  }, 30_000);
});

test('transactions: committed and aborted, and a log that ends in a control record', async () => {
  const { topic, leader } = await createTopic();
  const transactionalId = uniqueName('reader');
  const coordinator = await brokers.coordinator(transactionalId, coordinatorType.transaction);
  const { producerId, producerEpoch } = await until(async () => {
    const answer = await send(coordinator, initProducerId, { transactionalId, transactionTimeoutMs: 60_000 });
    return answer.errorCode === 0 ? answer : undefined;
  });
  let baseSequence = 0;
  const transaction = async (value: string, committed: boolean): Promise<void> => {
    await until(async () => {
      const answer = await send(coordinator, addPartitionsToTxn, {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producerId,
        v3AndBelowProducerEpoch: producerEpoch,
        v3AndBelowTopics: [{ name: topic, partitions: [0] }],
      });
      const { partitionErrorCode } = answer.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!;
      return partitionErrorCode === 0 ? true : undefined; // The last transaction may still be closing.
    });
    const stamp = { producerId, producerEpoch, baseSequence, transactional: true };
    await write(
      leader,
      topic,
      encode(
        [
          { timestamp: now, value },
          { timestamp: now, value },
        ],
        'lz4',
        stamp,
      ),
      transactionalId,
    );
    baseSequence += 2;
    await send(coordinator, endTxn, { transactionalId, producerId, producerEpoch, committed });
  };
  await transaction('one', true);
  await transaction('two', false);
  await transaction('three', true);
  await transaction('four', false);
  const end = 12; // Four times two records and a marker.
  const values = async (isolation: ReadOptions['isolation']) => {
    const { records, report } = await read(leader, topic, { to: end }, { isolation, partitionMaxBytes: 100 });
    expect(report).toMatchObject({ nextOffset: end, stopped: 'end' });
    return records.map(({ value }) => value);
  };
  await until(async () => ((await values('read_uncommitted')).length === 8 ? true : undefined));
  expect(await values('read_uncommitted')).toEqual([
    'one',
    'one',
    'two',
    'two',
    'three',
    'three',
    'four',
    'four',
  ]);
  expect(await values('read_committed')).toEqual(['one', 'one', 'three', 'three']);
}, 60_000);
