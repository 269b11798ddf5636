import { expect, test } from '@jest/globals';
import { OutputBuffer } from '../wire/print/output-buffer.js';
import {
  DecodeError,
  EncodeError,
  type Decoder,
  type Encoder,
  type SchemaSource,
  type SchemaType,
} from './codec.js';

/** The smallest format there can be: one byte, a digit. */
const digit: Decoder & Encoder = {
  decode(bytes, start, end, out) {
    if (end - start !== 1) throw new DecodeError('is not one byte', start);
    out.byte(48 + (bytes[start] ?? 0));
  },
  encode(source) {
    if (!/^\d$/.test(source)) throw new EncodeError('', 'is not a digit');
    return Buffer.of(Number(source));
  },
};

test('what a format throws says where: an offset in the bytes, a path in the JSON', () => {
  const out = new OutputBuffer();
  digit.decode(Buffer.of(9, 7), 1, 2, out);
  expect(out.take().toString()).toBe('7');
  expect(() => digit.decode(Buffer.of(9, 7), 1, 1, out)).toThrow(
    expect.objectContaining({ name: 'DecodeError', at: 1 }),
  );
  expect(() => digit.encode('true')).toThrow(expect.objectContaining({ name: 'EncodeError', path: '' }));
});

test('a schema is a text, its type and the texts of what it refers to', () => {
  const type: SchemaType = 'AVRO';
  const source: SchemaSource = { text: '"shop.Item"', references: new Map([['shop.Item', '"int"']]) };
  expect([type, ...source.references.keys()]).toEqual(['AVRO', 'shop.Item']);
});
