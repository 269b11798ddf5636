import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PassThrough, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { descriptorStream } from '../../output/descriptor-streams.js';
import { createSink } from '../../output/sink.js';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ReceivingBroker } from '../../testing/brokers/receiving-broker.js';
import { serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { captureStream } from '../../testing/program/capture-stream.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import type { Compression } from '../../wire/batch/codecs/compression.js';
import { jsonFormat, plainFormat, type RecordFormat } from '../../wire/print/record-format.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { RecordPrinter } from './print-records.js';
import { readRecords } from './read-records.js';

interface Output {
  readonly stdout: Writable;
  /** All that was written, once it has arrived. */
  readonly text: () => Promise<string>;
}

/** A stream like that of a pipe: it reads what it was given when it is written, which is later, and then calls back. */
function slowDescriptor(): Output {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        text += chunk.toString('latin1');
        done();
      });
    },
  });
  return {
    stdout: descriptorStream(Object.assign(stream, { fd: 1 })),
    text: () => finished(stream.end()).then(() => text),
  };
}

function quickDescriptor(): Output {
  let text = '';
  const stream = new Writable({
    highWaterMark: 2 ** 20,
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString('latin1');
      done();
    },
  });
  return {
    stdout: descriptorStream(Object.assign(stream, { fd: 1 })),
    text: () => finished(stream.end()).then(() => text),
  };
}

/** As lessons and tests have it, and whoever calls the program from his own. */
function keeping(): Output {
  const stdout = captureStream();
  return { stdout, text: () => finished(stdout.end()).then(() => stdout.text()) };
}

/** The same, with a reader that does not always have the time. */
function keepingLate(): Output {
  const stdout = new PassThrough();
  const kept: Buffer[] = [];
  const arrived = (async () => {
    for await (const chunk of stdout) {
      kept.push(chunk as Buffer);
      await new Promise(setImmediate);
    }
  })();
  return {
    stdout,
    async text() {
      stdout.end();
      await arrived;
      return Buffer.concat(kept).toString('latin1');
    },
  };
}

const outputs = { keeping, keepingLate, slowDescriptor, quickDescriptor };

const bare = {
  topics: false,
  partitions: false,
  offsets: false,
  timestamps: false,
  keys: false,
  headers: false,
};

const valueOf = (partition: number, index: number, length: number) =>
  `${partition}-${index}:`.padEnd(length, String.fromCharCode(97 + ((index * 7 + partition) % 26)));

interface MadeBatch {
  readonly lengths: readonly number[];
  readonly compression: Compression;
}

function made(batches: readonly MadeBatch[], partition: number): ServedLog & { readonly values: string[] } {
  const values: string[] = [];
  return {
    values,
    batches: batches.map(({ lengths, compression }) => {
      const baseOffset = values.length;
      for (const length of lengths) values.push(valueOf(partition, values.length, length));
      const records = values.slice(baseOffset).map((value) => ({ key: 'k', value }));
      return batchOf(records, { baseOffset, compression });
    }),
  };
}

function brokerOf(logs: readonly ServedLog[]): ReceivingBroker {
  const broker = new ReceivingBroker();
  serveLogs(broker, new Map(logs.map((log, partition) => [`t/${partition}`, log])));
  return broker;
}

const sorted = (lines: readonly string[]) => [...lines].sort();
const printedOf = (text: string) => sorted(text.split('\n').slice(0, -1));
const rangesOf = (logs: readonly { values: string[] }[]) =>
  logs.map(({ values }, partition) => ({ topic: 't', partition, from: 0, to: values.length }));

describe('records that come in the memory of earlier ones', () => {
  // 12 MiB: answers of 4 MiB, of up to four partitions.
  const logs = [0, 1, 2, 3].map((partition) =>
    made(
      Array.from({ length: 30 }, () => ({ lengths: Array<number>(5).fill(20_000), compression: 'none' })),
      partition,
    ),
  );
  const all = sorted(logs.flatMap(({ values }) => values));

  async function read(format: RecordFormat, { stdout, text }: Output) {
    const broker = brokerOf(logs);
    const topics = [
      topicState(
        't',
        logs.map((_, partition) => partitionState(partition, [1])),
      ),
    ];
    const session = testSession({ metadata: { topics }, brokers: [broker] });
    const plan = { topics, ranges: rangesOf(logs), notes: [], isPartial: false, leftOut: [], open: [] };
    await readRecords(session, plan, new RecordPrinter(format, createSink(stdout), Infinity), {
      isolation: 'read_uncommitted',
      signal: new AbortController().signal,
      follow: false,
      note: (note) => expect(note).toBe(''),
      tellOpen: () => undefined,
    });
    return { broker, printed: printedOf(await text()) };
  }

  test('are not among those that a stream keeps, which gets each of its bytes in memory of their own', async () => {
    for (const output of [keeping(), keepingLate()]) {
      const { broker, printed } = await read(plainFormat(bare, 'raw'), output);
      expect(printed).toEqual(all);
      expect(broker.reused).toBe(0);
    }
  });

  test('are printed as they are where bytes have left when the stream says so', async () => {
    for (const output of [slowDescriptor(), quickDescriptor()]) {
      const { broker, printed } = await read(plainFormat(bare, 'raw'), output);
      expect(printed).toEqual(all);
      expect(broker.reused).toBeGreaterThan(0);
    }
  });

  test('are printed as JSON from memory of the output, which a stream may keep, too', async () => {
    for (const output of [keeping(), keepingLate()]) {
      const { broker, printed } = await read(jsonFormat('jsonl'), output);
      expect(sorted(printed.map((line) => (JSON.parse(line) as { value: string }).value))).toEqual(all);
      expect(broker.reused).toBeGreaterThan(0);
    }
  });
});

test('the same lines, whatever the batches, the format, the answers and the output', async () => {
  const batch = fc.record({
    lengths: fc.array(fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 60_000 })), {
      minLength: 1,
      maxLength: 6,
    }),
    compression: fc.constantFrom<Compression>('none', 'none', 'gzip'),
  });
  const formats = {
    values: { make: () => plainFormat(bare, 'raw'), line: (value: string) => value },
    text: { make: () => plainFormat(bare, 'text'), line: (value: string) => value },
    keyed: {
      make: () => plainFormat({ ...bare, keys: true }, 'raw'),
      line: (value: string) => `k\t${value}`,
    },
  };
  let reused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(batch, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...Object.keys(outputs).map((name) => name as keyof typeof outputs)),
      fc.constantFrom(...Object.keys(formats).map((name) => name as keyof typeof formats)),
      fc.constantFrom(50_000, 150_000, 400_000),
      async (partitions, output, format, maxBytes) => {
        const logs = partitions.map(made);
        const broker = brokerOf(logs);
        const { stdout, text } = outputs[output]();
        const printer = new RecordPrinter(formats[format].make(), createSink(stdout), Infinity);
        await readPartitions({
          directory: { leaderOf: () => Promise.resolve(broker), refresh: () => Promise.resolve() },
          ranges: rangesOf(logs),
          isolation: 'read_uncommitted',
          signal: new AbortController().signal,
          maxBytes,
          onRecords: {
            borrow: (cursor, memory) => printer.printAll(cursor, memory)?.then(() => undefined),
          },
        });
        await printer.finish();
        reused += broker.reused;
        expect(printedOf(await text())).toEqual(
          sorted(logs.flatMap(({ values }) => values.map(formats[format].line))),
        );
      },
    ),
    { numRuns: 60 },
  );
  expect(reused).toBeGreaterThan(0);
});
