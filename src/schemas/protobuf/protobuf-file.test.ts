import { describe, expect, test } from '@jest/globals';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError, EncodeError } from '../codec.js';
import { cpuMsSince } from '../../testing/program/cpu-time.js';
import { protobufDescriptorSet, protobufFile, type ProtobufMessage } from './protobuf-file.js';
import { rawProtobuf } from './raw-protobuf.js';

const none = new Map<string, string>();

function messageOf(
  text: string,
  name = 'M',
  references: ReadonlyMap<string, string> = none,
): ProtobufMessage {
  return protobufFile({ text, references }).message(name);
}

function jsonOf({ decoder }: Pick<ProtobufMessage, 'decoder'>, bytes: Buffer | string): string {
  const own = typeof bytes === 'string' ? Buffer.from(bytes.replaceAll(' ', ''), 'hex') : bytes;
  const out = new OutputBuffer();
  decoder.decode(own, 0, own.length, out);
  return out.take().toString();
}

/** JSON → bytes → JSON. */
function around(message: ProtobufMessage, json: string): string {
  return jsonOf(message, message.encoder().encode(json));
}

describe('messages', () => {
  const text = `
    syntax = "proto3";
    package shop.v1;
    message Order { string id = 1; map<string, Item> items = 2; Order next = 3; message Item {} message Line { message Part {} } }
    message Other {}
    enum Status { NONE = 0; }
    message Last {}
  `;
  const file = protobufFile({ text, name: 'orders.proto', references: none });

  test('by name, in the order of the file', () => {
    expect(file.names).toEqual([
      'shop.v1.Order',
      'shop.v1.Order.Item',
      'shop.v1.Order.Line',
      'shop.v1.Order.Line.Part',
      'shop.v1.Other',
      'shop.v1.Last',
    ]);
    expect(file.message('.shop.v1.Other').fullName).toBe('shop.v1.Other');
    expect(file.message('Line.Part').fullName).toBe('shop.v1.Order.Line.Part');
  });

  test('a name that is not there: near ones', () => {
    expect(() => file.message('shop.v1.Ordr')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'orders.proto has no message shop.v1.Ordr.',
        hint: expect.stringContaining('Did you mean shop.v1.Order'),
      }),
    );
  });

  // Maps are messages to protoc, but not to the clients that count from the text.
  test.each([
    [[0], 'shop.v1.Order'],
    [[0, 0], 'shop.v1.Order.Item'],
    [[0, 1, 0], 'shop.v1.Order.Line.Part'],
    [[2], 'shop.v1.Last'],
  ])('by indexes: %j', (indexes, name) => {
    expect(file.messageAt(indexes)?.fullName).toBe(name);
    expect(file.message(name).indexes).toEqual(indexes);
  });

  test.each([[[3]], [[0, 2]], [[0, 0, 0]], [[]]])('no message at %j', (indexes) => {
    expect(file.messageAt(indexes)).toBeUndefined();
  });
});

