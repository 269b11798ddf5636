import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ReceivingBroker } from '../../testing/brokers/receiving-broker.js';
import { serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf, capturedBatches, walk, type PlainRecord } from '../../testing/wire/record-batches.js';
import { compressions, type Compression } from '../../wire/batch/codecs/compression.js';
import { headerBytes } from '../../wire/batch/record-batch.js';
import { analyzeTopic, type AnalysisRequest } from './analyze-topic.js';
import type { TopicAnalysis } from './analysis.js';

const now = new Date('2026-01-15T12:00:00Z');
const startMs = Date.UTC(2026, 0, 15, 10);

function analyzed(
  logs: readonly ServedLog[],
  request: Partial<AnalysisRequest> = {},
  signal = new AbortController().signal,
): Promise<TopicAnalysis> {
  const broker = new ReceivingBroker();
  serveLogs(broker, new Map(logs.map((log, partition) => [`t/${partition}`, log])));
  const topics = [
    topicState(
      't',
      logs.map((_, partition) => partitionState(partition, [1])),
    ),
  ];
  return analyzeTopic(
    testSession({ metadata: { topics }, brokers: [broker] }),
    {
      topic: 't',
      readsRecords: false,
      partitions: [],
      from: { kind: 'start' },
      to: { kind: 'end' },
      isolation: 'read_committed',
      most: Infinity,
      ...request,
    },
    { signal, now, onProgress: () => undefined },
  );
}

interface MadeBatch {
  readonly records: readonly Partial<PlainRecord>[];
  readonly compression: Compression;
}

function logOf(batches: readonly MadeBatch[]): ServedLog {
  let baseOffset = 0;
  return {
    batches: batches.map(({ records, compression }) => {
      const batch = batchOf(records, { baseOffset, compression });
      baseOffset += records.length;
      return batch;
    }),
  };
}

const record = fc.record({
  timestamp: fc.nat(20_000).map((seconds) => startMs + seconds * 1000),
  key: fc.option(
    fc.nat(5).map((number) => `k${number}`),
    { nil: null },
  ),
  value: fc.option(fc.string({ unit: 'binary-ascii', maxLength: 300 }), { nil: null }),
  headers: fc.array(fc.tuple(fc.constantFrom('a', 'bb'), fc.constantFrom('x', null)), { maxLength: 2 }),
});
const madeBatch = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 8 }),
  compression: fc.constantFrom(...compressions),
});
const madeLog = fc.array(madeBatch, { minLength: 1, maxLength: 6 });

