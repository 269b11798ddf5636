import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProduceCluster, type Fault } from '../../testing/brokers/produce-cluster.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf, walk, type PlainRecord } from '../../testing/wire/record-batches.js';
import { compressions, type Compression } from '../../wire/batch/codecs/compression.js';
import { RecordBatchEncoder } from '../../wire/batch/record-batch-encoder.js';
import { field, writeInt64 } from '../../wire/batch/record-batch.js';
import { crc32c } from '../../wire/batch/crc32c.js';
import type { KafkaSession } from '../session/session.js';
import { executeCopy, type CopySettings } from './execute-copy.js';
import type { CopyPlan } from './plan-copy.js';
import type { Router } from './route.js';

const settings: CopySettings = {
  acks: 'all',
  compression: undefined,
  deliveryTimeoutMs: 30_000,
  isolation: 'read_committed',
  search: undefined,
  maxMessages: undefined,
  rate: undefined,
  transaction: undefined,
};

const alike: Router = {
  topics: ['orders'],
  straight: (_topic, partition) => ({ topic: 'orders', partition }),
  route: ({ partition }) => ({ kind: 'write', topic: 'orders', partition }),
};

interface Range {
  readonly from: number;
  readonly to: number;
}

function sourceOf(logs: readonly ServedLog[]): KafkaSession {
  const broker = new ScriptedBroker(0);
  serveLogs(broker, new Map(logs.map((log, partition) => [`source/${partition}`, log])));
  return testSession({ brokers: [broker] });
}

function targetOf(cluster: ProduceCluster): KafkaSession {
  return {
    ...testSession(),
    broker: (nodeId) => cluster.broker(nodeId),
    anyBroker: () => cluster.anyBroker(),
    metadata: () =>
      Promise.resolve({
        clusterId: 'target',
        controllerId: 0,
        brokers: [],
        topics: [
          topicState(
            'orders',
            cluster.partitions.map(({ leader }) => leader),
          ),
        ],
      }),
  };
}

function topicState(name: string, leaders: readonly (number | null)[]) {
  const none = { leaderEpoch: 0, replicas: [], isr: [], offlineReplicas: [] };
  return {
    ...{ name, id: null, errorCode: 0, isInternal: false },
    partitions: leaders.map((leader, partition) => ({ partition, leader, ...none })),
  };
}

function planOf(ranges: readonly Range[], router = alike): CopyPlan {
  return {
    target: 'orders',
    partitions: [],
    router,
    creates: undefined,
    positions: undefined,
    notes: [],
    read: {
      ranges: ranges.map((range, partition) => ({ topic: 'source', partition, ...range })),
      notes: [],
      leftOut: [],
      isPartial: false,
      open: [],
      topics: [
        topicState(
          'source',
          ranges.map(() => 0),
        ),
      ],
    },
  };
}

const watch = () => ({ signal: new AbortController().signal, note: () => undefined, ready: () => undefined });

const stored = ({ key, value, timestamp, headers }: PlainRecord) => ({ key, value, timestamp, headers });

interface MadeBatch {
  readonly records: number;
  readonly bytesEach: number;
  readonly compression: Compression;
  readonly kind: 'plain' | 'idempotent' | 'transactional';
  /** Offsets that compaction has taken after the last record. */
  readonly gap: number;
}

const madeBatch: fc.Arbitrary<MadeBatch> = fc.record({
  records: fc.integer({ min: 1, max: 30 }),
  bytesEach: fc.constantFrom(3, 40, 900),
  compression: fc.constantFrom(...compressions),
  kind: fc.constantFrom('plain', 'idempotent', 'transactional'),
  gap: fc.constantFrom(0, 0, 0, 3),
});

function logOf(partition: number, batches: readonly MadeBatch[]): ServedLog {
  let next = 0;
  return {
    batches: batches.map(({ records, bytesEach, compression, kind, gap }) => {
      const baseOffset = next;
      next += records + gap;
      const made = Array.from({ length: records }, (_, index) => ({
        timestamp: 1_700_000_000_000 + (index % 7) * 1000,
        key: index % 3 === 0 ? null : `k${index}`,
        value:
          index % 5 === 4
            ? null
            : `${partition}/${baseOffset + index} ${`${index * 7919}`.repeat(bytesEach / 3)}`,
        headers:
          index % 4 === 0
            ? ([
                ['a', 'x'],
                ['a', null],
                ['', 'y'],
              ] as const)
            : [],
      }));
      const stamp = {
        producerId: 5,
        producerEpoch: 1,
        baseSequence: 7,
        transactional: kind === 'transactional',
      };
      const batch = batchOf(made, { baseOffset, compression, ...(kind === 'plain' ? {} : { stamp }) });
      batch.writeInt32BE(records + gap - 1, field.lastOffsetDelta);
      batch.writeInt32BE(17, field.partitionLeaderEpoch);
      batch.writeUInt32BE(crc32c(batch, field.attributes, batch.length), field.crc);
      writeInt64(batch, baseOffset, field.baseOffset);
      return batch;
    }),
  };
}

