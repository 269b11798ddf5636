import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProduceCluster, type Fault } from '../../testing/brokers/produce-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { LabError } from '../../text/errors.js';
import { partitionOfKey } from '../batch/murmur2.js';
import { errorCodeNamed } from '../protocol/error-codes.js';
import { endTxn } from '../requests/end-txn.js';
import { anyPartition, openWriter, type Writer } from './writer.js';
import type { WriterCluster, WriterLimits, WriterSettings } from './types.js';

const quick: Partial<WriterLimits> = { batchBytes: 400, backoffMs: 1, longestBackoffMs: 8, lingerMs: 1 };
const settings: WriterSettings = {
  acks: -1,
  compression: 'none',
  idempotent: true,
  ackTimeoutMs: 1000,
  deliveryTimeoutMs: 5000,
  limits: quick,
};
const never = new AbortController().signal;

function append(
  writer: Writer,
  line: number,
  value: string,
  key: string | null = null,
  partition = anyPartition,
) {
  const keyBytes = Buffer.from(key ?? '');
  const source = Buffer.concat([keyBytes, Buffer.from(value)]);
  writer.append(
    line,
    partition,
    1000 + line,
    source,
    0,
    key === null ? -1 : keyBytes.length,
    keyBytes.length,
    source.length,
  );
}

