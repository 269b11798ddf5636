import { describe, expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { fetchesOf, serveLogs, type BeforeFetch, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { batchOf, capturedBatches } from '../../testing/wire/record-batches.js';
import { readPartitions, type LeaderDirectory, type PartitionRange, type ReadOptions } from './reader.js';
import type { RecordDecoder } from '../batch/record-batch-decoder.js';

/** Ten batches of ten records: `p0-0` to `p0-99`. */
function hundred(partition: number): ServedLog {
  const batches = Array.from({ length: 10 }, (_, batch) =>
    batchOf(
      Array.from({ length: 10 }, (_, index) => ({ value: `p${partition}-${batch * 10 + index}` })),
      { baseOffset: batch * 10 },
    ),
  );
  return { batches };
}

const expected = (partition: number, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `p${partition}-${from + index}`);

function directoryOf(broker: ScriptedBroker): LeaderDirectory & { refreshes: number } {
  return {
    refreshes: 0,
    leaderOf: () => Promise.resolve(broker),
    refresh() {
      this.refreshes += 1;
      return Promise.resolve();
    },
  };
}

function brokerWith(logs: readonly ServedLog[], beforeFetch?: BeforeFetch, nodeId = 1): ScriptedBroker {
  const broker = new ScriptedBroker(nodeId);
  serveLogs(broker, new Map(logs.map((log, partition) => [`orders/${partition}`, log])), beforeFetch);
  return broker;
}

function setUp(logs: readonly ServedLog[], beforeFetch?: BeforeFetch) {
  const broker = brokerWith(logs, beforeFetch);
  const found: string[][] = logs.map(() => []);
  const directory = directoryOf(broker);
  const read = (ranges: readonly Partial<PartitionRange>[], options: Partial<ReadOptions> = {}) =>
    readPartitions({
      directory,
      ranges: ranges.map((range, partition) => ({ topic: 'orders', partition, from: 0, to: 100, ...range })),
      isolation: 'read_committed',
      signal: new AbortController().signal,
      onRecords: (cursor) => collect(cursor),
      ...options,
    });
  const collect = (cursor: RecordDecoder): undefined => {
    while (cursor.next()) keep(cursor);
  };
  const keep = (cursor: RecordDecoder): void => {
    found[cursor.partition]!.push(cursor.buffer.toString('utf8', cursor.valueStart, cursor.valueEnd));
  };
  return { broker, directory, found, keep, read };
}

/** Each request takes so long; requests arrive in order. Counts those under way. */
function farAway(broker: ScriptedBroker, delayMs: number) {
  const line = { inFlight: 0, most: 0 };
  broker.network = async (_apiKey, arrive) => {
    line.most = Math.max(line.most, ++line.inFlight);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    line.inFlight -= 1;
    return arrive();
  };
  return line;
}

describe('a broker far away', () => {
  test('is asked for several partitions at the same time, for each record once', async () => {
    const { broker, found, read } = setUp([hundred(0), hundred(1), hundred(2)]);
    const line = farAway(broker, 80);
    await read([{}, { from: 15 }, { from: 20, to: 33 }], { partitionMaxBytes: 300, maxBytes: 600 });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 15, 100), expected(2, 20, 33)]);
    expect(line.most).toBeGreaterThan(1);
  });

  test('is asked once at a time if records are still to come', async () => {
    const { broker, read } = setUp([hundred(0), hundred(1), hundred(2)]);
    const line = farAway(broker, 80);
    await read([{}, {}, {}], { partitionMaxBytes: 300, maxBytes: 600, waitsForEnd: true });
    expect(line.most).toBe(1);
  });
});

describe('what is kept of an earlier read', () => {
  const tailOf = (partition: number, from: number, to: number): Buffer =>
    batchOf(
      expected(partition, from, to).map((value) => ({ value })),
      { baseOffset: from },
    );

  test('is visited without being fetched', async () => {
    const { broker, found, read } = setUp([hundred(0), hundred(1)]);
    const reports = await read([92, 97].map((from, index) => ({ from, kept: tailOf(index, from - 2, 100) })));
    expect(found).toEqual([expected(0, 92, 100), expected(1, 97, 100)]);
    expect(reports).toMatchObject([
      { stopped: 'end', firstOffset: 92, records: 8 },
      { stopped: 'end', firstOffset: 97, records: 3 },
    ]);
    expect(fetchesOf(broker)).toEqual([]);
  });

  test('goes on with a fetch behind its end', async () => {
    const { broker, found, read } = setUp([hundred(0)]);
    await read([{ kept: tailOf(0, 0, 10) }]);
    expect(found).toEqual([expected(0, 0, 100)]);
    expect(fetchesOf(broker)[0]).toMatchObject([{ fetchOffset: 10 }]);
  });
});

