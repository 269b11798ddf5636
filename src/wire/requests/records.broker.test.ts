import { expect, test } from '@jest/globals';
import { inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import { RecordBatchEncoder } from '../batch/record-batch-encoder.js';
import { send } from '../protocol/send.js';
import { deleteRecords } from './delete-records.js';
import { describeLogDirs } from './describe-log-dirs.js';
import { fetch } from './fetch.js';
import { listOffsets, offsetAt } from './list-offsets.js';
import { metadata } from './metadata.js';
import { produce } from './produce.js';

const trip = roundTrip();
const { topic, topic: name } = trip;

/** Each batch a millisecond later than the one before, so that one record has the greatest timestamp. */
function batchOf(timestamp: number, value: string): Buffer {
  const encoder = new RecordBatchEncoder({ limitBytes: 1_000_000, compression: 'none' });
  const bytes = Buffer.from(value);
  encoder.append(timestamp, bytes, 0, -1, 0, bytes.length);
  return Buffer.from(encoder.finish());
}

test('requests about records and offsets', async () => {
  const beganMs = Date.now();
  let end = 0;
  await inEveryVersion(
    trip.leader,
    produce,
    (version) => ({
      acks: -1,
      timeoutMs: 5000,
      topicData: [
        { name, partitionData: [{ index: 0, records: batchOf(beganMs + version, `in version ${version}`) }] },
      ],
    }),
    ({ responses }) => {
      const answer = responses[0]!.partitionResponses[0];
      expect(answer).toMatchObject({ index: 0, errorCode: 0, baseOffset: end, errorMessage: null });
      end += 1;
    },
  );
  const { topics } = await send(trip.leader, metadata, {
    topics: [{ name }],
    allowAutoTopicCreation: false,
  });
  const { topicId } = topics[0]!;
  await inEveryVersion(
    trip.leader,
    fetch,
    () => ({
      maxWaitMs: 100,
      minBytes: 1,
      topics: [
        { topic, topicId, partitions: [{ partition: 0, fetchOffset: 1, partitionMaxBytes: 1 << 20 }] },
      ],
    }),
    ({ responses }) => {
      const answer = responses[0]!.partitions[0]!;
      expect(answer).toMatchObject({
        partitionIndex: 0,
        errorCode: 0,
        highWatermark: end,
        lastStableOffset: end,
      });
      expect(answer.records!.toString('latin1')).toContain('in version 4');
    },
  );
  for (const [timestamp, offset, since] of [
    [offsetAt.earliest, 0, 1],
    [offsetAt.latest, end, 1],
    [1, 0, 1],
    [offsetAt.maxTimestamp, end - 1, 7],
  ] as const) {
    await inEveryVersion(
      trip.leader,
      listOffsets,
      (version) => ({
        topics: [
          {
            name,
            partitions: [{ partitionIndex: 0, timestamp: version < since ? offsetAt.latest : timestamp }],
          },
        ],
      }),
      ({ topics }, version) => {
        const answer = topics[0]!.partitions[0];
        expect(answer).toMatchObject({ errorCode: 0, offset: version < since ? end : offset });
      },
    );
  }
  await inEveryVersion(
    trip.leader,
    deleteRecords,
    () => ({ topics: [{ name, partitions: [{ partitionIndex: 0, offset: 1 }] }] }),
    ({ topics }) => expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, lowWatermark: 1 }),
  );
  await inEveryVersion(
    trip.leader,
    describeLogDirs,
    () => ({ topics: [{ topic, partitions: [0] }] }),
    ({ results }, version) => {
      const [dir] = results.filter(({ topics }) => topics.length > 0);
      expect(dir!.topics[0]!.partitions[0]!.partitionSize).toBeGreaterThan(0);
      expect(dir!.totalBytes > 0).toBe(version >= 4);
    },
  );
});