describe('values', () => {
  const all = messageOf(
    `
    syntax = "proto3";
    enum Color { option allow_alias = true; NONE = 0; RED = 1; CRIMSON = 1 ; FAR = -7; }
    message M {
      int64 big = 1; uint64 huge = 2; double real = 3; float short = 4; bytes raw = 5; Color color = 6;
      repeated int32 numbers = 7; map<int64, string> names = 8; oneof which { string text = 9; M inner = 10; }
      optional int32 maybe = 11; string plain_text = 12 [json_name = "PLAIN"]; bool __proto__ = 13; int32 constructor = 14;
    }
  `,
  );

  test.each([
    '{"big":"-9223372036854775808","huge":"18446744073709551615"}',
    '{"big":"9007199254740993"}',
    '{"real":"NaN","short":"Infinity"}',
    '{"real":"-Infinity","short":0.1}',
    '{"real":-0,"short":3.4028235e+38}',
    '{"real":5e-324,"short":1e-45}',
    '{"raw":"AAEC/w=="}',
    '{"color":"RED"}',
    '{"color":"FAR"}',
    '{"color":99}',
    '{"numbers":[1,-1,2147483647]}',
    '{"names":{"-5":"minus","9007199254740993":"big"}}',
    '{"text":""}',
    '{"inner":{"inner":{}}}',
    '{"maybe":0}',
    '{"PLAIN":"\\u0000 \\"quoted\\" ü 🎉"}',
    '{"Proto":true,"constructor":5}',
    '{}',
  ])('%s comes back', (json) => {
    expect(around(all, json)).toBe(json);
  });

  test.each([
    [
      '{"big":5.0,"huge":"1e3","real":"1.5","numbers":["7"]}',
      '{"big":"5","huge":"1000","real":1.5,"numbers":[7]}',
    ],
    ['{"plain_text":"own name","big":null}', '{"PLAIN":"own name"}'],
    ['{"raw":"_-8"}', '{"raw":"/+8="}'],
    ['{"big":0,"real":0,"text":null,"numbers":[]}', '{}'],
    ['{"color":"CRIMSON"}', '{"color":"RED"}'],
  ])('%s is also taken', (json, shown) => {
    expect(around(all, json)).toBe(shown);
  });

  test.each([
    ['{"bigg":1}', 'bigg', /^is not a field of M: is it big\?/],
    ['{"inner":{"maybe":1.5}}', 'inner.maybe', 'is not a whole number (int32)'],
    ['{"numbers":[1,2147483648]}', 'numbers[1]', 'is beyond int32: -2147483648 to 2147483647'],
    ['{"huge":-1}', 'huge', /^is beyond uint64/],
    ['{"big":9223372036854775808}', 'big', /^is beyond int64/],
    ['{"big":1.00000000000000000001}', 'big', 'is not a whole number (int64)'],
    ['{"big":1e999999999}', 'big', /whole number/],
    ['{"real":1e999}', 'real', 'is beyond double'],
    ['{"short":3.5e38}', 'short', 'is beyond float'],
    ['{"real":"abc"}', 'real', 'is not a number (double)'],
    ['{"text":5}', 'text', 'is not a text in quotes'],
    ['{"text":"\\ud800"}', 'text', /surrogate/],
    ['{"raw":"a"}', 'raw', /base64/],
    ['{"color":"REDD"}', 'color', 'is not a value of Color: is it RED?'],
    ['{"text":"a","inner":{}}', 'inner', 'and text exclude each other (oneof which)'],
    ['{"big":1,"big":2}', 'big', 'is there twice'],
    ['{"plain_text":"","PLAIN":""}', 'PLAIN', 'is there twice'],
    ['{"names":{"x":"y"}}', 'names.x (the key)', /whole number/],
    ['{"names":[]}', 'names', 'is not an object, as a map is'],
    ['{"numbers":5}', 'numbers', 'is not a list'],
    ['{"numbers":[null]}', 'numbers[0]', /./],
    ['[]', '', 'is not an object: M is one'],
    ['{"Proto":1}', 'Proto', 'is neither true nor false'],
  ])('%s does not fit at "%s"', (json, path, message) => {
    const failed = (): unknown => all.encoder().encode(json);
    expect(failed).toThrow(EncodeError);
    expect(failed).toThrow(message);
    expect(failed).toThrow(expect.objectContaining({ path }));
  });

  test.each([
    ['08', 'ends within a number'],
    ['0a05', 'ends within'],
    ['1d0000', 'ends within a number'],
    ['4a02c328', 'not UTF-8'],
    ['00', 'no field'],
    ['0f', 'wire type 7'],
    ['08ffffffffffffffffffff01', 'more than ten bytes'],
    ['fb01', 'ends within a group'],
    ['fc01', 'ends a group that did not begin'],
    ['420408011805', 'more than a key and a value'],
  ])('%s is refused: %s', (hex, message) => {
    expect(() => jsonOf(all, hex)).toThrow(DecodeError);
    expect(() => jsonOf(all, hex)).toThrow(message);
  });

  test('what is nested without an end is refused, in bytes and in JSON', () => {
    let bytes = Buffer.alloc(0);
    for (let depth = 0; depth < 5000; depth += 1) {
      const length = bytes.length;
      bytes = Buffer.concat([Buffer.from([0x52, (length & 0x7f) | 0x80, (length >> 7) & 0x7f]), bytes]);
    }
    expect(() => jsonOf(all, bytes)).toThrow('is nested more than 100 deep');
    expect(() => jsonOf(all, Buffer.alloc(100_000, 0xfb))).toThrow(DecodeError);
    expect(() => all.encoder().encode('{"inner":'.repeat(5000) + '{}' + '}'.repeat(5000))).toThrow(
      /more than 100 deep/,
    );
  });

  test('few bytes whose fields have long names do not become gigabytes', () => {
    const name = 'n'.repeat(100_000);
    const long = messageOf(
      `syntax = "proto3"; message I { int32 ${name} = 1; } message M { repeated I i = 1; }`,
    );
    const bytes = Buffer.from('0a020801'.repeat(5000), 'hex');
    expect(() => jsonOf(long, bytes)).toThrow('too much JSON');
    expect(jsonOf(long, bytes.subarray(0, 8)).length).toBeGreaterThan(200_000);
  });

  test('nor long names of values', () => {
    const text = `syntax = "proto3"; message M { repeated E e = 1; } enum E { ${'n'.repeat(1e6)} = 0; }`;
    const { message } = protobufFile({ text, references: none });
    const bytes = Buffer.concat([Buffer.of(0x0a, 0x90, 0x4e), Buffer.alloc(10_000)]);
    const out = new OutputBuffer();
    for (let round = 0; round < 2; round += 1) {
      expect(() => message('M').decoder.decode(bytes, 0, bytes.length, out)).toThrow('too much JSON');
      out.rewind(0);
    }
    // Others may gather more in it.
    out.text('x'.repeat(40_000_000));
  });

  test('messages in messages out of order take no longer than they are long', () => {
    let bytes = Buffer.from('580a0805', 'hex');
    // In each, a field that comes too late, so that reading in order is in vain.
    for (let depth = 0; depth < 90; depth += 1) {
      bytes = Buffer.concat([Buffer.from([0x52]), lengthOf(bytes), bytes, Buffer.from([0x08, 0x01])]);
    }
    const before = process.cpuUsage();
    expect(jsonOf(all, bytes)).toContain('"maybe":10');
    expect(cpuMsSince(before)).toBeLessThan(1000);
  });
});