const fault: fc.Arbitrary<Fault | undefined> = fc.constantFrom(
  ...[undefined, undefined, undefined, 'lost', 'ack-lost', 'NOT_ENOUGH_REPLICAS', 'NOT_LEADER_OR_FOLLOWER'],
  { afterAppend: 'NOT_LEADER_OR_FOLLOWER' } as const,
) as fc.Arbitrary<Fault | undefined>;

describe('every record of the ranges arrives once, as it was, in its order', () => {
  test('whatever the batches are, wherever ranges begin and end, and whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(madeBatch, { minLength: 1, maxLength: 8 }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 3, maxLength: 3 }),
        fc.array(fault, { maxLength: 12 }),
        async (batches, cuts, faults) => {
          const logs = batches.map((each, partition) => logOf(partition, each));
          const ends = logs.map(({ batches: own }) => walk(Buffer.concat(own)).at(-1)!.offset + 1);
          const ranges = ends.map((end, partition) => {
            const [first, last] = cuts[partition]!;
            const from = Math.min(first, end);
            return { from, to: Math.max(from, end - last) };
          });
          const cluster = new ProduceCluster(2, 3);
          cluster.fault = (request, partition) => (partition === undefined ? faults[request] : undefined);
          const outcome = await executeCopy(
            sourceOf(logs),
            targetOf(cluster),
            planOf(ranges),
            settings,
            watch(),
          );
          for (const [partition, { from, to }] of ranges.entries()) {
            const wanted = walk(Buffer.concat(logs[partition]!.batches), { from, to });
            expect(cluster.partitions[partition]!.records).toEqual(wanted.map(stored));
            expect(outcome.partitions[partition]).toMatchObject({
              ...{ read: wanted.length, written: wanted.length, skipped: 0, refused: 0, missing: 0 },
              next: to,
            });
          }
          expect(outcome).toMatchObject({ refusals: [], stopped: null, isShort: false });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

const plain = (count: number, bytesEach = 3): MadeBatch => ({
  ...{ records: count, bytesEach, compression: 'none', kind: 'plain', gap: 0 },
});

test('with -n it ends behind the last record that was meant, in mid-batch too', async () => {
  const cluster = new ProduceCluster(1, 1);
  const log = logOf(0, [plain(20, 900), plain(20, 900)]);
  const outcome = await executeCopy(
    sourceOf([log]),
    targetOf(cluster),
    planOf([{ from: 0, to: 40 }]),
    { ...settings, maxMessages: 25 },
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 25, written: 25, missing: 0, next: 25, to: 40 }]);
  expect(cluster.values(0)).toHaveLength(25);
});

test('what was deleted between the plan and the read is named, as far as it was to be copied', async () => {
  const kept = { ...logOf(0, [plain(20), plain(20)]), startOffset: 20 };
  const gone = { batches: [], startOffset: 90, endOffset: 90 };
  const outcome = await executeCopy(
    sourceOf([kept, gone]),
    targetOf(new ProduceCluster(1, 2)),
    planOf([
      { from: 0, to: 40 },
      { from: 5, to: 60 },
    ]),
    settings,
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 20, written: 20, next: 40 }, { read: 0 }]);
  expect([...outcome.deleted].sort((one, other) => one.partition - other.partition)).toEqual([
    { topic: 'source', partition: 0, from: 0, to: 20 },
    { topic: 'source', partition: 1, from: 5, to: 60 },
  ]);
});

test('what a route refuses or skips is counted, and headers of a route replace those of the record', async () => {
  const cluster = new ProduceCluster(1, 2);
  const router: Router = {
    topics: [],
    straight: () => undefined,
    route: ({ offset }) =>
      offset % 3 === 0
        ? { kind: 'refuse', reason: 'it has gone round already' }
        : offset % 3 === 1
          ? { kind: 'skip' }
          : { kind: 'write', topic: 'orders', partition: 1, headers: Buffer.from([2, 2, 0x62, 2, 0x63]) },
  };
  const outcome = await executeCopy(
    sourceOf([logOf(0, [plain(30)])]),
    targetOf(cluster),
    planOf([{ from: 0, to: 30 }], router),
    settings,
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 30, written: 10, skipped: 10, refused: 10, missing: 0 }]);
  expect(outcome.refusals[0]).toMatchObject({ firstOffset: 0, lastOffset: 27, records: 10 });
  expect(cluster.partitions[1]!.records.map(({ headers }) => headers)).toEqual(Array(10).fill([['b', 'c']]));
});