describe('the memory of answers', () => {
  function setUpReuse() {
    const all = setUp([hundred(0), hundred(1)]);
    const reused: string[] = [];
    Object.assign(all.broker, {
      reuse: (answer: Buffer) => {
        reused.push(all.found.flat().join());
        // As a connection would, sooner or later.
        answer.fill(0);
      },
    });
    const borrow = (cursor: RecordDecoder): undefined => {
      while (cursor.next()) all.keep(cursor);
    };
    return { ...all, reused, borrow };
  }

  test('goes back once all records of it were visited, if it was borrowed', async () => {
    const { found, read, reused, borrow } = setUpReuse();
    await read([{}, {}], { maxBytes: 500, onRecords: { borrow } });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 0, 100)]);
    expect(reused.length).toBeGreaterThan(2);
    expect(reused.at(-1)).toContain('p0-99');
  });

  test("is the visitor's own, if he is but a function", async () => {
    const { read, reused } = setUpReuse();
    await read([{}, {}], { maxBytes: 500 });
    expect(reused).toEqual([]);
  });

  test('goes back when the last of those who hold it lets go, however often, and not at all if one never does', async () => {
    const { read, reused, borrow } = setUpReuse();
    const held: (() => void)[] = [];
    await read([{}, {}], {
      maxBytes: 500,
      onRecords: {
        borrow(cursor, memory) {
          held.push(memory.hold(), memory.hold());
          borrow(cursor);
          return undefined;
        },
      },
    });
    expect(reused).toEqual([]);
    held.forEach((letGo, index) => {
      if (index % 2 === 0) for (let times = 0; times < 3; times += 1) letGo();
    });
    expect(reused).toEqual([]);
    for (const letGo of held) letGo();
    expect(reused.length).toBeGreaterThan(2);
    expect(reused.length).toBeLessThanOrEqual(held.length / 2);
  });

  test('stays when a visit was broken off: its output may still be on the way', async () => {
    const { read, reused } = setUpReuse();
    await read([{}, {}], { onRecords: { borrow: () => 'stop' } });
    const never = () => new Promise<undefined>(() => undefined);
    await read([{}, {}], { onRecords: { borrow: never }, signal: AbortSignal.timeout(30) });
    expect(reused).toEqual([]);
  });

  test('of a visit that is waited for goes back after it', async () => {
    const { read, reused, borrow } = setUpReuse();
    let visiting = 0;
    await read([{}, {}], {
      maxBytes: 500,
      onRecords: {
        async borrow(cursor) {
          const before = reused.length;
          visiting += 1;
          borrow(cursor);
          await new Promise(setImmediate);
          expect(reused.length).toBe(before);
          return undefined;
        },
      },
    });
    expect(visiting).toBeGreaterThan(2);
    expect(reused.length).toBeGreaterThan(2);
  });
});

