import { describe, expect, test } from '@jest/globals';
import { batchOf } from '../../testing/wire/record-batches.js';
import { stringFormat } from './format-string.js';
import type { Bytes } from './record-format.js';
import { OutputBuffer } from './output-buffer.js';
import { RecordDecoder } from '../batch/record-batch-decoder.js';

const batch = batchOf(
  [
    {
      key: 'k1',
      value: 'v1',
      timestamp: 1_768_471_200_000,
      headers: [
        ['a', '1'],
        ['b', null],
      ],
    },
    { key: null, value: null, timestamp: 1_768_471_200_000 },
    { key: '', value: '\xff\x00', timestamp: 1_768_471_200_000 },
  ],
  { baseOffset: 7 },
);

function printed(format: string, bytes: Bytes = 'text'): string {
  const cursor = new RecordDecoder();
  cursor.open(batch, { topic: 'orders', partition: 3, from: 0, to: null });
  const out = new OutputBuffer();
  const { write } = stringFormat(format, bytes);
  while (cursor.next()) write(cursor, out);
  return out.take().toString('latin1');
}

test.each([
  ['%t/%p/%o@%T\\n', 'orders/3/7@1768471200000\norders/3/8@1768471200000\norders/3/9@1768471200000\n'],
  ['%k=%v;', 'k1=v1;=;=base64:/wA=;'],
  ['%s %S %K\\t', 'v1 2 2\t -1 -1\tbase64:/wA= 2 0\t'],
  ['[%h]', '[a=1,b=null][][]'],
  ['%%\\\\\\x41\\e\\0 ', '%\\A\x1b\0 '.repeat(3)],
  ['', ''],
])('%j', (format, expected) => {
  expect(printed(format)).toBe(expected);
});

test('on a terminal what records have is shown, and what the format says is meant', () => {
  const evil = '\u001b[2J';
  const cursor = new RecordDecoder();
  const made = batchOf([{ key: evil, value: evil, timestamp: 0, headers: [[evil, evil]] }], {
    baseOffset: 7,
  });
  cursor.open(made, { topic: 'orders', partition: 3, from: 0, to: null });
  const out = new OutputBuffer();
  const { write } = stringFormat('\\e[1m%k\\e[0m %v %h', 'visible');
  while (cursor.next()) write(cursor, out);
  const shown = '\\x1b[2J';
  expect(out.take().toString()).toBe(`\u001b[1m${shown}\u001b[0m ${shown} ${shown}=${shown}`);
});

test('the delivery count, which only records of a share group have', () => {
  const cursor = new RecordDecoder();
  cursor.open(batch, { topic: 'orders', partition: 3, from: 7, to: 8 });
  const out = new OutputBuffer();
  const { write } = stringFormat('%%d %o %d\\n', 'text', true);
  expect(cursor.next()).toBe(true);
  cursor.deliveryCount = 3;
  write(cursor, out);
  expect(out.take().toString()).toBe('%d 7 3\n');
  expect(() => stringFormat('%o %d', 'text')).toThrow(
    '--format: %d, how often a record was delivered, goes with --share-group.\n  %o %d\n     ^',
  );
});

test('raw bytes', () => {
  expect(printed('%v', 'raw')).toBe('v1\xff\x00');
  expect(printed('\\xff\\x80%%é', 'text')).toBe('\xff\x80%\xc3\xa9'.repeat(3));
  expect(printed('[%h]', 'raw')).toBe('[a=1,b=NULL][][]');
});

describe('what is unknown is pointed at', () => {
  test.each([
    ['%k %z', '%z is unknown', 3],
    ['%k%', '% is unknown', 2],
    ['\\q', '\\q is unknown', 0],
    ['\\x4', '\\x is unknown', 0],
  ])('%j', (format, message, column) => {
    expect(() => stringFormat(format, 'text')).toThrow(
      `--format: ${message}.\n  ${format}\n  ${' '.repeat(column)}^`,
    );
  });
});