test('records that the target does not take are refused one by one, also out of whole batches', async () => {
  const cluster = new ProduceCluster(1, 1);
  cluster.maxMessageBytes = 4000;
  const sizes = [900, 9000, 900, 900];
  const records = sizes.map((size, index) => ({ key: `k${index}`, value: `${index}`.repeat(size) }));
  const outcome = await executeCopy(
    sourceOf([{ batches: [batchOf(records)] }]),
    targetOf(cluster),
    planOf([{ from: 0, to: 4 }]),
    settings,
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 4, written: 3, refused: 1, missing: 0, next: 4 }]);
  expect(outcome.refusals).toMatchObject([{ firstOffset: 1, lastOffset: 1, records: 1 }]);
  expect(cluster.values(0).map((value) => value?.[0])).toEqual(['0', '2', '3']);
});

test('a number of headers that is longer than it has to be, in bytes, is copied with its headers, out of whole batches too', async () => {
  const cluster = new ProduceCluster(1, 1);
  cluster.maxMessageBytes = 12_000;
  // One header, and none, each number in three bytes where one would do.
  const headers = [Buffer.from([0x82, 0x80, 0, 2, 0x61, 2, 0x78]), Buffer.from([0x80, 0x80, 0])];
  const outcome = await executeCopy(
    // The first batch is refused as a whole and taken apart; the second is too small to be kept.
    sourceOf([{ batches: [batchWith(headers, 0, 7000), batchWith(headers, 2, 1)] }]),
    targetOf(cluster),
    planOf([{ from: 0, to: 4 }]),
    settings,
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 4, written: 4, missing: 0 }]);
  expect(cluster.partitions[0]!.records.map((record) => record.headers)).toEqual([
    ...[[['a', 'x']], [], [['a', 'x']], []],
  ]);
});

function batchWith(headers: readonly Buffer[], baseOffset: number, bytesEach: number): Buffer {
  const encoder = new RecordBatchEncoder({ limitBytes: 2 ** 30, compression: 'none' });
  const value = Buffer.alloc(bytesEach, 'v');
  for (const each of headers) encoder.append(0, value, 0, -1, 0, bytesEach, each);
  const batch = encoder.finish();
  writeInt64(batch, baseOffset, field.baseOffset);
  return batch;
}

test('a target that answers no more: what was read and not acknowledged is missing, and going on begins there', async () => {
  const cluster = new ProduceCluster(1, 1);
  cluster.fault = (request) => (request > 1 ? 'lost' : undefined);
  const log = logOf(0, [plain(20, 900), plain(20, 900), plain(20, 900)]);
  const outcome = await executeCopy(
    sourceOf([log]),
    targetOf(cluster),
    planOf([{ from: 0, to: 60 }]),
    { ...settings, deliveryTimeoutMs: 300 },
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ written: 20, next: 20, to: 60 }]);
  expect(outcome.partitions[0]!.missing).toBeGreaterThan(0);
  expect(outcome.refusals.at(-1)?.reason).toContain('not acknowledged within');
});

test.each([
  ['AAAA', null],
  ['BBBB', 'Topic orders was deleted while it was written, and created again: what it got before is gone'],
  [null, 'Topic orders was deleted while it was written: what it got before is gone'],
])('a target that has the id %s at the end', async (idAtEnd, said) => {
  const target = targetOf(new ProduceCluster(1, 1));
  let asked = 0;
  const outcome = await executeCopy(
    sourceOf([logOf(0, [plain(20)])]),
    {
      ...target,
      async metadata(names) {
        const { topics, ...cluster } = await target.metadata(names);
        const id = asked++ === 0 ? 'AAAA' : idAtEnd;
        return { ...cluster, topics: topics.map((topic) => ({ ...topic, id })) };
      },
    },
    planOf([{ from: 0, to: 20 }]),
    settings,
    watch(),
  );
  expect(outcome.partitions).toMatchObject([{ read: 20, written: 20 }]);
  if (said === null) expect(outcome.stopped).toBeNull();
  else expect(outcome.stopped).toContain(said);
});
