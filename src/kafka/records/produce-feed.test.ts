import { expect, test } from '@jest/globals';
import { ProduceCluster } from '../../testing/brokers/produce-cluster.js';
import { EncodeError } from '../../schemas/codec.js';
import { openWriter } from '../../wire/writer/writer.js';
import type { RecordShape } from './produce-encoded.js';
import { feed } from './produce-feed.js';

const plain: RecordShape = {
  format: 'lines',
  key: null,
  keySeparator: null,
  crlf: false,
  headers: [],
  partition: undefined,
  timestamp: undefined,
};
const json: RecordShape = { ...plain, format: 'json' };

async function* inChunks(input: Buffer, size: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(size);
  for (let at = 0; at < input.length; at += size) {
    // Readers use their buffers again, so that nothing of a chunk may be kept.
    yield await Promise.resolve(chunk.subarray(0, input.copy(chunk, 0, at)));
  }
}

async function fed(shape: RecordShape, input: string | Buffer, { size = 64, isTyped = false } = {}) {
  const cluster = new ProduceCluster(1, 1);
  const writer = await openWriter(cluster, {
    acks: -1,
    compression: 'none',
    idempotent: true,
    ackTimeoutMs: 1000,
    deliveryTimeoutMs: 5000,
  });
  const notes: string[] = [];
  const chunks = inChunks(Buffer.from(input), size);
  const { signal } = new AbortController();
  const error = await feed(
    writer,
    { shape, rate: undefined },
    { kind: 'chunks', chunks, name: 'standard input', isTyped },
    signal,
    (text) => notes.push(text),
  ).then(
    () => undefined,
    (thrown: unknown) => (thrown as Error).message,
  );
  await writer.flush();
  writer.close();
  const { failures } = writer.ledger;
  const keys = cluster.partitions[0]!.records.map(({ key }) => key);
  return { values: cluster.allValues(), keys, notes, error, failures };
}

test.each([1, 2, 3, 64])('a byte order mark is left out and said, in chunks of %i bytes', async (size) => {
  expect(await fed(plain, '\ufeffa\nb\n', { size })).toMatchObject({
    values: ['a', 'b'],
    notes: ['The byte order mark at the start of standard input is left out.'],
  });
  const withKeys = { ...plain, keySeparator: Buffer.from(',') };
  expect((await fed(withKeys, '\ufeffk,v\n', { size })).keys).toEqual(['k']);
  expect(await fed(json, '\ufeff{"value":"a"}', { size })).toMatchObject({ values: ['a'], failures: [] });
  expect((await fed(plain, 'a\n', { size })).notes).toEqual([]);
});

test('a mark alone, the beginning of one, and nothing at all', async () => {
  expect((await fed(plain, '\ufeff')).values).toEqual([]);
  expect((await fed(plain, Buffer.from([0xef, 0xbb]))).values).toHaveLength(1);
  expect(await fed(plain, '')).toMatchObject({ values: [], notes: [], error: undefined });
});

test.each([1, 64])('UTF-16 is refused before anything is written, in chunks of %i bytes', async (size) => {
  const text = Buffer.from('\ufeff{"value":"a"}\r\n', 'utf16le');
  for (const shape of [plain, json]) {
    for (const bytes of [text, Buffer.from(text).swap16()]) {
      expect(await fed(shape, bytes, { size })).toMatchObject({
        values: [],
        error: 'standard input is UTF-16, not UTF-8.',
      });
    }
  }
});

test('CRLF: the \\r is kept and said, or left out if asked', async () => {
  const input = 'a\r\n\r\nb\rc\nd\r';
  expect(await fed(plain, input)).toMatchObject({
    values: ['a\r', '\r', 'b\rc', 'd\r'],
    notes: [expect.stringMatching(/CRLF.*--crlf/)],
  });
  const stripped = await fed({ ...plain, crlf: true }, input);
  expect(stripped).toMatchObject({ values: ['a', '', 'b\rc', 'd'], notes: [] });
  const keyed = await fed({ ...plain, crlf: true, keySeparator: Buffer.from(',') }, 'k,v\r\n');
  expect(keyed.values).toEqual(['v']);
  expect(await fed(json, '{"value":"a"}\r\n')).toMatchObject({ values: ['a'], notes: [] });
});

test('a typed line of 4,095 bytes may have been cut by the terminal', async () => {
  const line = `${'x'.repeat(4095)}\n`;
  expect((await fed(plain, line, { size: 4096, isTyped: true })).notes).toEqual([
    expect.stringMatching(/^Line 1 has 4,095 bytes, the most that a terminal passes on/),
  ]);
  expect((await fed(plain, line, { size: 4096 })).notes).toEqual([]);
  expect((await fed(plain, line.slice(1), { size: 4096, isTyped: true })).notes).toEqual([]);
});