async function writeLines(cluster: ProduceCluster, count: number, given: Partial<WriterSettings> = {}) {
  const writer = await openWriter(cluster, { ...settings, ...given });
  for (let line = 1; line <= count; line++) {
    append(writer, line, `v${line}`, `k${line % 17}`);
    if (line % 10 === 0) writer.pauseInput();
    if (writer.isFull) await writer.whenWritable(never);
    if (line % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await writer.flush();
  writer.close();
  return writer.ledger;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `v${index + 1}`);
const sorted = (values: readonly (string | null)[]) =>
  [...values].sort((one, other) => Number(one?.slice(1)) - Number(other?.slice(1)));

describe('records and partitions', () => {
  test('a key goes to the same partition as with the Java client, in order', async () => {
    const cluster = new ProduceCluster(2, 5);
    const ledger = await writeLines(cluster, 500);
    expect(ledger.acknowledged).toBe(500);
    expect(ledger.failed).toBe(0);
    cluster.partitions.forEach(({ records }, partition) => {
      for (const { key } of records) expect(partitionOfKey(5, Buffer.from(key!))).toBe(partition);
      expect(records.map(({ value }) => value)).toEqual(sorted(records.map(({ value }) => value)));
    });
    expect(sorted(cluster.allValues())).toEqual(numbered(500));
  });

  test('the ledger has the count and offsets of each partition', async () => {
    const cluster = new ProduceCluster(1, 2);
    const ledger = await writeLines(cluster, 200);
    for (const { partition, acknowledged, firstOffset, lastOffset } of ledger.partitions) {
      expect(acknowledged).toBe(cluster.partitions[partition]!.records.length);
      expect([firstOffset, lastOffset]).toEqual([0, acknowledged - 1]);
    }
  });

  test('without keys a batch fills up one partition, and a partition without a leader is left alone', async () => {
    const cluster = new ProduceCluster(1, 3);
    cluster.partitions[1]!.leader = null;
    const writer = await openWriter(cluster, settings);
    for (let line = 1; line <= 100; line++) append(writer, line, `v${line}`);
    await writer.flush();
    expect(cluster.values(1)).toEqual([]);
    expect(cluster.values(0).length).toBeGreaterThan(0);
    expect(cluster.values(2).length).toBeGreaterThan(0);
    expect(sorted(cluster.allValues())).toEqual(numbered(100));
  });

  test('null keys, null values, headers and times arrive as given', async () => {
    const cluster = new ProduceCluster(1, 1);
    const writer = await openWriter(cluster, settings);
    const headers = Buffer.from([2, 2, 97, 4, 98, 99]);
    writer.append(1, 0, 77, Buffer.from('k'), 0, 1, 0, -1, headers);
    writer.append(2, 0, 78, Buffer.from('v'), 0, -1, 0, 1);
    await writer.flush();
    expect(cluster.partitions[0]!.records).toEqual([
      { key: 'k', value: null, timestamp: 77, headers: [['a', 'bc']] },
      { key: null, value: 'v', timestamp: 78, headers: [] },
    ]);
  });

  test('what was typed is sent when the input pauses, without a flush', async () => {
    const cluster = new ProduceCluster(1, 1);
    const writer = await openWriter(cluster, settings);
    append(writer, 1, 'v1');
    writer.pauseInput();
    await until(() => Promise.resolve(cluster.allValues().length > 0 || undefined));
    expect(cluster.allValues()).toEqual(['v1']);
    writer.close();
  });

  test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('%s', async (compression) => {
    const cluster = new ProduceCluster(1, 2);
    await writeLines(cluster, 200, { compression, limits: { ...quick, batchBytes: 2000 } });
    expect(sorted(cluster.allValues())).toEqual(numbered(200));
  });
});

test('lines as one run: the same records, the same account', async () => {
  const cluster = new ProduceCluster(2, 3);
  cluster.fault = (request, partition) =>
    partition === 0 && request === 2 ? 'NOT_ENOUGH_REPLICAS' : undefined;
  const writer = await openWriter(cluster, settings);
  const half = Buffer.from(numbered(150).join('\n') + '\n');
  expect(writer.appendLines(1, anyPartition, 1000, half, 0, half.length)).toBe(150);
  const rest = Buffer.from('v151\nv152\nv153\n');
  expect(writer.appendLines(151, 1, 1000, rest, 0, 10)).toBe(2);
  await writer.flush();
  expect(writer.ledger.acknowledged).toBe(152);
  expect(sorted(cluster.allValues())).toEqual(numbered(152));
  expect(cluster.values(1).slice(-2)).toEqual(['v151', 'v152']);
});

test('the lines of a run that cannot be written are named one by one', async () => {
  const cluster = new ProduceCluster(1, 2);
  cluster.maxMessageBytes = 600;
  const writer = await openWriter(cluster, { ...settings, limits: { ...quick, batchBytes: 100_000 } });
  const values = numbered(300).map((value) => (/^v(77|200)$/.test(value) ? 'x'.repeat(1000) : value));
  const source = Buffer.from(values.join('\n') + '\n');
  writer.appendLines(1, anyPartition, 1000, source, 0, source.length);
  await writer.flush();
  expect(writer.ledger.failures.map(({ firstLine }) => firstLine)).toEqual([77, 200]);
  expect(sorted(cluster.allValues())).toEqual(values.filter((value) => !value.startsWith('x')));
});

describe('a broker far away', () => {
  test('gets the first batches of all partitions at once, none waits for an answer', async () => {
    const cluster = new ProduceCluster(1, 4);
    cluster.delayMs = () => 100;
    const writer = await openWriter(cluster, settings);
    for (let partition = 0; partition < 4; partition++) {
      for (let line = 0; line < 40; line++)
        append(writer, 40 * partition + line, `v${line}`, null, partition);
    }
    await until(() => Promise.resolve(cluster.mostInFlight > 0 || undefined));
    expect(cluster.mostInFlight).toBe(4);
    await writer.flush();
    writer.close();
    expect(writer.ledger.acknowledged).toBe(160);
  });

  test('gets no more bytes at a time than a slow line brings in time', async () => {
    const cluster = new ProduceCluster(1, 4);
    cluster.delayMs = () => 5;
    const writer = await openWriter(cluster, { ...settings, limits: { ...quick, inFlightBytes: 1 } });
    for (let line = 0; line < 160; line++) append(writer, line, `v${line}`, null, line % 4);
    await writer.flush();
    writer.close();
    expect(cluster.mostInFlight).toBe(1);
    expect(writer.ledger.acknowledged).toBe(160);
  });
});

describe('failures', () => {
  test('the leader moves', async () => {
    const cluster = new ProduceCluster(3, 3);
    cluster.fault = (request) => {
      if (request === 4 || request === 9) {
        for (const partition of cluster.partitions) partition.leader = ((partition.leader ?? 0) + 1) % 3;
      }
      return undefined;
    };
    const ledger = await writeLines(cluster, 1000);
    expect(ledger.acknowledged).toBe(1000);
    expect(sorted(cluster.allValues())).toEqual(numbered(1000));
  });

  test('the connection breaks after the broker has written: no record is written twice', async () => {
    const cluster = new ProduceCluster(1, 2);
    // A third of them, in no rhythm: batches that are sent together might keep time with it, and one of them break for ever.
    const breaks = (request: number) => (request * 0.6180339887) % 1 < 1 / 3;
    cluster.fault = (request, partition) =>
      partition === undefined && breaks(request) ? 'ack-lost' : undefined;
    const ledger = await writeLines(cluster, 1000);
    expect(ledger.acknowledged).toBe(1000);
    expect(sorted(cluster.allValues())).toEqual(numbered(1000));
    expect(cluster.values(0)).toEqual(sorted(cluster.values(0)));
  });

  test('at most five batches of a partition are in flight, and only one until the first is acknowledged', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.delayMs = () => 3;
    await writeLines(cluster, 2000);
    expect(cluster.mostInFlight).toBeLessThanOrEqual(5);
    expect(cluster.mostInFlight).toBeGreaterThan(1);
  });

  test('a batch that the broker calls a duplicate counts as acknowledged', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.fault = (request, partition) =>
      request === 1 && partition === 0 ? 'DUPLICATE_SEQUENCE_NUMBER' : undefined;
    const writer = await openWriter(cluster, settings);
    append(writer, 1, 'v1');
    await writer.flush();
    expect(writer.ledger.partitions).toEqual([
      { partition: 0, acknowledged: 1, sent: 0, firstOffset: null, lastOffset: null },
    ]);
  });

  test('a record that is too large is found, named by its line, and the rest is written', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.maxMessageBytes = 600;
    const writer = await openWriter(cluster, { ...settings, limits: { ...quick, batchBytes: 100_000 } });
    for (let line = 1; line <= 300; line++) {
      append(writer, line, line === 77 || line === 200 ? 'x'.repeat(1000) : `v${line}`);
    }
    await writer.flush();
    expect(writer.ledger.failed).toBe(2);
    expect(writer.ledger.failures.map(({ firstLine }) => firstLine)).toEqual([77, 200]);
    expect(writer.ledger.failures[0]!.reason).toMatch(/^MESSAGE_TOO_LARGE/);
    expect(cluster.values(0)).toEqual(numbered(300).filter((value) => value !== 'v77' && value !== 'v200'));
  });

  test('records that the broker refuses are left out, with its message', async () => {
    const cluster = new ProduceCluster(1, 1);
    const writer = await openWriter(cluster, settings);
    for (let line = 1; line <= 30; line++) append(writer, line, line % 10 === 0 ? 'bad' : `v${line}`);
    await writer.flush();
    expect(writer.ledger.failures).toEqual(
      [10, 20, 30].map((line) => ({
        firstLine: line,
        lastLine: line,
        reason: 'INVALID_RECORD: it is bad',
        maybeWritten: false,
      })),
    );
    expect(cluster.values(0)).toEqual(numbered(30).filter((value) => !/0$/.test(value)));
  });

  test('a partition that stays without a leader fails after a while, the others do not', async () => {
    const cluster = new ProduceCluster(1, 2);
    cluster.partitions[1]!.leader = null;
    const ledger = await writeLines(cluster, 100, { deliveryTimeoutMs: 50 });
    expect(ledger.acknowledged).toBe(cluster.values(0).length);
    expect(ledger.acknowledged + ledger.failed).toBe(100);
    expect(ledger.maybeWritten).toBe(0);
    expect(ledger.failures[0]!.reason).toBe('not acknowledged within 0.05 s: the partition has no leader');
  });

  test('answers that never come: reported as not acknowledged, perhaps written', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.fault = (_, partition) => (partition === undefined ? 'ack-lost' : undefined);
    const ledger = await writeLines(cluster, 20, { deliveryTimeoutMs: 50 });
    expect(ledger.acknowledged).toBe(0);
    expect(ledger.failed).toBe(20);
    expect(ledger.maybeWritten).toBe(20);
  });

  test.each([
    'NOT_LEADER_OR_FOLLOWER',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'KAFKA_STORAGE_ERROR',
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    'LEADER_NOT_AVAILABLE',
    'REQUEST_TIMED_OUT',
    'INVALID_CONFIG',
  ] as const)(
    '%s after the append, for longer than the delivery time-out: its sequence numbers are not used again',
    async (afterAppend) => {
      const cluster = new ProduceCluster(1, 1);
      cluster.fault = (_, partition) => (partition === 0 ? { afterAppend } : undefined);
      const writer = await openWriter(cluster, { ...settings, deliveryTimeoutMs: 50 });
      append(writer, 1, 'v1');
      append(writer, 2, 'v2');
      await writer.flush();
      cluster.fault = () => undefined;
      append(writer, 3, 'v3');
      append(writer, 4, 'v4');
      await writer.flush();
      expect(writer.ledger.failures).toMatchObject([{ firstLine: 1, lastLine: 2, maybeWritten: true }]);
      expect(writer.ledger.acknowledged).toBe(2);
      expect(cluster.values(0)).toEqual(numbered(4));
      expect(cluster.partitions[0]!.producers.size).toBe(2);
    },
  );

  test('a definite refusal, for longer than the delivery time-out: not written, the same producer', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.fault = (_, partition) => (partition === 0 ? 'NOT_ENOUGH_REPLICAS' : undefined);
    const writer = await openWriter(cluster, { ...settings, deliveryTimeoutMs: 50 });
    append(writer, 1, 'v1');
    await writer.flush();
    cluster.fault = () => undefined;
    append(writer, 2, 'v2');
    await writer.flush();
    expect(writer.ledger.failures).toMatchObject([{ firstLine: 1, maybeWritten: false }]);
    expect(cluster.values(0)).toEqual(['v2']);
    expect(cluster.partitions[0]!.producers.size).toBe(1);
  });

  test('a log that has lost what it acknowledged gets the rest from a new producer', async () => {
    const cluster = new ProduceCluster(1, 1);
    const writer = await openWriter(cluster, settings);
    append(writer, 1, 'v1');
    append(writer, 2, 'v2');
    await writer.flush();
    const [producer] = cluster.partitions[0]!.producers.values();
    producer!.batches.splice(0, 1, { base: 0, last: 0, offset: 0 });
    cluster.partitions[0]!.records.length = 1;
    for (let line = 3; line <= 60; line++) append(writer, line, `v${line}`);
    await writer.flush();
    expect(cluster.values(0)).toEqual(numbered(60).filter((value) => value !== 'v2'));
    expect(cluster.partitions[0]!.producers.size).toBe(2);
  });

  test('missing authorization stops the writer at once', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.fault = (_, partition) => (partition === 0 ? 'TOPIC_AUTHORIZATION_FAILED' : undefined);
    const writer = await openWriter(cluster, settings);
    for (let line = 1; line <= 100; line++) append(writer, line, `v${line}`);
    await writer.flush();
    expect(writer.stopped?.message).toContain('TOPIC_AUTHORIZATION_FAILED');
    expect(writer.ledger.failed).toBe(100);
    expect(writer.ledger.acknowledged).toBe(0);
  });

  test('aborted: records in flight may be written, the rest are not', async () => {
    const cluster = new ProduceCluster(1, 1);
    cluster.delayMs = () => 10_000;
    const writer = await openWriter(cluster, { ...settings, idempotent: false });
    for (let line = 1; line <= 400; line++) append(writer, line, `v${line}`);
    const flushed = writer.flush();
    await until(() => Promise.resolve(cluster.mostInFlight > 0 || undefined));
    writer.abandon('interrupted');
    await flushed;
    expect(writer.ledger.failed).toBe(400);
    expect(writer.ledger.maybeWritten).toBeGreaterThan(0);
    expect(writer.ledger.maybeWritten).toBeLessThan(400);
  }, 20_000);
});

