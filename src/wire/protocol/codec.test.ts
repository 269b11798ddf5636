import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { MalformedError } from './codec-error.js';
import { decodeRequest, decodeResponse, encodeRequest, encodeRequestInPieces } from './codec-message.js';
import {
  array,
  bool,
  bytes,
  float64,
  int16,
  int32,
  int64,
  int8,
  string,
  struct,
  anyInt64,
  uint16,
  uint32,
  uuid,
  type Fields,
} from './schema.js';
import { defineRequest, type RequestBody, type ResponseBody } from './schema-request.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A request whose body is `request`, plain up to version 4 and flexible from 5 on. */
function declare<Request extends Fields>(request: Request) {
  const versions = [0, 9] as const;
  return defineRequest({
    apiKey: 999,
    name: 'Sample',
    versions,
    flexibleSince: 5,
    request,
    response: request,
  });
}

function refusal(run: () => unknown): LabError {
  try {
    run();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('large values', () => {
  const sample = declare({ list: array({ id: int32(), data: bytes() }), end: string() });
  const large = Buffer.alloc(16 * 1024, 'x');
  const body = {
    list: [
      { id: 1, data: large },
      { id: 2, data: Buffer.from('small') },
      { id: 3, data: large },
    ],
    end: 'end',
  };

  test.each([0, 5])('are handed on and not copied, in version %i', (version) => {
    const pieces = encodeRequestInPieces(sample, version, body);
    if (Buffer.isBuffer(pieces)) throw new Error('one piece');
    expect(pieces.map((piece) => piece === large)).toEqual([false, true, false, true, false]);
    expect(decodeRequest(sample, version, Buffer.concat(pieces))).toEqual(body);
    expect(encodeRequest(sample, version, body)).toEqual(Buffer.concat(pieces));
  });

  test('without them a request is one piece', () => {
    const small = { list: [], end: '' };
    expect(encodeRequestInPieces(sample, 5, small)).toEqual(encodeRequest(sample, 5, small));
  });
});

describe('bytes on the wire', () => {
  test('numbers', () => {
    const sample = declare({ a: int8(), b: int16(), c: uint16(), d: int32(), e: uint32(), f: bool() });
    const body = { a: -1, b: -2, c: 65535, d: -3, e: 4294967295, f: true };
    expect(encodeRequest(sample, 0, body)).toEqual(hex('ff fffe ffff fffffffd ffffffff 01'));
  });

  test('64 bits', () => {
    const sample = declare({ a: int64(), b: int64(), c: anyInt64(), d: float64() });
    const body = { a: -2, b: Number.MAX_SAFE_INTEGER, c: 2n ** 63n - 1n, d: 1.5 };
    const bytes = hex('fffffffffffffffe 001fffffffffffff 7fffffffffffffff 3ff8000000000000');
    expect(encodeRequest(sample, 0, body)).toEqual(bytes);
    expect(decodeRequest(sample, 0, bytes)).toEqual(body);
  });

  test('an int64 beyond 2^53 is an error, one that clients choose a bigint', () => {
    const ended = hex('0020000000000000');
    expect(() => decodeRequest(declare({ offset: int64() }), 0, ended)).toThrow(
      'Sample v0 request cannot be read in offset at byte 0 of 8: 9007199254740992 is beyond 2^53',
    );
    const chosen = declare({ time: anyInt64() });
    for (const [digits, time] of [
      ['0020000000000000', 2n ** 53n],
      ['8000000000000000', -(2n ** 63n)],
      ['001fffffffffffff', 2 ** 53 - 1],
    ] as const) {
      expect(decodeRequest(chosen, 0, hex(digits))).toEqual({ time });
      expect(encodeRequest(chosen, 0, { time })).toEqual(hex(digits));
    }
    expect(() => encodeRequest(chosen, 0, { time: 2n ** 63n })).toThrow('must fit into 64 bits');
  });

  test('strings, bytes and arrays in plain and compact form', () => {
    const sample = declare({ text: string(), none: string().nullable(), data: bytes(), list: array(int8()) });
    const body = { text: 'é', none: null, data: Buffer.from([1, 2]), list: [7] };
    const plain = hex('0002 c3a9  ffff  00000002 0102  00000001 07');
    // First the tagged section of the header, last that of the body.
    const compact = hex('00  03 c3a9  00  03 0102  02 07  00');
    expect(encodeRequest(sample, 4, body)).toEqual(plain);
    expect(encodeRequest(sample, 5, body)).toEqual(compact);
    expect(decodeRequest(sample, 4, plain)).toEqual(body);
    expect(decodeRequest(sample, 5, compact)).toEqual(body);
  });

  test('a compact length of two bytes', () => {
    const sample = declare({ text: string() });
    const text = 'x'.repeat(200);
    const encoded = encodeRequest(sample, 5, { text });
    expect(encoded.subarray(0, 3)).toEqual(hex('00 c901'));
    expect(decodeRequest(sample, 5, encoded)).toEqual({ text });
  });

  test('uuids as Kafka prints them', () => {
    const sample = declare({ id: uuid() });
    expect(encodeRequest(sample, 0, { id: 'MkU3OEVBNTcwNTJENDM2Qg' })).toEqual(
      Buffer.from('2E78EA57052D436B'),
    );
  });

  test('bytes are a view of what was received', () => {
    const received = hex('00000002 0102');
    const { data } = decodeRequest(declare({ data: bytes() }), 0, received);
    expect(data.buffer).toBe(received.buffer);
    expect(data).toEqual(hex('0102'));
  });

  test('a structure that may be null', () => {
    const sample = declare({ cursor: struct({ at: int8() }).nullable() });
    expect(encodeRequest(sample, 0, { cursor: null })).toEqual(hex('ff'));
    expect(encodeRequest(sample, 0, { cursor: { at: 5 } })).toEqual(hex('01 05'));
    expect(decodeRequest(sample, 0, hex('ff'))).toEqual({ cursor: null });
  });
});

describe('versions', () => {
  const sample = declare({
    old: int8().until(1).default(0),
    added: int8().since(2).default(9),
    hint: string().since(3).default('').ignorable(),
  });

  test('a field that the version lacks is not written and reads as its default', () => {
    expect(encodeRequest(sample, 1, { old: 4 })).toEqual(hex('04'));
    expect(decodeRequest(sample, 1, hex('04'))).toEqual({ old: 4, added: 9, hint: '' });
    expect(encodeRequest(sample, 2, { added: 5 })).toEqual(hex('05'));
    expect(decodeRequest(sample, 2, hex('05'))).toEqual({ old: 0, added: 5, hint: '' });
  });

  test('giving it is refused, unless it is the default or may be dropped', () => {
    expect(encodeRequest(sample, 0, { old: 1, added: 9, hint: 'dropped' })).toEqual(hex('01'));
    const error = refusal(() => encodeRequest(sample, 1, { added: 5 }));
    expect(error).toMatchObject({
      code: 'refused',
      message: 'Sample v1 request cannot carry added: it came with version 2',
    });
    expect(refusal(() => encodeRequest(sample, 4, { old: 1 })).message).toBe(
      'Sample v4 request cannot carry old: only versions 0 to 1 have it',
    );
  });

  test('null only in the versions that allow it', () => {
    const named = declare({ name: string().nullable(3) });
    expect(encodeRequest(named, 3, { name: null })).toEqual(hex('ffff'));
    expect(() => encodeRequest(named, 2, { name: null })).toThrow('name must not be null in this version');
    expect(() => decodeRequest(named, 2, hex('ffff'))).toThrow('null is not allowed there');
  });

  test('a version that was not declared is a mistake of ours', () => {
    expect(() => encodeRequest(sample, 10, {})).toThrow('Sample is declared for versions 0 to 9, not 10');
  });
});

describe('tagged fields', () => {
  const sample = declare({
    second: string().since(5).default('').tagged(1).ignorable(),
    plain: int8(),
    first: struct({ at: int8(), more: array(int8()).default([]) })
      .since(5)
      .tagged(0)
      .ignorable(),
  });

  test('a structure that may be null has a varint before it, as brokers write it', () => {
    const nullable = declare({ member: struct({ at: int8() }).nullable().tagged(0) });
    expect(encodeRequest(nullable, 5, { member: null })).toEqual(hex('00  01  00 01 00'));
    expect(encodeRequest(nullable, 5, { member: { at: 7 } })).toEqual(hex('00  01  00 03 01 07 00'));
    expect(decodeRequest(nullable, 5, hex('00  01  00 01 00'))).toEqual({ member: null });
    expect(decodeRequest(nullable, 5, hex('00  01  00 03 01 07 00'))).toEqual({ member: { at: 7 } });
    expect(decodeRequest(nullable, 5, hex('00 00'))).toEqual({ member: { at: 0 } });
  });

  test('are written in the order of their tags, when they say something', () => {
    const encoded = encodeRequest(sample, 5, { plain: 1, second: 'ab', first: { at: 2, more: [3] } });
    expect(encoded).toEqual(hex('00  01  02  00 04 02 0203 00  01 03 03 6162'));
    expect(encodeRequest(sample, 5, { plain: 1, second: '', first: { at: 0 } })).toEqual(hex('00 01 00'));
    expect(encodeRequest(sample, 4, { plain: 1, second: 'ab' })).toEqual(hex('01'));
  });

  test('that are unknown are skipped, in headers too', () => {
    const response = hex('01 07 02 aaaa  01  02  01 03 03 6162  63 01 ff');
    expect(decodeResponse(sample, 5, response)).toEqual({
      plain: 1,
      second: 'ab',
      first: { at: 0, more: [] },
    });
  });

  test('must use exactly the bytes that they announce', () => {
    expect(() => decodeRequest(sample, 5, hex('00 01 01 01 04 03 6162 00'))).toThrow('in second');
    expect(() => decodeRequest(sample, 5, hex('00 01 01 01 02 03 6162'))).toThrow(MalformedError);
    expect(() => decodeRequest(sample, 5, hex('00 01 01 01 7f 03 6162'))).toThrow(
      '127 bytes are needed, 3 are left',
    );
  });
});

describe('what cannot be', () => {
  const wrong: readonly [string, Fields, unknown, string][] = [
    ['too large', { n: int8() }, 128, 'n must be a whole number from -128 to 127, not 128'],
    ['a fraction', { n: int32() }, 1.5, 'n must be a whole number'],
    ['not a number', { n: int64() }, NaN, 'n must be a whole number'],
    ['rounded', { n: int64() }, 2 ** 53, 'n must be a whole number'],
    ['another type', { n: string() }, 5, 'n must be a string'],
    ['no uuid', { n: uuid() }, 'orders', 'n must be a uuid'],
    ['no array', { n: array(int8()) }, 'ab', 'n must be an array'],
    ['no Buffer', { n: bytes() }, 'ab', 'n must be a Buffer'],
    ['nothing', { n: int8() }, undefined, 'n is missing'],
    ['no structure', { n: struct({}) }, 3, 'n must be an object'],
    ['too long', { n: string() }, 'x'.repeat(0x8000), 'n must be a whole number from -32768 to 32767'],
  ];

  test.each(wrong)('%s', (_, fields, value, message) => {
    expect(refusal(() => encodeRequest(declare(fields), 0, { n: value })).message).toContain(message);
  });

  test('an array that claims more elements than bytes are left costs no memory', () => {
    const sample = declare({ list: array({ offset: int64(), name: string() }) });
    expect(() => decodeRequest(sample, 0, hex('7fffffff 00'))).toThrow(
      '2147483647 elements cannot fit in the 1 bytes left',
    );
    expect(() => decodeRequest(sample, 5, hex('00 ffffffff0f 00'))).toThrow('elements cannot fit');
  });

  test('lengths below null or longer than 32 bits', () => {
    const sample = declare({ text: string().nullable() });
    expect(() => decodeRequest(sample, 0, hex('fffe'))).toThrow('a length is -2');
    expect(() => decodeRequest(sample, 5, hex('00 ffffffff7f'))).toThrow('longer than 32 bits');
    expect(() => decodeRequest(sample, 5, hex('00 808080808001'))).toThrow('longer than 32 bits');
  });
});

test('the types follow from the declaration', () => {
  const sample = declare({
    name: string().nullable(),
    limit: int32().default(10),
    parts: array({ index: int32(), data: bytes().nullable().default(null) }),
  });
  const body: RequestBody<typeof sample> = { name: null, parts: [{ index: 1 }] };
  const received: ResponseBody<typeof sample> = decodeRequest(sample, 0, encodeRequest(sample, 0, body));
  const limit: number = received.limit;
  const data: Buffer | null | undefined = received.parts[0]?.data;
  expect([limit, data]).toEqual([10, null]);
  // @ts-expect-error parts has no default
  expect(() => encodeRequest(sample, 0, { name: 'x' })).toThrow('parts is missing');
  // @ts-expect-error the name is text
  expect(() => encodeRequest(sample, 0, { name: 5, parts: [] })).toThrow('name must be a string');
});
