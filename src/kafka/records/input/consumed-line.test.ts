import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { RecordBatchEncoder } from '../../../wire/batch/record-batch-encoder.js';
import { encodeRecordHeaders, type RecordHeader } from '../../../wire/batch/record-batch-headers.js';
import { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { jsonFormat } from '../../../wire/print/record-format.js';
import { ConsumedLine } from './consumed-line.js';
import { jsonLine, parseJsonRecord } from './produce-json.js';
import { anyText } from '../../../testing/text/arbitrary-text.js';

interface Fields {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string;
  readonly partition: number | undefined;
  readonly timestamp: unknown;
}

const extra: RecordHeader[] = [['extra', Buffer.from('x')]];

function fieldsOf(record: ConsumedLine): Fields {
  const { source, keyStart, keyEnd, valueStart, valueEnd, partition, timestamp } = record;
  return {
    key: keyEnd < 0 ? null : Buffer.from(source.subarray(keyStart, keyEnd)),
    value: valueEnd < 0 ? null : Buffer.from(source.subarray(valueStart, valueEnd)),
    headers: Buffer.from(record.headers).toString('hex'),
    partition: partition < 0 ? undefined : partition,
    timestamp: timestamp < 0 ? undefined : timestamp,
  };
}

function parsed(line: Buffer, headers: readonly RecordHeader[]): Fields {
  const record = parseJsonRecord(jsonLine(line), headers);
  return { ...record, headers: Buffer.from(record.headers).toString('hex') };
}

/** What is known of each line, all of them in one buffer; null for those that are left to the parser. */
function read(lines: readonly Buffer[], headers: readonly RecordHeader[] = []): (Fields | null)[] {
  const buffer = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const record = new ConsumedLine(headers);
  let start = 0;
  return lines.map((line) => {
    const end = record.read(buffer, start);
    const fields = end < 0 ? null : fieldsOf(record);
    if (end >= 0) expect(end).toBe(start + line.length);
    start += line.length + 1;
    return fields;
  });
}

const text = fc.oneof(
  anyText(40),
  fc.string({
    unit: fc.constantFrom('"', '\\', '/', 'u', '\n', '\t', '\u001f', 'é', '\u202e', '🎉', 'a', '0'),
    maxLength: 20,
  }),
);
const bytes = fc.oneof(
  { weight: 3, arbitrary: text.map((each) => Buffer.from(each)) },
  fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each)),
);
const orNull = fc.option(bytes, { nil: null, freq: 4 });
type Given = typeof record extends fc.Arbitrary<infer Value> ? Value : never;
const record = fc.record({
  topic: fc.constantFrom('orders', 'a', 'kafka-lab.lines_2'),
  partition: fc.nat({ max: 3 }),
  offset: fc.nat(),
  timestamp: fc.oneof(fc.constantFrom(-1, 0, 1795967764025), fc.nat()),
  key: orNull,
  value: orNull,
  headers: fc.array(
    fc.tuple(
      text.map((each) => Buffer.from(each).toString()),
      orNull,
    ),
    { maxLength: 3 },
  ),
});

/** The line of a record, as `consume -o jsonl` prints it. */
function printed({ topic, partition, offset, timestamp, key, value, headers }: Given): Buffer {
  const keyEnd = key?.length ?? 0;
  const source = Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]);
  const valueEnd = value === null ? -1 : source.length;
  const encoder = new RecordBatchEncoder({ limitBytes: 1e6, compression: 'none' });
  encoder.append(
    timestamp,
    source,
    0,
    key === null ? -1 : keyEnd,
    keyEnd,
    valueEnd,
    encodeRecordHeaders(headers),
  );
  const batch = encoder.finish();
  batch.writeBigInt64BE(BigInt(offset));
  const decoder = new RecordDecoder();
  decoder.open(batch, { topic, partition, from: offset, to: null });
  decoder.next();
  const out = new OutputBuffer();
  jsonFormat('jsonl').write(decoder, out);
  return Buffer.from(out.take()).subarray(0, -1);
}

