import { describe, expect, test } from '@jest/globals';
import { decode as referee, encode as refereeEncode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError, EncodeError } from '../codec.js';
import type { PlainFormatName as PlainFormat } from '../format-name.js';
import { plainFormats } from './plain-formats.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

function read(format: PlainFormat, bytes: Buffer): string {
  const out = new OutputBuffer();
  // In the middle of other bytes, as in a batch.
  const around = Buffer.concat([Buffer.from([0xff]), bytes, Buffer.from([0xff])]);
  plainFormats[format].decode(around, 1, around.length - 1, out);
  return out.take().toString('utf8');
}

const write = (format: PlainFormat, source: string) => plainFormats[format].encode(source);

describe("numbers as Kafka's serializers write them", () => {
  test.each<[PlainFormat, string, string]>([
    ['int', '0000002a', '42'],
    ['int', 'ffffffff', '-1'],
    ['int', '80000000', '-2147483648'],
    ['long', '7fffffffffffffff', '9223372036854775807'],
    ['long', '8000000000000000', '-9223372036854775808'],
    ['double', '3ff8000000000000', '1.5'],
    ['double', '8000000000000000', '-0.0'],
    ['double', '7ff8000000000000', '"NaN"'],
    ['double', 'fff0000000000000', '"-Infinity"'],
    ['double', '0000000000000001', '5e-324'],
  ])('%s %s', (format, bytes, json) => {
    expect(read(format, Buffer.from(bytes, 'hex'))).toBe(json);
    expect(write(format, json).toString('hex')).toBe(bytes);
  });

  test.each<[PlainFormat, string, string]>([
    ['int', '000000', 'it has 3 bytes, and an int has 4'],
    ['long', '0000002a', 'it has 4 bytes, and a long has 8'],
    ['double', '', 'it has 0 bytes, and a double has 8'],
  ])('%s of the wrong length: %s', (format, bytes, message) => {
    expect(() => read(format, Buffer.from(bytes, 'hex'))).toThrow(new DecodeError(message, 1));
  });

  test.each<[PlainFormat, string, string]>([
    ['int', '2147483648', 'is not from -2147483648 to 2147483647, as an int must be'],
    ['int', '1.5', 'is not a whole number'],
    ['int', '"1"', 'is not a whole number'],
    [
      'long',
      '9223372036854775808',
      'is not from -9223372036854775808 to 9223372036854775807, as a long must be',
    ],
    ['double', '"1"', 'is not a number'],
    ['double', 'true', 'is not a number'],
    ['double', '1e999', 'is too large for a double'],
  ])('%s cannot be %s', (format, source, message) => {
    expect(() => write(format, source)).toThrow(new EncodeError('', message));
  });

  test('any of them comes back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<PlainFormat>('int', 'long', 'double'),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (format, drawn) => {
          const bytes = Buffer.from(drawn).subarray(0, format === 'int' ? 4 : 8);
          // All NaN are one.
          fc.pre(format !== 'double' || !Number.isNaN(bytes.readDoubleBE(0)));
          expect(write(format, read(format, bytes))).toEqual(bytes);
        },
      ),
    );
  });
});