describe('weaker guarantees', () => {
  test('acks=0: sent, never acknowledged', async () => {
    const cluster = new ProduceCluster(2, 2);
    const ledger = await writeLines(cluster, 200, { acks: 0 });
    expect(ledger.acknowledged).toBe(0);
    expect(ledger.sent).toBe(200);
    expect(sorted(cluster.allValues())).toEqual(numbered(200));
  });

  test('acks=1 has no sequence numbers', async () => {
    const cluster = new ProduceCluster(1, 1);
    const ledger = await writeLines(cluster, 200, { acks: 1 });
    expect(ledger.acknowledged).toBe(200);
    expect(cluster.partitions[0]!.producers.size).toBe(0);
  });
});

test('the input has to wait when too much is unacknowledged', async () => {
  const cluster = new ProduceCluster(1, 1);
  const writer = await openWriter(cluster, { ...settings, limits: { ...quick, pendingBytes: 2000 } });
  for (let line = 1; !writer.isFull; line++) append(writer, line, `v${line}`);
  await writer.whenWritable(never);
  expect(writer.isFull).toBe(false);
  await writer.flush();
  expect(writer.ledger.failed).toBe(0);
});

test('a transaction names its partitions first and is committed', async () => {
  const cluster = new ProduceCluster(1, 2);
  const writer = await openWriter(cluster, { ...settings, transaction: { id: 'tx', timeoutMs: 1000 } });
  for (let line = 1; line <= 50; line++) append(writer, line, `v${line}`, null, line % 2);
  await writer.flush();
  cluster.marksMissing = 2;
  await writer.end('commit');
  const [joined, ...ends] = cluster.transactionLog;
  expect(joined).toBe('join 0,1');
  // The first is answered once it is certain, the last once the partitions have the marks of it.
  expect(ends).toEqual(['commit', 'commit', 'commit', 'commit']);
  expect(sorted(cluster.allValues())).toEqual(numbered(50));
});