function lengthOf({ length }: Buffer): Buffer {
  return length < 0x80 ? Buffer.from([length]) : Buffer.from([(length & 0x7f) | 0x80, length >> 7]);
}

describe('proto2', () => {
  const message = messageOf(`
    package a.b;
    message M {
      required int32 id = 1; optional int32 zero = 2 [default = 7]; repeated int32 packed = 3 [packed = true];
      repeated int32 loose = 4; optional group Item = 5 { optional string name = 1; } extensions 100 to max;
    }
    extend M { optional string note = 100; repeated M more = 101; }
  `);

  test('presence, packing, groups and extensions', () => {
    const json =
      '{"id":1,"zero":0,"packed":[1,2],"loose":[3,4],"item":{"name":"x"},"[a.b.note]":"n","[a.b.more]":[{"id":2}]}';
    const bytes = message.encoder().encode(json);
    expect(bytes.toString('hex')).toBe('080110001a020102200320042b0a01782ca206016eaa06020802');
    expect(jsonOf(message, bytes)).toBe(json);
  });

  test('a required field that is not there is shown as not there, and not written', () => {
    expect(jsonOf(message, '')).toBe('{}');
    expect(() => message.encoder().encode('{"zero":1}')).toThrow('is missing: it is required');
    expect(message.encoder('as-read').encode('{"zero":1}').toString('hex')).toBe(
      message.encoder('as-read').encode('{"id":5,"zero":1}').subarray(2).toString('hex'),
    );
  });

  test('repeated numbers are read packed or not, however they are declared', () => {
    expect(jsonOf(message, '0801 1801 1a0102 1803 2202 0405')).toBe(
      '{"id":1,"packed":[1,2,3],"loose":[4,5]}',
    );
  });
});

describe('what is written although it need not be', () => {
  const message = messageOf(`
    syntax = "proto3";
    message M {
      int32 a = 1; string b = 2; double c = 3; repeated int32 d = 4; optional int32 e = 5; M f = 6; oneof g { bool h = 7; }
    }
  `);

  test.each([
    ['zeros of fields without presence', '0800 1200 190000000000000000', '{}'],
    ['a zero that is longer than it needs to be', '08808000', '{}'],
    ['a list of none', '2200', '{}'],
    ['a list of none between others', '220101 2200 220102', '{"d":[1,2]}'],
    ['a zero that takes back what came before', '0805 0800', '{}'],
    ['a zero within a message', '3202 0800', '{"f":{}}'],
  ])('%s: is not shown', (_, bytes, json) => {
    expect(jsonOf(message, bytes)).toBe(json);
    expect(around(message, json)).toBe(json);
  });

  test.each([
    ['minus zero', '190000000000000080', '{"c":-0}'],
    ['zeros of fields with presence', '2800 3800', '{"e":0,"h":false}'],
  ])('%s: is shown', (_, bytes, json) => {
    expect(jsonOf(message, bytes)).toBe(json);
    expect(around(message, json)).toBe(json);
  });

  test('what ends within such a zero is refused', () => {
    expect(() => jsonOf(message, '0880')).toThrow(DecodeError);
    expect(() => jsonOf(message, '1900')).toThrow(DecodeError);
  });
});