describe('texts', () => {
  const id = 'f81d4fae-7dec-11d0-A765-00a0c91e6bf6';

  test('any bytes come back from hex and base64, any text from text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), anyText(), (drawn, text) => {
        const bytes = Buffer.from(drawn);
        expect(write('hex', read('hex', bytes))).toEqual(bytes);
        expect(write('base64', read('base64', bytes))).toEqual(bytes);
        expect(JSON.parse(read('text', Buffer.from(text)))).toBe(text);
        expect(write('text', read('text', Buffer.from(text)))).toEqual(Buffer.from(text));
      }),
    );
  });

  test('what a terminal would obey is escaped', () => {
    expect(read('text', Buffer.from('a\u001b\u202e\u0007'))).toBe(String.raw`"a\u001b\u202e\u0007"`);
    expect(read('json', Buffer.from('{"a":"\u202e"}'))).toBe(String.raw`{"a":"\u202e"}`);
  });

  test.each<[PlainFormat, Buffer, string]>([
    ['text', Buffer.from([0x61, 0xff]), 'a text is not UTF-8'],
    [
      'uuid',
      Buffer.alloc(16),
      "it is not a UUID of 36 characters, as Kafka's serializer writes it; 16 bytes can be shown by hex",
    ],
    [
      'uuid',
      Buffer.from(id.replace('f8', 'g8')),
      "it is not a UUID of 36 characters, as Kafka's serializer writes it",
    ],
  ])('%s that is none', (format, bytes, message) => {
    expect(() => read(format, bytes)).toThrow(new DecodeError(message, 1));
  });

  test('a UUID keeps its letters', () => {
    expect(read('uuid', Buffer.from(id))).toBe(`"${id}"`);
    expect(write('uuid', `"${id}"`)).toEqual(Buffer.from(id));
  });

  test.each<[PlainFormat, string, string]>([
    ['uuid', '"1"', 'is not a UUID'],
    ['text', '1', 'is not a text'],
    ['text', String.raw`"\ud800"`, 'has half of a surrogate pair, which UTF-8 cannot express'],
    ['hex', '"abc"', 'is not hexadecimal, two digits a byte'],
    ['base64', '"YQ"', 'is not base64'],
    ['base64', '"Y!=="', 'is not base64'],
  ])('%s cannot be %s', (format, source, message) => {
    expect(() => write(format, source)).toThrow(new EncodeError('', message));
  });
});

describe('JSON', () => {
  test('digits and repeated names as written, without the blanks between', () => {
    const typed = ' {"id": 12345678901234567890,\n "a b": [1.50, "x\\" \\\\", {}],\t"id": 2e400 } ';
    expect(read('json', Buffer.from(typed))).toBe(
      '{"id":12345678901234567890,"a b":[1.50,"x\\" \\\\",{}],"id":2e400}',
    );
  });

  test.each([
    ['{"a":', 'it is not JSON: it ends too early'],
    ['{"a":x}', 'it is not JSON: the text is something else'],
    ['', 'it is not JSON: it ends too early'],
  ])('%s', (text, message) => {
    expect(() => read('json', Buffer.from(text))).toThrow(new DecodeError(message, 1));
  });

  test('says the same as what was read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        expect(read('json', Buffer.from(JSON.stringify(value, null, indent)))).toBe(
          read('json', Buffer.from(JSON.stringify(value))),
        );
      }),
    );
  });
});

/** By the other library, which has no words for maps with keys of any kind: heads of maps and arrays are written here. */
function packed(value: unknown): Buffer {
  const head = (first: number, length: number) => Buffer.from([first | length]);
  if (value instanceof Map)
    return Buffer.concat([head(0x80, value.size), ...[...value].flat().map((each) => packed(each))]);
  if (Array.isArray(value)) return Buffer.concat([head(0x90, value.length), ...value.map(packed)]);
  return Buffer.from(refereeEncode(value));
}