test('blank lines between lines of JSON are passed over', async () => {
  expect(await fed(json, '{"value":"a"}\n\n  \r\n{"value":"b"}\n\n')).toMatchObject({
    values: ['a', 'b'],
    failures: [],
  });
});

test('bytes that are not UTF-8 in a line of JSON fail it, with their place', async () => {
  const input = Buffer.from('{"value":"a"}\n{"value":"\xe9"}\n', 'latin1');
  expect(await fed(json, input)).toMatchObject({
    values: ['a'],
    failures: [{ firstLine: 2, reason: expect.stringMatching(/^byte 11, 0xe9, is not UTF-8/) as unknown }],
  });
});

test.each([
  ['an array in several lines', '[\n  {"value":"a"},\n  {"value":"b"}\n]\n', [], 1],
  [
    'an object in several lines',
    '{"value":"a"}\n{\n"value": "b",\n"headers":\n{"value": "c"}\n}\n',
    ['a'],
    2,
  ],
])('%s: nothing from there on is written', async (_what, input, values, line) => {
  const result = await fed(json, input);
  expect(result.values).toEqual(values);
  expect(result.error).toMatch(
    new RegExp(`^Line ${line} begins JSON that goes on in the next line; .* jq -c `),
  );
});

test('a last line that is cut off is refused, the lines before it are written', async () => {
  expect(await fed(json, '{"value":"a"}\n{"value":"b')).toMatchObject({
    values: ['a'],
    failures: [{ firstLine: 2, reason: expect.stringMatching(/^not JSON/) as unknown }],
  });
});

test('a copy into fewer partitions names a way out', async () => {
  expect((await fed(json, '{"value":"a","partition":7}')).failures).toMatchObject([
    { reason: expect.stringMatching(/no partition 7, only 0 to 0; jq -c 'del\(\.partition\)'/) as unknown },
  ]);
});

test.each([1, 7, 4096])(
  'lines of JSON keep their numbers, whichever way they are read, in chunks of %i bytes',
  async (size) => {
    const input = [
      '{"partition":0,"offset":1,"key":"a","value":"1"}',
      '{"partition":0,"offset":2,"key":"b\\n","value":"2"}',
      '{"value": "3"}',
      '{"value":"4"',
      '{"partition":1,"value":"5"}',
      '',
      '{"value":null}',
    ].join('\n');
    expect(await fed({ ...json, key: Buffer.from('k') }, input, { size })).toMatchObject({
      keys: ['a', 'b\n', 'k', 'k'],
      values: ['1', '2', '3', null],
      failures: [{ firstLine: 4 }, { firstLine: 5 }],
    });
  },
);

test.each([
  ['lines', { ...plain, key: Buffer.from('k') }, ['wrong', 'a', 'wrong', 'b']],
  [
    'JSON',
    { ...json, key: Buffer.from('k') },
    ['"wrong"', '"a"', '"wrong"', '"b"'].map((v) => `{"value":${v}}`),
  ],
])(
  'a schema is registered once a record fits, key and value, and before it is written (%s)',
  async (_, shape, lines) => {
    const withSchema = () => {
      let id = '';
      const encode = (text: string) => {
        if (text.includes('wrong')) throw new EncodeError('', 'does not fit');
        return Buffer.from(id + text.replaceAll('"', ''));
      };
      const encoder = { encode, encodeShown: encode, passesBytes: false };
      const registered: string[] = [];
      const register = () => {
        registered.push((id = '7:'));
        return Promise.resolve();
      };
      return { registered, shape: { ...shape, encoders: { key: encoder, value: encoder, register } } };
    };
    const written = withSchema();
    expect(await fed(written.shape, lines.join('\n'))).toMatchObject({
      values: ['7:a', '7:b'],
      keys: ['7:k', '7:k'],
      failures: [{ firstLine: 1 }, { firstLine: 3 }],
    });
    expect(written.registered).toHaveLength(1);
    const refused = withSchema();
    expect((await fed(refused.shape, lines[0] ?? '')).values).toEqual([]);
    expect(refused.registered).toEqual([]);
    const { error } = await fed({ ...refused.shape, key: Buffer.from('wrong') }, lines.join('\n'));
    expect(error).toBe(shape.format === 'lines' ? 'No record can be written: key does not fit.' : undefined);
  },
);