describe('unknown fields', () => {
  const message = messageOf('syntax = "proto3"; message M { int32 a = 1; }');

  test('are shown behind the known ones, and written back', () => {
    const json = jsonOf(
      message,
      '10ac02 1d01000000 21ffffffffffffffff 2a026869 2a020801 3204ff00ff00 3b08013c 0801',
    );
    expect(json).toBe(
      '{"a":1,"#2":300,"#3":{"fixed32":1},"#4":{"fixed64":18446744073709551615},"#5":["hi",{"#1":1}],' +
        '"#6":{"base64":"/wD/AA=="},"#7":{"group":{"#1":1}}}',
    );
    expect(around(message, json)).toBe(json);
  });

  test('a known number of another wire type is unknown', () => {
    expect(jsonOf(message, '0a0161')).toBe('{"#1":"a"}');
    expect(around(message, '{"a":5,"#1":"a"}')).toBe('{"a":5,"#1":"a"}');
  });
});

describe('without a schema', () => {
  test.each([
    ['08 96 01', '{"#1":150}'],
    ['0a 05 68 65 6c 6c 6f', '{"#1":"hello"}'],
    // "\n\x03abc" is a text too; a message is likelier.
    ['12 05 0a 03 61 62 63', '{"#2":{"#1":"abc"}}'],
    ['12 02 00 01', '{"#2":"\\u0000\\u0001"}'],
    ['12 01 ff', '{"#2":{"base64":"/w=="}}'],
    ['12 00', '{"#2":""}'],
    ['08 01 08 02 10 05', '{"#1":[1,2],"#2":5}'],
    ['', '{}'],
  ])('%s is %s', (hex, json) => {
    expect(jsonOf({ decoder: rawProtobuf }, hex)).toBe(json);
  });

  test('what is no message is refused', () => {
    expect(() => jsonOf({ decoder: rawProtobuf }, '68656c6c6f')).toThrow(DecodeError);
  });
});

describe('well-known types', () => {
  const message = messageOf(`
    syntax = "proto3";
    import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/any.proto";
    import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/field_mask.proto";
    import "google/protobuf/empty.proto"; import "google/type/money.proto"; import "confluent/meta.proto";
    import "confluent/type/decimal.proto";
    message M {
      google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.Any any = 3;
      google.protobuf.Struct object = 4; google.protobuf.Value value = 5; google.protobuf.ListValue list = 6;
      google.protobuf.Int64Value wrapped = 7; google.protobuf.FieldMask mask = 8; google.protobuf.Empty empty = 9;
      google.type.Money price = 10; confluent.type.Decimal decimal = 11; google.protobuf.StringValue text = 12;
      google.protobuf.NullValue nothing = 13; repeated google.protobuf.Value values = 14; oneof o { google.protobuf.NullValue n = 15; }
      google.protobuf.DoubleValue real = 16;
    }
  `);

  test.each([
    '{"at":"2026-01-15T10:00:00Z"}',
    '{"at":"0001-01-01T00:00:00.000000001Z"}',
    '{"at":"9999-12-31T23:59:59.999999999Z"}',
    '{"at":"1969-12-31T23:59:59.500Z"}',
    '{"at":"1970-01-01T00:00:00Z"}',
    '{"took":"1.500s"}',
    '{"took":"-0.000001s"}',
    '{"took":"-315576000000s"}',
    '{"took":"0s"}',
    '{"any":{"@type":"type.googleapis.com/M","wrapped":"5"}}',
    '{"any":{"@type":"type.googleapis.com/M"}}',
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}',
    '{"any":{"@type":"x/unknown.Type","#value":"CAE="}}',
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Any","value":{"@type":"t/M","text":"x"}}}',
    '{"any":{}}',
    '{"object":{"a":null,"b":[1,"x",true,{}],"__proto__":{"c":-1.5}}}',
    '{"value":null}',
    '{"value":[]}',
    '{"list":[null,[],{}]}',
    '{"wrapped":"0","text":"","real":"NaN"}',
    '{"mask":"a,bC.dE"}',
    '{"mask":""}',
    '{"empty":{}}',
    '{"price":{"currencyCode":"EUR","units":"5","nanos":10}}',
    '{"decimal":{"value":"AQ==","precision":3,"scale":2}}',
    '{"values":[null,1]}',
    '{"n":null}',
  ])('%s comes back', (json) => {
    expect(around(message, json)).toBe(json);
  });

  test.each([
    ['{"at":"2026-01-15T10:00:00.5+02:00"}', '{"at":"2026-01-15T08:00:00.500Z"}'],
    ['{"at":"2026-01-15t10:00:00z"}', '{"at":"2026-01-15T10:00:00Z"}'],
    ['{"wrapped":null}', '{}'],
    ['{"nothing":null}', '{}'],
  ])('%s is also taken', (json, shown) => {
    expect(around(message, json)).toBe(shown);
  });

  test.each([
    ['{"at":"2026-02-30T10:00:00Z"}', 'at', /is not a time/],
    ['{"at":"2026-01-15"}', 'at', /is not a time/],
    ['{"at":5}', 'at', /is not a time/],
    ['{"at":"0001-01-01T00:00:00+01:00"}', 'at', /years 1 and 9999/],
    ['{"took":"1.5"}', 'took', /is not a duration/],
    ['{"took":"315576000001s"}', 'took', /more than/],
    ['{"mask":"a_b"}', 'mask', /not a path/],
    ['{"any":{"@type":"t/unknown.Type","a":1}}', 'any.@type', /does not have/],
    ['{"any":{"@type":"t/M","a":1}}', 'any.a', /not a field of M/],
    ['{"object":[]}', 'object', /./],
    ['{"wrapped":"x"}', 'wrapped', /whole number/],
  ])('%s does not fit at %s', (json, path, what) => {
    expect(() => message.encoder().encode(json)).toThrow(what);
    expect(() => message.encoder().encode(json)).toThrow(
      expect.objectContaining({ name: 'EncodeError', path }),
    );
  });

  test.each([
    // Beyond the year 9999, nanos without end, an unknown field: what the text could not say.
    ['0a07 088083d1ffaf07', '{"at":{"seconds":"253402300800"}}'],
    ['0a06 1080a8d6b907', '{"at":{"nanos":2000000000}}'],
    ['0a04 0801 1805', '{"at":{"seconds":"1","#3":5}}'],
    ['120d 0801 10ffffffffffffffffff01', '{"took":{"seconds":"1","nanos":-1}}'],
    ['3a04 0805 1001', '{"wrapped":{"value":"5","#2":1}}'],
    ['4205 0a03 612d62', '{"mask":{"paths":["a-b"]}}'],
  ])('%s keeps the form of any message', (hex, json) => {
    const found = jsonOf(message, hex);
    expect(found).toBe(json);
    expect(around(message, found)).toBe(found);
  });

  test('a Value that JSON cannot say is refused', () => {
    expect(() => jsonOf(message, '2a00')).toThrow('without a value');
    expect(() => jsonOf(message, '2a09 11000000000000f87f')).toThrow('no finite number');
  });

  test('a message that only has the name of one is an ordinary one', () => {
    const own = messageOf(
      'syntax = "proto3"; package google.protobuf; message Timestamp { string zone = 1; } message M { Timestamp at = 1; }',
    );
    expect(around(own, '{"at":{"zone":"x"}}')).toBe('{"at":{"zone":"x"}}');
  });
});