describe('MessagePack', () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      anyText(),
      fc.array(tie('value'), { maxLength: 20 }),
      fc.dictionary(fc.string({ minLength: 10 }), tie('value'), { maxKeys: 20 }),
    ),
  })).value;

  /** Its int64 are bigints, however small. */
  const refereed = (bytes: Buffer) =>
    JSON.stringify(referee(bytes, { useBigInt64: true }), (_, value: unknown) =>
      typeof value === 'bigint' || typeof value === 'number' ? `number ${value}` : value,
    );

  test('what another library writes is read, and what it reads is what is written', () => {
    fc.assert(
      fc.property(values, (value) => {
        const foreign = Buffer.from(refereeEncode(value, { useBigInt64: true }));
        const json = read('msgpack', foreign);
        const again = write('msgpack', json);
        expect(refereed(again)).toBe(refereed(foreign));
        expect(read('msgpack', again)).toBe(json);
      }),
    );
  });

  test.each([
    ['c0', 'null'],
    ['7f', '127'],
    ['e0', '-32'],
    ['d080', '-128'],
    ['cfffffffffffffffff', '18446744073709551615'],
    ['d38000000000000000', '-9223372036854775808'],
    ['cb3ff0000000000000', '1.0'],
    ['cb8000000000000000', '-0.0'],
    ['cb7ff8000000000000', '{"float":"NaN"}'],
    ['c4020102', '{"base64":"AQI="}'],
    ['d40501', '{"ext":5,"base64":"AQ=="}'],
    ['d6ff00000000', '{"timestamp":"1970-01-01T00:00:00Z"}'],
    ['d7ff0000000400000001', '{"timestamp":"1970-01-01T00:00:01.000000001Z"}'],
    ['c70cff00000001ffffffffffffffff', '{"timestamp":"1969-12-31T23:59:59.000000001Z"}'],
    ['82a16101a162920203', '{"a":1,"b":[2,3]}'],
  ])('%s', (bytes, json) => {
    expect(read('msgpack', Buffer.from(bytes, 'hex'))).toBe(json);
    expect(write('msgpack', json).toString('hex')).toBe(bytes);
  });

  test.each([
    // With keys that are not texts.
    ['8201a161c3c0', '{"map":[[1,"a"],[true,null]]}'],
    ['82a16101c0a162', '{"map":[["a",1],[null,"b"]]}'],
    ['81920102a0', '{"map":[[[1,2],""]]}'],
    ['81c40101810203', '{"map":[[{"base64":"AQ=="},{"map":[[2,3]]}]]}'],
    ['8180c0', '{"map":[[{},null]]}'],
    // With texts that would be taken for something else.
    ['81a6626173653634a4415149 3d', '{"map":[["base64","AQI="]]}'],
    ['82a365787405a6626173653634a0', '{"map":[["ext",5],["base64",""]]}'],
    ['81a36d617090', '{"map":[["map",[]]]}'],
    ['81a36d617091920102', '{"map":[["map",[[1,2]]]]}'],
    ['81a5666c6f6174a34e614e', '{"map":[["float","NaN"]]}'],
    // And with those that would not.
    ['81a6626173653634a121', '{"base64":"!"}'],
    ['81a36d617001', '{"map":1}'],
    ['81a36d617091910 1', '{"map":[[1]]}'],
    ['80', '{}'],
  ])('a map comes back with its keys as they are: %s', (hex, json) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(read('msgpack', bytes)).toBe(json);
    expect(write('msgpack', json)).toEqual(bytes);
  });

  test('maps with keys of all kinds come back as they were, also where names are those of marks', () => {
    const key = fc.oneof(
      fc.constantFrom('base64', 'timestamp', 'float', 'ext', 'map', 'a', '\u202e'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.uint8Array({ maxLength: 3 }),
    );
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom('AQI=', 'NaN', '2026-01-15T10:00:00Z', 5, null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('any')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      ),
    }));
    fc.assert(
      fc.property(any, (value) => {
        const bytes = packed(value);
        const json = read('msgpack', bytes);
        expect(JSON.parse(json)).toBeDefined();
        expect(write('msgpack', json)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test('extensions and floats of 32 bits of another library', () => {
    const bytes = refereeEncode([new ExtData(7, new Uint8Array(20)), 0.5], { forceFloat32: true });
    expect(read('msgpack', Buffer.from(bytes))).toBe(
      `[{"ext":7,"base64":"${Buffer.alloc(20).toString('base64')}"},0.5]`,
    );
  });

  test.each([
    ['c1', '0xc1 is not used by MessagePack'],
    ['dd7fffffff', 'it ends too early'],
    ['a261', 'it ends too early'],
    ['d6ff0000', 'it ends too early'],
    ['', 'it ends too early'],
    ['0101', 'bytes are left behind the value: 1'],
    ['91'.repeat(102) + 'c0', 'it is nested more than 100 deep'],
  ])('wrong bytes: %s', (bytes, message) => {
    expect(() => read('msgpack', Buffer.from(bytes, 'hex'))).toThrow(message);
  });

  test('no bytes end in anything but a DecodeError', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (drawn) => {
        try {
          JSON.parse(read('msgpack', Buffer.from(drawn)));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['[18446744073709551616]', '[0]', 'has more than 64 bits'],
    ['{"a":{"b":1e999}}', 'a.b', 'is too large for a double'],
    ['['.repeat(102) + ']'.repeat(102), '[0]'.repeat(101), 'is nested more than 100 deep'],
  ])('cannot be written: %s', (source, path, message) => {
    expect(() => write('msgpack', source)).toThrow(new EncodeError(path, message));
  });
});