test('all that consume prints is known, and says what the parser makes of it', () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 6 }),
      fc.constantFrom([], extra),
      (records, more) => {
        const lines = records.map(printed);
        expect(read(lines, more)).toEqual(lines.map((line) => parsed(line, more)));
      },
    ),
  );
});

test('a line that was changed anywhere is left to the parser, or says what the parser makes of it', () => {
  const change = fc.record({
    at: fc.nat(),
    removed: fc.nat({ max: 3 }),
    added: fc
      .oneof(
        fc.constantFrom(
          '"',
          '\\',
          ',',
          '}',
          ']',
          ' ',
          '0',
          '-',
          '\\u',
          '\\ud800',
          '\r',
          'null',
          '"key":"k",',
          '{',
          '1e3',
        ),
        anyText(2),
      )
      .map((each) => Buffer.from(each)),
  });
  fc.assert(
    fc.property(record, change, (original, { at, removed, added }) => {
      const line = printed(original);
      const place = at % (line.length + 1);
      const changed = Buffer.concat([line.subarray(0, place), added, line.subarray(place + removed)]);
      if (changed.includes(10)) return;
      const [, fields] = read([line, changed]);
      if (fields) expect(fields).toEqual(parsed(changed, []));
    }),
    { numRuns: 1000 },
  );
});

describe('members', () => {
  test.each([
    '{"value":"v"}',
    '{"key":"k","value":"v"}',
    '{"partition":2,"value":null}',
    '{"topic":"t","key":"k","value":"v","headers":[]}',
    '{"timestamp":5,"value":"\\ud83c\\udf89\\u00e9\\/"}',
    `{"value":"v","headers":[${Array.from({ length: 70 }, () => '{"key":"h","value":"x"}').join(',')}]}`,
  ])('some may be missing: %s', (line) => {
    const bytesOfLine = Buffer.from(line);
    expect(read([bytesOfLine])).toEqual([parsed(bytesOfLine, [])]);
  });

  test.each([
    '{"value":{"a":1}}',
    '{"value":"v","key":"k"}',
    '{"value":"v"} ',
    '{ "value":"v"}',
    '{"value":"v",}',
    '{"key":"k"}',
    '{"value":"v","headers":{"a":"b"}}',
    '{"value":"v","partition":1}',
    '{"partition":01,"value":"v"}',
    '{"offset":12345678901234567890,"value":"v"}',
    '{"timestamp":"2026-01-15","value":"v"}',
    '{"timestamp":-5,"value":"v"}',
    '{"value":"\\ud800"}',
    '{"value":"\\x"}',
    '{"value":"\\u12g4"}',
    '{"value":"\\u12',
    '{"value":"?","valueEncoding":"base64"}',
    '{"value":"v","headers":[{"key":null,"value":"x"}]}',
    '{"value":"v","headers":[{"key":"a","value":"x"},]}',
    '{"topic":"\\u0061","value":"v"}',
    '',
  ])('all else is left to the parser: %s', (line) => {
    expect(read([Buffer.from(line)])).toEqual([null]);
  });

  test('bytes that are not UTF-8 are left to the parser, in a topic too, and in the line after', () => {
    const lines = [
      '{"value":"\xe9"}',
      '{"topic":"\xe9","offset":1,"value":"v"}',
      '{"topic":"\xe9","offset":2,"value":"v"}',
    ];
    expect(read(lines.map((line) => Buffer.from(line, 'latin1')))).toEqual([null, null, null]);
  });

  test('the end of the buffer ends a line', () => {
    const line = new ConsumedLine();
    const whole = Buffer.from('{"value":"v"}');
    expect(line.read(whole, 0)).toBe(whole.length);
    for (let length = 0; length < whole.length; length += 1) {
      expect(line.read(whole.subarray(0, length), 0)).toBe(-1);
    }
    expect(encodeRecordHeaders([]).equals(line.headers)).toBe(true);
  });
});