describe('after the end of a transaction', () => {
  async function ended(again: (request: number) => number | Promise<number>) {
    const cluster = new ProduceCluster(2, 2);
    const transaction = { id: 'tx', timeoutMs: 1000 };
    const writer = await openWriter(cluster, { ...settings, deliveryTimeoutMs: 300, transaction });
    append(writer, 1, 'v1');
    await writer.flush();
    let requests = 0;
    for (const id of [0, 1]) {
      (await cluster.broker(id)).on(endTxn, async () => {
        requests += 1;
        return { throttleTimeMs: 0, errorCode: requests === 1 ? 0 : await again(requests) };
      });
    }
    await writer.end('commit');
    return requests;
  }

  test('a coordinator that takes over is waited for until it has the marks written', async () => {
    const codes = ['NOT_COORDINATOR', 'COORDINATOR_LOAD_IN_PROGRESS', 'CONCURRENT_TRANSACTIONS'] as const;
    expect(
      await ended((request) => {
        const name = codes[request - 2];
        return name ? errorCodeNamed(name) : 0;
      }),
    ).toBe(5);
  });

  test('one that breaks the connection is asked again', async () => {
    expect(
      await ended((request) => {
        if (request === 2) throw new LabError('unreachable', 'It broke.');
        return 0;
      }),
    ).toBe(3);
  });

  test('one that says nothing is waited for no longer than records would be, and it is committed all the same', async () => {
    expect(await ended(() => new Promise<number>(() => {}))).toBe(2);
  });

  test('one that refuses, as another producer has its id by now, changes nothing', async () => {
    expect(await ended(() => errorCodeNamed('PRODUCER_FENCED'))).toBe(2);
  });
});

