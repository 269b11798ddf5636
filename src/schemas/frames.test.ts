import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  frameAt,
  frameBytes,
  glueVersionAt,
  guidAt,
  guidFrame,
  idFrame,
  longSchemaIdAt,
  messageIndexBytes,
  readMessageIndexes,
  schemaIdAt,
  schemaIdHeaders,
} from './frames.js';

const guid = '89791762-2336-4186-9674-299b90a802e2';

describe('frames', () => {
  test.each([
    ['00000000076f', 'id'],
    ['0000000007', 'id'],
    ['00000000', undefined],
    [`01${guid.replaceAll('-', '')}`, 'guid'],
    [`01${guid.replaceAll('-', '').slice(2)}`, undefined],
    [`0300${guid.replaceAll('-', '')}7b7d`, 'glue'],
    [`0305${guid.replaceAll('-', '')}`, 'glue'],
    [`0301${guid.replaceAll('-', '')}`, undefined],
    ['7b7d', undefined],
    ['', undefined],
  ])('%s is %s', (hex, kind) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(frameAt(bytes, 0, bytes.length)).toBe(kind);
    // Wherever it begins, and whatever stands before and behind.
    expect(
      frameAt(Buffer.concat([Buffer.from([1, 0, 3]), bytes, Buffer.alloc(20)]), 3, 3 + bytes.length),
    ).toBe(kind);
  });

  test('ids, GUIDs and versions are read where they stand', () => {
    expect(schemaIdAt(Buffer.from('ff0000000102', 'hex'), 1)).toBe(0x0102);
    expect(schemaIdAt(Buffer.from('00ffffffff', 'hex'), 0)).toBe(-1);
    expect(guidAt(Buffer.concat([Buffer.from([9]), guidFrame(guid)]), 1)).toBe(guid);
    const glue = Buffer.from(`0305${guid.replaceAll('-', '')}`, 'hex');
    expect(glueVersionAt(glue, 0)).toEqual({ versionId: guid, isCompressed: true });
  });

  test('the headers that carry a frame have the names that SchemaId of the clients of Confluent gives them', () => {
    expect(schemaIdHeaders).toEqual({ key: '__key_schema_id', value: '__value_schema_id' });
  });

  test('ids of eight bytes only where they are configured', () => {
    const bytes = Buffer.from('000000000100000002', 'hex');
    expect(frameAt(bytes, 0, 9, true)).toBe('long-id');
    expect(frameAt(bytes, 0, 8, true)).toBeUndefined();
    expect(frameAt(bytes, 0, 9)).toBe('id');
    expect(longSchemaIdAt(bytes, 0)).toBe(2 ** 32 + 2);
    expect(longSchemaIdAt(Buffer.from('00ffffffffffffffff', 'hex'), 0)).toBeNaN();
    expect(idFrame(258, undefined, true).toString('hex')).toBe('000000000000000102');
    expect(idFrame(2, [1], true).toString('hex')).toBe('0000000000000000020202');
  });
});

describe('message indexes', () => {
  // What Confluent's clients write: SchemaId.writeMessageIndexes, kafka-protobuf-serializer's MessageIndexes.
  test.each([
    [[0], '00'],
    [[1], '0202'],
    [[1, 0], '040200'],
    [[2, 3, 64], '0604068001'],
  ])('%j is written as %s', (indexes, hex) => {
    expect(messageIndexBytes(indexes).toString('hex')).toBe(hex);
  });

  test.each([
    ['0200', [0], 2],
    ['00aa', [0], 1],
    ['8000', [0], 2],
  ])('%s is read as %j', (hex, expected, behind) => {
    const indexes: number[] = [];
    const bytes = Buffer.from(hex, 'hex');
    expect(readMessageIndexes(bytes, 0, bytes.length, indexes)).toBe(behind);
    expect(indexes).toEqual(expected);
  });

  test.each(['', '02', '01', '0201', '80', 'ffffffff0f', '0480', `ffffffffff01`, '02ffffffffff01'])(
    '%s is refused',
    (hex) => {
      const bytes = Buffer.from(hex, 'hex');
      expect(readMessageIndexes(bytes, 0, bytes.length, [])).toBe(-1);
    },
  );

  test('what was written is read, and nothing behind it', () => {
    const anyIndexes = fc.array(fc.nat(0x7fff_ffff), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0x7fff_ffff }),
        anyIndexes,
        fc.uint8Array(),
        (id, indexes, rest) => {
          const framed = Buffer.concat([idFrame(id, indexes), rest]);
          const found = [9, 9];
          expect(frameAt(framed, 0, framed.length)).toBe('id');
          expect(schemaIdAt(framed, 0)).toBe(id);
          const behind = readMessageIndexes(framed, frameBytes.id, framed.length, found);
          expect(found).toEqual(indexes);
          expect(framed.subarray(behind)).toEqual(Buffer.from(rest));
        },
      ),
    );
  });

  test('any bytes are indexes or none', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const indexes: number[] = [];
        const behind = readMessageIndexes(bytes, 0, bytes.length, indexes);
        if (behind === -1) return;
        expect(behind).toBeLessThanOrEqual(bytes.length);
        expect(indexes.every((index) => index >= 0)).toBe(true);
      }),
    );
  });
});