describe('a read with an end', () => {
  test('reads each partition once, from one fetch after the other, and stops by itself', async () => {
    const { broker, found, read } = setUp([hundred(0), hundred(1), hundred(2)]);
    const reports = await read([{}, { from: 15 }, { from: 20, to: 33 }], { partitionMaxBytes: 500 });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 15, 100), expected(2, 20, 33)]);
    expect(reports).toEqual([
      {
        topic: 'orders',
        partition: 0,
        firstOffset: 0,
        lastOffset: 99,
        nextOffset: 100,
        records: 100,
        stopped: 'end',
      },
      {
        topic: 'orders',
        partition: 1,
        firstOffset: 15,
        lastOffset: 99,
        nextOffset: 100,
        records: 85,
        stopped: 'end',
      },
      {
        topic: 'orders',
        partition: 2,
        firstOffset: 20,
        lastOffset: 32,
        nextOffset: 33,
        records: 13,
        stopped: 'end',
      },
    ]);
    expect(fetchesOf(broker)[0]).toHaveLength(3);
    expect(
      fetchesOf(broker)
        .at(-1)!
        .every(({ fetchOffset }) => fetchOffset < 100),
    ).toBe(true);
  });

  test('of nothing asks nothing', async () => {
    const { broker, read } = setUp([hundred(0)]);
    const [report] = await read([{ from: 100, to: 100 }]);
    expect(report).toMatchObject({ firstOffset: null, records: 0, nextOffset: 100, stopped: 'end' });
    expect(fetchesOf(broker)).toHaveLength(0);
  });

  test('has partitions take turns when answers are small', async () => {
    const { broker, found, read } = setUp([hundred(0), hundred(1), hundred(2)]);
    await read([{}, {}, {}], { maxBytes: 300 });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 0, 100), expected(2, 0, 100)]);
    const firsts = fetchesOf(broker)
      .slice(0, 4)
      .map((asked) => asked[0]!.partition);
    expect(new Set(firsts)).toEqual(new Set([0, 1, 2]));
  });

  test('asks for hardly more partitions than an answer has room for, once one was full', async () => {
    const logs = Array.from({ length: 60 }, (_, partition) => hundred(partition));
    const { broker, found, read } = setUp(logs);
    const size = logs[0]!.batches.reduce((sum, { length }) => sum + length, 0);
    await read(
      logs.map(() => ({})),
      { maxBytes: size * 9 + 1 },
    );
    expect(found).toEqual(logs.map((_, partition) => expected(partition, 0, 100)));
    const asked = fetchesOf(broker).map(({ length }) => length);
    expect(asked[0]).toBe(60);
    // Twice as many as there is room for; and a broker that is slow to answer may answer twice as much. 50 are left.
    expect(Math.max(...asked.slice(1))).toBeLessThanOrEqual(40);
  });

  test('takes a record larger than a fetch', async () => {
    const large = batchOf([{ value: 'x'.repeat(50_000) }], { baseOffset: 100 });
    const { found, read } = setUp([hundred(0), { batches: [...hundred(1).batches, large] }]);
    await read([{}, { to: 101 }], { partitionMaxBytes: 400 });
    expect(found[1]).toHaveLength(101);
    expect(found[1]![100]).toHaveLength(50_000);
  });

  test('counts control records, hidden ones and gaps at the end of the log', async () => {
    const batches = [capturedBatches('java-transactions')];
    const log = {
      batches: splitBatches(batches[0]!),
      abortedTransactions: [
        { producerId: 8, firstOffset: 1, lastOffset: 6 },
        { producerId: 7, firstOffset: 9, lastOffset: 10 },
      ],
    };
    const { found, read } = setUp([log]);
    const [report] = await read([{ to: 11 }], { partitionMaxBytes: 100 });
    expect(found[0]).toEqual(['one-committed-0', 'plain-2', 'one-committed-3', 'two-committed-7']);
    expect(report).toMatchObject({ lastOffset: 7, nextOffset: 11, records: 4, stopped: 'end' });
  });

  test('does not wait for a tail that was compacted away whole', async () => {
    const { found, read } = setUp([{ batches: hundred(0).batches.slice(0, 3), endOffset: 100 }]);
    const [report] = await read([{}]);
    expect(found[0]).toHaveLength(30);
    expect(report).toMatchObject({ lastOffset: 29, nextOffset: 100, stopped: 'end' });
  });

  test('sends the next fetch before the records of the last are visited', async () => {
    const { broker, keep, read } = setUp([hundred(0)]);
    const fetchesAtVisit: number[] = [];
    await read([{}], {
      partitionMaxBytes: 500,
      onRecords(cursor) {
        fetchesAtVisit.push(fetchesOf(broker).length);
        while (cursor.next()) keep(cursor);
        return undefined;
      },
    });
    expect(fetchesAtVisit.slice(0, 3)).toEqual([2, 3, 4]);
  });
});