const faults: readonly Fault[] = [
  'lost',
  'ack-lost',
  'NOT_LEADER_OR_FOLLOWER',
  'NOT_ENOUGH_REPLICAS',
  'UNKNOWN_SERVER_ERROR',
  'MESSAGE_TOO_LARGE',
  'CORRUPT_MESSAGE',
  { afterAppend: 'NOT_LEADER_OR_FOLLOWER' },
  { afterAppend: 'KAFKA_STORAGE_ERROR' },
];

test('with any failures: acknowledged exactly once and in order, or reported', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        brokers: fc.integer({ min: 1, max: 3 }),
        partitions: fc.integer({ min: 1, max: 4 }),
        lines: fc.integer({ min: 1, max: 400 }),
        keyed: fc.boolean(),
        script: fc.array(fc.option(fc.constantFrom(...faults), { freq: 2 }), { maxLength: 40 }),
        moves: fc.array(fc.nat(60), { maxLength: 4 }),
        deliveryTimeoutMs: fc.constantFrom(15, 3000),
        maxMessageBytes: fc.constantFrom(150, 100_000),
        // Large batches travel by reference, small ones as copies.
        large: fc.boolean(),
      }),
      async (plan) => {
        const cluster = new ProduceCluster(plan.brokers, plan.partitions);
        const size = plan.large ? 100 : 1;
        cluster.maxMessageBytes = plan.maxMessageBytes * size;
        cluster.fault = (request, partition) => {
          if (partition === undefined && plan.moves.includes(request)) {
            const moved = cluster.partitions[request % plan.partitions]!;
            moved.leader = ((moved.leader ?? 0) + 1) % plan.brokers;
          }
          const fault = plan.script[request + (partition ?? 0)];
          const breaks = fault === 'lost' || fault === 'ack-lost';
          return (partition === undefined) === breaks ? (fault ?? undefined) : undefined;
        };
        const limits = { ...quick, batchBytes: 400 * size };
        const { deliveryTimeoutMs } = plan;
        const writer = await openWriter(cluster, { ...settings, deliveryTimeoutMs, limits });
        const padding = plan.large ? 'p'.repeat(2000) : '';
        for (let line = 1; line <= plan.lines; line++) {
          append(writer, line, `v${line}`, plan.keyed ? `k${line % 13}${padding}` : null);
          if (line % 40 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await writer.flush();
        writer.close();
        checkAccount(cluster, writer, plan.lines);
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);

function checkAccount(cluster: ProduceCluster, writer: Writer, lines: number): void {
  const { ledger } = writer;
  expect(writer.stopped).toBeUndefined();
  expect(ledger.acknowledged + ledger.failed).toBe(lines);
  const failed = new Set<string>();
  const unsure = new Set<string>();
  for (const { firstLine, lastLine, maybeWritten } of ledger.failures) {
    for (let line = firstLine; line <= lastLine; line++) (maybeWritten ? unsure : failed).add(`v${line}`);
  }
  const written = cluster.allValues().map(String);
  expect(written.filter((value) => failed.has(value))).toEqual([]);
  expect(new Set(written).size).toBe(written.length);
  const acknowledged = numbered(lines).filter((value) => !failed.has(value) && !unsure.has(value));
  expect(sorted(written.filter((value) => !unsure.has(value)))).toEqual(acknowledged);
  cluster.partitions.forEach((_, partition) => {
    const sure = cluster.values(partition).filter((value) => !unsure.has(String(value)));
    expect(sure).toEqual(sorted(sure));
  });
}

test.each([
  ['is asked for before anything else, with the first connection', true],
  ['is asked for again if that brought none', false],
])('a producer id %s', async (_what, isAnswered) => {
  const cluster = new ProduceCluster(1, 1);
  const asked: string[] = [];
  const broker = await cluster.broker(0);
  const given: WriterCluster = {
    topic: cluster.topic,
    broker: (nodeId) => cluster.broker(nodeId),
    askAhead(ask) {
      asked.push('ahead');
      return isAnswered ? ask(broker) : Promise.resolve(undefined);
    },
    leaders() {
      asked.push('leaders');
      return cluster.leaders();
    },
    anyBroker() {
      asked.push('any');
      return cluster.anyBroker();
    },
  };
  const writer = await openWriter(given, settings);
  append(writer, 1, 'v');
  await writer.flush();
  writer.close();
  expect(asked).toEqual(isAnswered ? ['ahead', 'leaders'] : ['ahead', 'leaders', 'any']);
  expect(broker.asked.filter((name) => name === 'InitProducerId')).toHaveLength(1);
  expect(cluster.values(0)).toEqual(['v']);
});
