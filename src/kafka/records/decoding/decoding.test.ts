import { describe, expect, test } from '@jest/globals';
import { RegistryRefusal } from '../../../registry/refusal.js';
import type { RegisteredSchema, Registry } from '../../../registry/registry.js';
import { idFrame } from '../../../schemas/frames.js';
import { LabError } from '../../../text/errors.js';
import { batchOf, type PlainRecord } from '../../../testing/wire/record-batches.js';
import { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { jsonFormat, plainFormat } from '../../../wire/print/record-format.js';
import { parseFormat } from '../../../schemas/format-name.js';
import { Decoding, type DecodingSettings } from './decoding.js';

const columns = {
  topics: false,
  partitions: false,
  offsets: false,
  timestamps: false,
  keys: true,
  headers: true,
};
const texts: Readonly<Record<number, Pick<RegisteredSchema, 'type' | 'text'>>> = {
  1: { type: 'AVRO', text: '"string"' },
  2: { type: 'AVRO', text: '{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}' },
  3: { type: 'AVRO', text: '"null"' },
  4: { type: 'AVRO', text: '{"type":"nonsense"}' },
  5: { type: 'JSON', text: '{}' },
};

/** `fails`: it does not answer. */
function fakeRegistry(fails = false) {
  const asked: number[] = [];
  const registry = {
    url: 'http://registry',
    longIds: false,
    byId(id: number) {
      asked.push(id);
      if (fails) return Promise.reject(new LabError('unreachable', 'http://registry does not answer.'));
      const found = texts[id];
      return Promise.resolve(found && { id, references: [], subject: 's-value', ...found });
    },
    sourceOf: ({ text }: RegisteredSchema) => Promise.resolve({ text, references: new Map() }),
  };
  return { asked, registry: registry as unknown as Registry };
}

async function read(
  records: readonly Partial<PlainRecord>[],
  {
    as = 'plain',
    topic = 't',
    ...settings
  }: Partial<DecodingSettings> & { as?: 'plain' | 'jsonl'; topic?: string },
): Promise<{ lines: string[]; undecoded: readonly string[]; notes: string[] }> {
  const notes: string[] = [];
  const decoding = new Decoding({
    formatOf: () => undefined,
    registry: undefined,
    protoPaths: [],
    signal: new AbortController().signal,
    note: (text) => notes.push(text),
    follows: false,
    ...settings,
  });
  const cursor = new RecordDecoder();
  cursor.open(batchOf(records), { topic, partition: 0, from: 0, to: null });
  const format = as === 'plain' ? plainFormat(columns, 'text') : jsonFormat('jsonl');
  const out = new OutputBuffer();
  while (cursor.next()) {
    await decoding.open(cursor);
    format.write(decoding.record, out);
  }
  const lines = out.take().toString('utf8').replace(/\n$/, '').split('\n');
  return { lines, undecoded: decoding.undecoded.describe(), notes };
}

const framed = (id: number, ...bytes: number[]) =>
  Buffer.concat([idFrame(id), Buffer.from(bytes)]).toString('latin1');

/** `steps`: when a record of which schema is read. */
async function readAtTimes(
  registry: Registry,
  steps: readonly (readonly [seconds: number, id: number])[],
  before: (seconds: number) => void = () => undefined,
) {
  const notes: string[] = [];
  let nowMs = 0;
  const decoding = new Decoding({
    formatOf: () => undefined,
    registry: () => Promise.resolve(registry),
    protoPaths: [],
    signal: new AbortController().signal,
    note: (text) => notes.push(text),
    follows: true,
    nowMs: () => nowMs,
  });
  const shown: string[] = [];
  for (const [offset, [seconds, id]] of steps.entries()) {
    nowMs = seconds * 1000;
    before(seconds);
    const cursor = new RecordDecoder();
    cursor.open(batchOf([{ value: framed(id, 84) }]), { topic: 't', partition: 0, from: 0, to: null });
    cursor.next();
    cursor.offset = offset;
    await decoding.open(cursor);
    const { buffer, valueStart, valueEnd } = decoding.record;
    shown.push(buffer.toString('latin1', valueStart, valueEnd) === '{"a":42}' ? 'decoded' : 'bytes');
  }
  return { shown, notes, undecoded: decoding.undecoded.describe() };
}

describe('records as they are shown', () => {
  test('a text without its quotes, headers where they belong, and each schema asked for once', async () => {
    const { registry, asked } = fakeRegistry();
    const records = [
      {
        key: framed(1, 4, 0x61, 0x22),
        value: framed(2, 84),
        headers: [
          ['h', 'x'],
          ['n', null],
        ] as const,
      },
      { key: 'plain', value: framed(2, 1), headers: [['h', 'y']] as const },
      { key: framed(1, 2, 0x62), value: null },
      { key: null, value: framed(3) },
    ];
    const settings = { registry: () => Promise.resolve(registry) };
    expect((await read(records, settings)).lines).toEqual([
      'a"\th=x,n=null\t{"a":42}',
      'plain\th=y\t{"a":-1}',
      'b\t\tnull',
      'null\t\tnull',
    ]);
    expect(asked).toEqual([1, 2, 3]);
    const schema = (id: number) => `{"id":${id},"type":"AVRO","subject":"s-value"}`;
    const { lines } = await read(records, { ...settings, as: 'jsonl' });
    expect(lines.map((line) => line.replace(/^.*?"key"/, '"key"'))).toEqual([
      `"key":"a\\"","keySchema":${schema(1)},"value":{"a":42},"valueSchema":${schema(2)},"headers":[{"key":"h","value":"x"},{"key":"n","value":null}]}`,
      `"key":"plain","value":{"a":-1},"valueSchema":${schema(2)},"headers":[{"key":"h","value":"y"}]}`,
      `"key":"b","keySchema":${schema(1)},"value":null,"headers":[]}`,
      `"key":null,"value":null,"valueSchema":${schema(3)},"headers":[]}`,
    ]);
  });

  test('what is not of its schema, of none, or of a schema that is none, keeps its bytes and is told', async () => {
    const { registry } = fakeRegistry();
    const values = [framed(2, 84, 0), framed(99, 1), framed(2), framed(4, 1), '\0tex', 'text', framed(2, 2)];
    const { lines, undecoded } = await read(
      values.map((value) => ({ value })),
      { registry: () => Promise.resolve(registry) },
    );
    expect(lines.filter((line) => line.endsWith('}'))).toEqual(['null\t\t{"a":1}']);
    expect(undecoded).toEqual([
      expect.stringMatching(
        /^1 value could not be decoded .* t\[0\]@0: it is not of schema 2 \(AVRO, s-value\): /,
      ),
      expect.stringMatching(
        /t\[0\]@1: it looks like a record of schema 99, but http:\/\/registry has no such schema\.$/,
      ),
      expect.stringMatching(/t\[0\]@2: it is not of schema 2 /),
      expect.stringMatching(/t\[0\]@3: schema 4 \(AVRO, s-value\) cannot be used: /),
      '2 values name no schema and are shown as stored.',
    ]);
  });

  test('a record is counted once, however often a schema is fetched for it, and keys apart from values', async () => {
    const { registry } = fakeRegistry();
    const settings = { registry: () => Promise.resolve(registry) };
    const values = [framed(1, 2, 0x61), framed(2, 2), framed(2, 4)];
    const ofTexts = await read(
      values.map((value) => ({ key: 'text', value })),
      settings,
    );
    expect(ofTexts.undecoded).toEqual([]);
    const ofWrong = await read(
      values.map((value) => ({ key: framed(2), value })),
      settings,
    );
    expect(ofWrong.undecoded).toEqual([expect.stringMatching(/^3 keys could not be decoded/)]);
  });

  test('a registry that does not answer is asked once, whatever the ids, and noted once', async () => {
    const { registry, asked } = fakeRegistry(true);
    const values = [1, 2, 3, 2, 1].map((id) => ({ value: framed(id, 2) }));
    const { undecoded, notes } = await read(values, { registry: () => Promise.resolve(registry) });
    expect(asked).toEqual([1]);
    expect(notes).toHaveLength(1);
    expect(undecoded).toEqual([
      '5 values could not be decoded and are shown as bytes, the first at t[0]@0: its schema is unknown: http://registry does not answer.',
    ]);
  });

  describe('a registry that did not answer', () => {
    /** `answers`: one a question, as long as there are some; then it has the schemas. `steps`: when each record is read. */
    async function readOverTime(
      answers: readonly (LabError | undefined)[],
      steps: readonly (readonly [seconds: number, id: number])[],
    ) {
      const { registry, asked } = fakeRegistry();
      const left = [...answers];
      const scripted = {
        ...registry,
        byId: async (id: number) => {
          const known = await registry.byId(id);
          const error = left.shift();
          if (error) throw error;
          return known;
        },
      };
      return { asked, ...(await readAtTimes(scripted, steps)) };
    }

    const down = new LabError('unreachable', 'http://registry does not answer.');
    const busy = new RegistryRefusal('refused', 'http://registry has a fault (503).', {
      ...{ hint: '', status: 503, errorCode: 0 },
    });

    test.each([
      ['nothing answers', down],
      ['a proxy answers for it', busy],
    ])('is asked again after a pause, and decoding goes on (%s)', async (_, failure) => {
      const { shown, asked, notes, undecoded } = await readOverTime(
        [failure],
        [
          [0, 2],
          [1, 2],
          [29, 2],
          [31, 2],
          [32, 2],
        ],
      );
      expect(shown).toEqual(['bytes', 'bytes', 'bytes', 'decoded', 'decoded']);
      expect(asked).toEqual([2, 2]);
      expect(notes.filter((note) => !note.startsWith('The value of '))).toEqual([
        `${failure.message} It is asked again later; until it answers, what it would explain is shown as bytes.`,
        'The schema registry http://registry answers again: decoding goes on.',
      ]);
      expect(undecoded).toEqual([expect.stringMatching(/^3 values could not be decoded/)]);
    });

    test('is asked once a pause, whatever the ids; pauses grow to five minutes and begin anew with the next outage', async () => {
      const often = Array.from({ length: 160 }, (_, index) => [index * 10, 2 + (index % 2)] as const);
      const long = await readOverTime(
        Array.from({ length: 100 }, () => down),
        often,
      );
      // At 0, 30, 90, 210, 450, 750, … seconds.
      expect(long.asked).toHaveLength(8);
      expect(long.notes.filter((note) => note.includes('is asked again'))).toHaveLength(1);
      const twice = await readOverTime(
        [down, down, undefined, down, undefined],
        [
          [0, 2],
          [30, 2],
          [89, 2],
          [90, 2],
          [91, 5],
          [92, 2],
          [121, 5],
        ],
      );
      expect(twice.asked).toEqual([2, 2, 2, 5, 5]);
      expect(twice.shown.slice(0, 6)).toEqual(['bytes', 'bytes', 'bytes', 'decoded', 'bytes', 'decoded']);
      expect(twice.notes.filter((note) => note.includes('answers again'))).toHaveLength(2);
    });

    test('a login that is missing is asked for once', async () => {
      let opened = 0;
      const values = [1, 2].map((id) => ({ value: framed(id, 2) }));
      const { notes } = await read(values, {
        registry: () => {
          opened += 1;
          return Promise.reject(new LabError('usage', 'There is no password.'));
        },
      });
      expect(opened).toBe(1);
      expect(notes).toEqual([
        'No schema registry is asked: There is no password. What it would explain is shown as bytes.',
      ]);
    });
  });

  test('an id that was unknown is asked for again after a minute, and is not counted twice', async () => {
    let isRegistered = false;
    const steps = [0, 59, 61, 62, 130].map((seconds) => [seconds, 2] as const);
    const asked: number[] = [];
    const { registry } = fakeRegistry();
    const late = {
      ...registry,
      byId(id: number) {
        asked.push(id);
        return isRegistered ? registry.byId(id) : Promise.resolve(undefined);
      },
    };
    const { shown, undecoded } = await readAtTimes(late, steps, (seconds) => {
      isRegistered = seconds > 100;
    });
    expect(shown).toEqual(['bytes', 'bytes', 'bytes', 'bytes', 'decoded']);
    expect(asked).toEqual([2, 2, 2]);
    expect(undecoded).toEqual([
      expect.stringMatching(/^4 values could not be decoded .* has no such schema\.$/),
    ]);
    const often = Array.from({ length: 150 }, (_, minute) => [minute * 61, 7] as const);
    const last = [150 * 61, 2] as const;
    expect((await readAtTimes(registry, [...often, last])).shown.at(-1)).toBe('decoded');
  });

  test('ids that are none do not have the registry asked for ever', async () => {
    const { registry, asked } = fakeRegistry();
    const values = Array.from({ length: 500 }, (_, id) => ({ value: framed(1000 + id, 2) }));
    const { undecoded } = await read(values, { registry: () => Promise.resolve(registry) });
    expect(asked).toHaveLength(100);
    expect(undecoded.length).toBeLessThan(30);
  });

  test.each([
    ['refuses each', () => Promise.reject(new LabError('refused', 'http://registry does not allow that.'))],
    [
      'has nothing but nonsense',
      (id: number) => Promise.resolve({ id, type: 'AVRO', text: '{"type":"x"}', references: [] } as const),
    ],
  ])('a registry that %s is not asked for ever', async (_, answer) => {
    let asked = 0;
    const registry = {
      ...fakeRegistry().registry,
      byId(id: number) {
        asked += 1;
        return answer(id);
      },
    };
    const values = Array.from({ length: 300 }, (_, id) => ({ value: framed(1000 + id, 2) }));
    const { undecoded } = await read(values, { registry: () => Promise.resolve(registry) });
    expect(asked).toBe(100);
    expect(undecoded).toContain('280 more could not be decoded, for other reasons.');
  });

  test('an id in a header that no registry gives out is not asked for', async () => {
    const { registry, asked } = fakeRegistry();
    const ids = ['\0\0\0\0\0', '\0\xff\xff\xff\xff'];
    const records = ids.map((id) => ({ value: 'x', headers: [['__value_schema_id', id]] as const }));
    const { undecoded } = await read(records, { registry: () => Promise.resolve(registry) });
    expect(asked).toEqual([]);
    expect(undecoded).toEqual([
      expect.stringMatching(/^2 values .*its header __value_schema_id names no schema/),
    ]);
  });

  test('of several headers the last counts, as with Confluent, and one without a value says nothing', async () => {
    const { registry } = fakeRegistry();
    const [first, second] = ['\0\0\0\0\x02', '\0\0\0\0\x01'];
    const name = '__value_schema_id';
    const records = [
      {
        value: '\x02a',
        headers: [
          [name, first],
          ['x', 'y'],
          [name, second],
        ] as const,
      },
      {
        value: framed(2, 84),
        headers: [
          [name, second],
          [name, null],
        ] as const,
      },
    ];
    const settings = { registry: () => Promise.resolve(registry) };
    const { lines, undecoded } = await read(records, settings);
    expect(lines.map((line) => line.split('\t')[2])).toEqual(['a', '{"a":42}']);
    expect(undecoded).toEqual([]);
  });

  test('half of a character in JSON stays as it is written', async () => {
    const { registry } = fakeRegistry();
    const settings = { registry: () => Promise.resolve(registry), as: 'jsonl' } as const;
    const { lines } = await read([{ value: framed(5, ...Buffer.from('"\\ud800"')) }], settings);
    expect(lines[0]).toContain('"value":"\\ud800","valueSchema"');
  });

  test('one without a schema among others is told in the singular', async () => {
    const { registry } = fakeRegistry();
    const values = [framed(2, 84), 'text'].map((value) => ({ value }));
    const { undecoded } = await read(values, { registry: () => Promise.resolve(registry) });
    expect(undecoded).toEqual(['1 value names no schema and is shown as stored.']);
  });

  test('nothing is asked, not even for its password, where nothing is framed', async () => {
    let opened = 0;
    const registry = () => {
      opened += 1;
      return Promise.reject(new LabError('usage', 'no password'));
    };
    expect((await read([{ value: 'text' }, { value: '' }], { registry })).lines).toEqual([
      'null\t\ttext',
      'null\t\t',
    ]);
    expect(opened).toBe(0);
  });

  test('a format that was said is taken for all, by part', async () => {
    const { lines, undecoded } = await read(
      [
        { key: '\0\0\0\x07', value: '[1, 2]' },
        { key: 'four', value: '[1,' },
      ],
      {
        formatOf: (_topic, part) => ({
          format: parseFormat(part === 'key' ? 'int' : 'json', '--decode'),
          isRequired: true,
          resolve: (file) => file,
        }),
      },
    );
    expect(lines).toEqual(['7\t\t[1,2]', '1718580594\t\t[1,']);
    expect(undecoded).toEqual([
      '1 value could not be decoded and is shown as bytes, at t[0]@1: read as json, it is not JSON: it ends too early.',
    ]);
  });

  test.each(['registry:orders-value', 'registry:#7', 'registry#shop.Order'])(
    'a schema that is named is refused, and not ignored: %s',
    async (text) => {
      const { registry } = fakeRegistry();
      const format = parseFormat(text, '--decode value');
      const formatOf = () => ({ format, isRequired: true, resolve: (file: string) => file });
      const reading = read([{ value: 'x' }], { registry: () => Promise.resolve(registry), formatOf });
      await expect(reading).rejects.toThrow(/^--decode key: registry takes no schema here/);
    },
  );

  describe("in Kafka's own topics", () => {
    const topic = '__consumer_offsets';
    const key = '\0\x01\0\x01g\0\x01t\0\0\0\x02';
    const value = '\0\x03\0\0\0\0\0\0\0\x07\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\x05';

    test('a value is what its key says, a deletion stays one, and the rest is told', async () => {
      const records = [
        { key, value },
        { key, value: null },
        { key: '\0\x63', value },
        { key: null, value },
      ];
      const { lines, undecoded } = await read(records, { topic, as: 'jsonl' });
      const parts = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const offsetKey = { type: 'OffsetCommit', group: 'g', topic: 't', partition: 2 };
      expect(parts[0]).toMatchObject({
        key: offsetKey,
        keySchema: { type: 'kafka', message: 'OffsetCommitKey', version: 1 },
        value: { offset: 7, leaderEpoch: -1, metadata: '', commitTimestamp: 5 },
        valueSchema: { type: 'kafka', message: 'OffsetCommitValue', version: 3 },
      });
      expect(parts[1]).toMatchObject({ key: offsetKey, value: null });
      expect(parts[2]).toMatchObject({ key: '\0c' });
      expect(undecoded).toEqual([
        expect.stringMatching(/^1 key could not .* __consumer_offsets\[0\]@2: its key is of type 99,/),
        expect.stringMatching(/^1 value could not .*@2: its key is of type 99,/),
        expect.stringMatching(/^1 value could not .*@3: its record has no key, /),
      ]);
    });

    test('a format that was said counts, of one part or of both', async () => {
      const formatOf: DecodingSettings['formatOf'] = (_topic, part) =>
        part === 'key'
          ? { format: parseFormat('hex', '--decode'), isRequired: true, resolve: (file) => file }
          : undefined;
      const { lines } = await read([{ key, value }], { topic, formatOf });
      expect(lines).toEqual([expect.stringMatching(/^00010001670001740{7}2\t\t\{"offset":7,/)]);
    });
  });
});