describe('generated values', () => {
  test('fit', () => {
    const message = messageOf(`
      syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/any.proto"; import "google/protobuf/struct.proto";
      enum E { A = 0; B = 5; }
      message M { string s = 1; int64 l = 2; repeated M more = 3; map<bool, M> by = 4; oneof o { E e = 5; bytes b = 6; }
        google.protobuf.Timestamp at = 7; google.protobuf.Any any = 8; google.protobuf.Struct v = 9; float f = 10; }
    `);
    let seed = 1;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const generate = message.generator();
    const made = Array.from({ length: 50 }, () => generate(random));
    expect(new Set(made).size).toBe(50);
    for (const json of made) expect(JSON.parse(around(message, json))).toEqual(expect.any(Object));
  });
});

describe('descriptors', () => {
  test('a set, and one file in base64 as Python registers it', () => {
    // syntax = "proto3"; package p; message A { int32 x = 1; }
    const file = Buffer.concat([
      Buffer.from('0a07', 'hex'),
      Buffer.from('a.proto'),
      Buffer.from('120170', 'hex'),
      Buffer.from('220e0a014112090a0178180120012805', 'hex'),
      Buffer.from('620670726f746f33', 'hex'),
    ]);
    const set = Buffer.concat([Buffer.from([10, file.length]), file]);
    for (const found of [
      protobufDescriptorSet(set, 'a.binpb'),
      protobufFile({ text: file.toString('base64'), references: none }),
    ]) {
      expect(found.names).toEqual(['p.A']);
      expect(found.messageAt([0])?.fullName).toBe('p.A');
      expect(jsonOf(found.message('A'), '0805')).toBe('{"x":5}');
    }
  });

  test('other bytes are refused', () => {
    for (const bytes of ['', 'message A {}', '{}', '\0\0']) {
      expect(() => protobufDescriptorSet(Buffer.from(bytes), 'x.binpb')).toThrow(
        'x.binpb is not a descriptor set',
      );
    }
  });
});