describe('counted data', () => {
  test('headers and records, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(madeLog, { minLength: 1, maxLength: 3 }), async (made) => {
        const logs = made.map(logOf);
        const batches = made.flat();
        const all = batches.flatMap(({ records }) => records);
        const byHeaders = await analyzed(logs);
        const byRecords = await analyzed(logs, { readsRecords: true });
        const times = all.map(({ timestamp }) => timestamp);
        for (const { total, partitions, codecs } of [byHeaders, byRecords]) {
          expect(total).toMatchObject({
            records: all.length,
            batches: batches.length,
            recordsPerBatch: all.length / batches.length,
            storedBytes: logs.flatMap((log) => log.batches).reduce((sum, { length }) => sum + length, 0),
            newestMs: Math.max(...times),
            compactedOffsets: 0,
          });
          expect(partitions.map(({ from, to, records }) => [from, to, records])).toEqual(
            made.map((log) => log.flatMap(({ records }) => records).length).map((count) => [0, count, count]),
          );
          const used = new Set(batches.map(({ compression }) => compression));
          expect(new Set(codecs.map(({ codec }) => codec))).toEqual(used);
          for (const { codec, batches: own, records } of codecs) {
            const meant = batches.filter(({ compression }) => compression === codec);
            expect([own, records]).toEqual([
              meant.length,
              meant.reduce((sum, each) => sum + each.records.length, 0),
            ]);
          }
        }
        expect(byHeaders.records).toBeNull();
        const found = byRecords.records!;
        expect(found).toMatchObject({
          records: all.length,
          nullKeys: all.filter(({ key }) => key === null).length,
          nullValues: all.filter(({ value }) => value === null).length,
          recordsWithHeaders: all.filter(({ headers }) => headers.length > 0).length,
          valueSizes: {
            totalBytes: all.reduce((sum, { value }) => sum + Buffer.from(value ?? '', 'latin1').length, 0),
          },
          outOfOrderRecords: made
            .map((log) => {
              const own = log.flatMap(({ records }) => records.map(({ timestamp }) => timestamp));
              return own.filter((time, index) => own.slice(0, index).some((before) => before > time)).length;
            })
            .reduce((sum, each) => sum + each, 0),
        });
        // Uncompressed, a batch is its header and its records.
        for (const { codec, unpacked } of byRecords.codecs) {
          const sizes = batches
            .filter(({ compression }) => compression === codec)
            .map(({ records }) => batchOf(records, { compression: 'none' }).length - headerBytes);
          expect([unpacked.batches, unpacked.bytes]).toEqual([
            sizes.length,
            sizes.reduce((sum, each) => sum + each, 0),
          ]);
        }
        const hours = new Map<number, number>();
        for (const time of times) {
          const hour = Math.floor(time / 3_600_000) * 3_600_000;
          hours.set(hour, (hours.get(hour) ?? 0) + 1);
        }
        expect(new Map(byRecords.hours.hours.map((each) => [each.startMs, each.records]))).toEqual(hours);
        expect(byHeaders.hours.hours.reduce((sum, { records }) => sum + records, 0)).toBe(all.length);
      }),
      { numRuns: 40 },
    );
  });

  test('a part of it: the edges of a batch are not counted, by headers as by records', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeLog,
        fc.nat(20),
        fc.nat(20),
        fc.integer({ min: 1, max: 30 }),
        async (made, a, b, n) => {
          const log = logOf(made);
          const count = made.flatMap(({ records }) => records).length;
          const [from, to] = [Math.min(a, b, count), Math.min(Math.max(a, b), count)];
          const range = {
            from: { kind: 'offset', offset: from },
            to: { kind: 'offset', offset: to },
          } as const;
          for (const readsRecords of [false, true]) {
            const { total, partitions } = await analyzed([log], { ...range, readsRecords });
            expect([total.records, partitions[0]?.from, partitions[0]?.to]).toEqual([to - from, from, to]);
            const limited = await analyzed([log], { readsRecords, most: n });
            if (readsRecords) expect(limited.total.records).toBe(Math.min(n, count));
            else expect(limited.total.records).toBeGreaterThanOrEqual(Math.min(n, count));
            expect(limited.stopped).toBe(limited.total.records < count ? 'limit' : 'end');
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

const aborted = [
  { producerId: 8, firstOffset: 1, lastOffset: 6 },
  { producerId: 7, firstOffset: 9, lastOffset: 10 },
];

describe('transactions, compaction, old formats', () => {
  const transactions: ServedLog = {
    batches: [capturedBatches('java-transactions')],
    endOffset: 11,
    abortedTransactions: aborted,
  };

  test.each([false, true])(
    'aborted records and markers count apart; records read: %s',
    async (readsRecords) => {
      const { total, producers, notes } = await analyzed([transactions], { readsRecords });
      expect(notes).toEqual([]);
      expect(total.records).toBe(
        walk(capturedBatches('java-transactions'), { abortedTransactions: aborted }).length,
      );
      expect(total).toMatchObject({ controlBatches: 4, compactedOffsets: 0 });
      expect(total.records + total.abortedRecords + total.controlBatches).toBe(11);
      expect(
        producers.producers.map(({ producerId, isTransactional }) => [producerId, isTransactional]),
      ).toEqual(
        expect.arrayContaining([
          [6, false],
          [7, true],
          [8, true],
        ]),
      );
      const all = await analyzed([transactions], { readsRecords, isolation: 'read_uncommitted' });
      expect(all.total).toMatchObject({ records: 7, abortedRecords: 0, controlBatches: 4 });
    },
  );

  test.each([false, true])('what compaction took away; records read: %s', async (readsRecords) => {
    const log = { batches: [capturedBatches('java-compacted')], startOffset: 0, endOffset: 33 };
    const { total, partitions } = await analyzed([log], { readsRecords });
    expect(total).toMatchObject({ records: 6, batches: 2, compactedOffsets: 27 });
    expect(partitions[0]).toMatchObject({ from: 0, to: 33, isComplete: true });
  });

  test.each(['message-format-v0', 'message-format-v1'])('%s', async (name) => {
    const log = {
      batches: [capturedBatches(name)],
      endOffset: walk(capturedBatches(name)).at(-1)!.offset + 1,
    };
    for (const readsRecords of [false, true]) {
      const { total, codecs, advice } = await analyzed([log], { readsRecords });
      expect(total).toMatchObject({ records: 160, oldMessages: 160 });
      expect(codecs.map(({ codec }) => codec).sort()).toEqual(['gzip', 'lz4', 'none', 'snappy']);
      expect(advice.map(({ finding }) => finding)).toContain('old format');
    }
  });

  test('times of the broker', async () => {
    const log = { batches: [capturedBatches('java-append-time')] };
    const { total } = await analyzed([log]);
    expect(total).toMatchObject({ appendTimeBatches: total.batches, oldestMs: 1_795_499_868_611 });
  });
});

describe('hostile data', () => {
  test('times beyond 2^53 are exact', async () => {
    const far = 2n ** 62n + 1n;
    const log = logOf([{ records: [{ timestamp: far, value: 'x' }], compression: 'none' }]);
    for (const readsRecords of [false, true]) {
      const { total, hours, advice } = await analyzed([log], { readsRecords });
      expect([total.oldestMs, total.newestMs, total.recordsPerSecond]).toEqual([far, far, null]);
      expect(hours).toEqual({ hours: [], otherRecords: 1, untimedRecords: 0 });
      expect(advice.map(({ finding }) => finding)).toEqual(['odd times']);
    }
  });

  test('damaged batches are told as a read tells them', async () => {
    const batch = batchOf([{ value: 'x' }, { value: 'y' }]);
    batch[70]! ^= 1;
    await expect(analyzed([{ batches: [batch] }])).rejects.toThrow(
      'the checksum of a record batch does not fit its bytes',
    );
  });

  test('nothing at all', async () => {
    for (const readsRecords of [false, true]) {
      const analysis = await analyzed([{ batches: [] }, { batches: [] }], { readsRecords });
      expect(analysis).toMatchObject({
        stopped: 'end',
        isPartial: false,
        total: { records: 0, batches: 0, recordsPerBatch: null, oldestMs: null },
        advice: [],
        codecs: [],
      });
    }
  });

  test('what was seen until it was interrupted', async () => {
    const log = logOf(
      Array.from({ length: 5 }, () => ({ records: [{ value: 'x' }], compression: 'none' as const })),
    );
    const { stopped, total } = await analyzed([log], {}, AbortSignal.abort());
    expect([stopped, total.records]).toEqual(['interrupted', 0]);
  });
});

describe('the last N', () => {
  test('are read from the log itself, with its codecs and producers', async () => {
    const stamp = { producerId: 7, producerEpoch: 3, baseSequence: 0, transactional: false };
    const batch = batchOf([{ value: 'x' }, { value: 'y' }, { value: 'z' }], { compression: 'gzip', stamp });
    const { total, codecs, producers } = await analyzed([{ batches: [batch] }], {
      from: { kind: 'last', count: 2 },
    });
    expect(total).toMatchObject({ records: 2, batches: 1, storedBytes: batch.length });
    expect(codecs).toMatchObject([{ codec: 'gzip', records: 2 }]);
    expect(producers.producers).toEqual([
      { producerId: 7, epochs: [3], isTransactional: false, batches: 1, records: 3, partitions: [0] },
    ]);
  });
});