describe('the visitor', () => {
  test('may return early and is called for the rest, after its promise', async () => {
    const { found, keep, read } = setUp([hundred(0), hundred(1)]);
    let running = 0;
    await read([{}, {}], {
      onRecords(cursor) {
        expect(running).toBe(0);
        for (let count = 0; count < 7 && cursor.next(); count++) keep(cursor);
        running++;
        return new Promise((resolve) =>
          setTimeout(() => {
            running--;
            resolve(undefined);
          }, 1),
        );
      },
    });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 0, 100)]);
  });

  test('stops the read behind its record', async () => {
    const { keep, read } = setUp([hundred(0), hundred(1)]);
    let left = 25;
    const reports = await read([{ from: 3 }, {}], {
      onRecords(cursor) {
        while (left > 0 && cursor.next()) {
          keep(cursor);
          left--;
        }
        return left === 0 ? 'stop' : undefined;
      },
    });
    expect(reports[0]).toMatchObject({
      firstOffset: 3,
      lastOffset: 27,
      nextOffset: 28,
      records: 25,
      stopped: 'limit',
    });
    expect(reports[1]).toMatchObject({ firstOffset: null, nextOffset: 0, records: 0, stopped: 'limit' });
  });

  test('that throws ends the read with its error', async () => {
    const { read } = setUp([hundred(0)]);
    const onRecords = (): never => {
      throw new Error('the disk is full');
    };
    await expect(read([{}], { onRecords })).rejects.toThrow('the disk is full');
    await expect(read([{}], { onRecords: () => Promise.reject(new Error('later')) })).rejects.toThrow(
      'later',
    );
  });
});

describe('an interruption', () => {
  test('ends a read that follows', async () => {
    const { found, read } = setUp([hundred(0)]);
    const signal = AbortSignal.timeout(50);
    const [report] = await read([{ to: null }], { signal });
    expect(found[0]).toEqual(expected(0, 0, 100));
    expect(report).toMatchObject({ nextOffset: 100, stopped: 'interrupted' });
  });

  test('before the start reads nothing, and one in a visit that waits for ever ends it', async () => {
    const { broker, read } = setUp([hundred(0)]);
    expect(await read([{}], { signal: AbortSignal.abort() })).toMatchObject([
      { records: 0, stopped: 'interrupted' },
    ]);
    expect(fetchesOf(broker)).toHaveLength(0);
    const never = () => new Promise<undefined>(() => undefined);
    const reports = await read([{}], { signal: AbortSignal.timeout(30), onRecords: never });
    expect(reports).toMatchObject([{ records: 0, nextOffset: 0, stopped: 'interrupted' }]);
  });
});

describe('when a fetch fails', () => {
  const passing = [
    ['NOT_LEADER_OR_FOLLOWER', 6],
    ['LEADER_NOT_AVAILABLE', 5],
    ['FENCED_LEADER_EPOCH', 74],
    ['UNKNOWN_LEADER_EPOCH', 75],
    ['UNKNOWN_TOPIC_OR_PARTITION', 3],
    ['KAFKA_STORAGE_ERROR', 56],
    ['UNKNOWN_SERVER_ERROR', -1],
  ] as const;

  test.each(passing)('%s: goes on at the new leader, nothing lost or repeated', async (_, errorCode) => {
    const logs = [hundred(0), hundred(1)];
    const { broker, directory, found, read } = setUp(logs, (count) => (count === 2 ? errorCode : undefined));
    const successor = brokerWith(logs, undefined, 2);
    const leaderOf = (): Promise<ScriptedBroker> =>
      Promise.resolve(directory.refreshes > 0 ? successor : broker);
    const reports = await read([{}, {}], {
      partitionMaxBytes: 500,
      directory: { leaderOf, refresh: (topic) => directory.refresh(topic) },
    });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 0, 100)]);
    expect(reports).toMatchObject([{ records: 100 }, { records: 100 }]);
    expect(fetchesOf(broker)).toHaveLength(2);
    expect(directory.refreshes).toBeGreaterThan(0);
  });

  test('a connection that breaks again and again', async () => {
    const { directory, found, read } = setUp([hundred(0), hundred(1)], (count) =>
      count % 3 === 2 ? Promise.reject(new Error('ECONNRESET')) : undefined,
    );
    await read([{}, {}], { partitionMaxBytes: 500 });
    expect(found).toEqual([expected(0, 0, 100), expected(1, 0, 100)]);
    expect(directory.refreshes).toBeGreaterThan(1);
  });

  test('for longer than allowed, it gives up and says which partition and why', async () => {
    const { read } = setUp([hundred(0)], (count) => (count > 1 ? 5 : undefined));
    const reading = read([{}], { partitionMaxBytes: 500, giveUpAfterMs: 200 });
    await expect(reading).rejects.toMatchObject({
      name: 'LabError',
      code: 'unreachable',
      message: expect.stringMatching(
        /^orders\[0\]: nothing could be read for \d+ s \(LEADER_NOT_AVAILABLE\)/,
      ) as unknown,
    });
  });

  test('not being allowed to is final', async () => {
    const { broker, read } = setUp([hundred(0)], () => 29);
    await expect(read([{}])).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('ACL Read') as unknown,
    });
    expect(fetchesOf(broker)).toHaveLength(1);
  });

  test('a partition that the broker calls damaged is final', async () => {
    const { read } = setUp([hundred(0)], () => 2);
    await expect(read([{}])).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('CORRUPT_MESSAGE') as unknown,
    });
  });

  test('damaged bytes are final and name the place', async () => {
    const log = hundred(0);
    log.batches[4]![16] = 7;
    const { found, read } = setUp([log]);
    await expect(read([{}], { partitionMaxBytes: 200 })).rejects.toThrow(
      'orders[0] at offset 40: no record batch begins here',
    );
    expect(found[0]!.length).toBeLessThanOrEqual(40);
  });

  test('a value that is not what its writer sent is not shown, and the way on is behind the whole batch', async () => {
    const log = hundred(0);
    const batch = log.batches[4]!;
    batch[batch.indexOf('p0-41')] = 0x71;
    const { found, read } = setUp([log]);
    await expect(read([{}], { partitionMaxBytes: 200 })).rejects.toMatchObject({
      code: 'failed',
      message: 'orders[0] at offset 40: the checksum of a record batch does not fit its bytes',
      hint: expect.stringMatching(/--from 50\.$/) as unknown,
    });
    expect(found[0]).toEqual(expected(0, 0, 40));
  });

  test('a length that no batch can have is not fetched', async () => {
    const log = hundred(0);
    log.batches[0]!.writeInt32BE(0x7fffff00, 8);
    const { read } = setUp([log]);
    await expect(read([{}])).rejects.toThrow(
      /orders\[0\] at offset 0: a record batch says it is 2147483404 bytes long/,
    );
  });
});

describe('an offset that is not there', () => {
  test('below the log: says so and goes on at the earliest', async () => {
    const { found, read } = setUp([{ ...hundred(0), startOffset: 40 }]);
    const events: unknown[] = [];
    const [report] = await read([{ from: 7 }], { onEvent: (event) => events.push(event) });
    expect(events).toEqual([
      { kind: 'out of range', topic: 'orders', partition: 0, asked: 7, continuesAt: 40 },
    ]);
    expect(found[0]).toEqual(expected(0, 40, 100));
    expect(report).toMatchObject({ firstOffset: 40, stopped: 'end' });
  });

  test('beyond the log: a read with an end has reached it, one that follows waits at the end', async () => {
    const { found, read } = setUp([hundred(0)]);
    const events: unknown[] = [];
    const onEvent = (event: unknown): unknown => events.push(event);
    expect(await read([{ from: 500, to: 600 }], { onEvent })).toMatchObject([
      { records: 0, stopped: 'short' },
    ]);
    const signal = AbortSignal.timeout(50);
    expect(await read([{ from: 500, to: null }], { onEvent, signal })).toMatchObject([
      { records: 0, nextOffset: 100 },
    ]);
    expect(events).toEqual(
      Array(2).fill({ kind: 'out of range', topic: 'orders', partition: 0, asked: 500, continuesAt: 100 }),
    );
    expect(found[0]).toEqual([]);
  });

  test('the whole range gone: it ends', async () => {
    const { read } = setUp([{ batches: [], startOffset: 100 }]);
    expect(await read([{}])).toMatchObject([{ records: 0, nextOffset: 100, stopped: 'end' }]);
  });
});

function splitBatches(bytes: Buffer): Buffer[] {
  const batches: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 12 + bytes.readInt32BE(at + 8)) {
    batches.push(bytes.subarray(at, at + 12 + bytes.readInt32BE(at + 8)));
  }
  return batches;
}
