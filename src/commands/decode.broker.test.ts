import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guidFrame, idFrame } from '../schemas/frames.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { runCli, type CliSettings } from '../testing/program/run-cli.js';

const topic = uniqueName('decode');
const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-decode-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files = {
  avro: join(folder, 'order.avsc'),
  proto: join(folder, 'shop.proto'),
  json: join(folder, 'order.json'),
};
writeFileSync(
  files.avro,
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"name","type":"string"}]}',
);
writeFileSync(
  files.proto,
  'syntax = "proto3"; package shop; message Refund { int64 id = 1; }\nmessage Order { int64 id = 1; string name = 2; message Line { string sku = 1; } }',
);
writeFileSync(
  files.json,
  '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}',
);

const lab = (line: readonly string[], settings: CliSettings = {}) =>
  onTestCluster(['--registry', testCluster().registry, ...line], settings);

async function done(line: readonly string[], settings: CliSettings = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await lab(line, settings);
  if (exitCode !== 0) throw new Error(`${line.join(' ')}: ${exitCode}: ${stderr}`);
  return stdout;
}

async function madeTopic(name: string): Promise<string> {
  const full = `${topic}-${name}`;
  await done(['topics', 'create', full, '--partitions', '1']);
  return full;
}

/** Of each record, without its place. */
async function records(name: string, ...options: string[]): Promise<unknown[]> {
  const lines = (await done(['consume', name, '--exit', '-o', 'jsonl', ...options])).trim().split('\n');
  return lines.map((line) => {
    const { key, keySchema, value, valueSchema, valueEncoding } = JSON.parse(line) as Record<string, unknown>;
    return { key, keySchema, value, valueSchema, valueEncoding };
  });
}

/** The bytes, whatever they mean. */
async function bytesOf(name: string): Promise<string> {
  const lines = await done(['consume', name, '--exit', '-o', 'jsonl', '--no-decode']);
  return lines.replaceAll(/"(topic|timestamp)":[^,]*,/g, '');
}

const asJson = (value: Buffer, key = Buffer.from('k'), headers: readonly object[] = []) =>
  `${JSON.stringify({
    key: key.toString('base64'),
    keyEncoding: 'base64',
    value: value.toString('base64'),
    valueEncoding: 'base64',
    headers,
  })}\n`;

describe('what needs no schema', () => {
  test('each format is written, read, and written again', async () => {
    const formats: readonly (readonly [format: string, shown: string, json: string])[] = [
      ['int', '-7', '-7'],
      ['long', '9223372036854775807', '9223372036854775807'],
      ['double', '1.5', '1.5'],
      ['uuid', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"'],
      ['text', 'a "b" \\ é', String.raw`"a \"b\" \\ é"`],
      ['hex', '00ff', '"00ff"'],
      ['base64', 'AP8=', '"AP8="'],
      ['json', '{"a":12345678901234567890}', '{"a":12345678901234567890}'],
      ['msgpack', '{"a":[1,2.5,"x",null]}', '{"a":[1,2.5,"x",null]}'],
    ];
    const name = await madeTopic('plain');
    let lines = '';
    for (const [offset, [format, shown, json]] of formats.entries()) {
      const parts = ['key', 'value'].map((part) => `${part}=${format}`);
      await done(['produce', name, ...parts.flatMap((part) => ['--encode', part]), '-k', shown, '--', shown]);
      const only = [
        'consume',
        name,
        '--from',
        `${offset}`,
        '--exit',
        ...parts.flatMap((part) => ['--decode', part]),
      ];
      expect(await done([...only, '--keys'])).toBe(`${shown}\t${shown}\n`);
      const line = await done([...only, '-o', 'jsonl']);
      expect(line).toContain(
        `"key":${json},"keySchema":{"type":"${format}"},"value":${json},"valueSchema":{"type":"${format}"}`,
      );
      lines += line;
    }
    const copy = await madeTopic('plain-copy');
    await done(['produce', copy, '--json', '--encode', 'value=as-read', '--encode', 'key=as-read'], {
      stdin: lines,
    });
    expect(await bytesOf(copy)).toBe(await bytesOf(name));
  });

  test('the same by topic in the configuration, and what is not so is shown and told', async () => {
    const name = await madeTopic('formats');
    await done(['produce', name, '--encode', 'key=long', '-k', '42', 'seven']);
    const home = join(folder, 'formats');
    mkdirSync(home);
    writeFileSync(
      join(home, '.kafka-lab.yml'),
      `connections: {t: {bootstrapServers: "${testCluster().bootstrapServers}"}}\nformats: {"decode-*-formats": {key: long, value: int}}\n`,
    );
    const { exitCode, stdout, stderr } = await onTestCluster(['consume', name, '--exit', '--keys'], { home });
    expect([exitCode, stdout]).toEqual([0, '42\tseven\n']);
    expect(stderr).toContain(
      `1 value could not be decoded and is shown as bytes, at ${name}[0]@0: read as int, it has 5 bytes, and an int has 4.`,
    );
    writeFileSync(
      join(home, '.kafka-lab.yml'),
      `connections: {t: {bootstrapServers: "${testCluster().bootstrapServers}"}}\nformats: {"decode-*": {value: "avro:none.avsc"}}\n`,
    );
    const missing = await onTestCluster(['consume', name, '--exit'], { home });
    expect([missing.exitCode, missing.stderr]).toEqual([
      1,
      expect.stringMatching(
        /\.kafka-lab\.yml: formats\.decode-\*\.value: There is no file none\.avsc.*\n.*--no-decode/,
      ),
    ]);
    const asked = await lab(['consume', name, '--exit', '--decode', 'value=int']);
    expect([asked.exitCode, asked.stdout]).toEqual([1, 'seven\n']);
    expect(await done(['consume', name, '--exit', '--decode', 'key=long', '--key', '42'])).toBe('seven\n');
  });
});

describe('what a registry explains', () => {
  let mixed: string;
  beforeAll(async () => {
    mixed = await madeTopic('mixed');
    const produce = (...line: string[]) => done(['produce', mixed, ...line]);
    const refused = await lab([
      'produce',
      mixed,
      '--encode',
      `value=avro:${files.avro}`,
      '{"id":1,"name":"a"}',
    ]);
    expect(refused.stderr).toContain(`is not registered under ${mixed}-value`);
    await produce(
      '--encode',
      `value=avro:${files.avro}`,
      '--register',
      '{"id":9007199254740993,"name":"avro"}',
    );
    await produce('--encode', 'value=registry', '{"id":2,"name":"latest"}');
    await produce(
      '--encode',
      `key=protobuf:${files.proto}#shop.Order.Line`,
      '--register',
      '-k',
      '{"sku":"s"}',
      'plain text',
    );
    await produce(
      '--encode',
      `key=json:${files.json}`,
      '-k',
      '{"id":1}',
      '--register',
      '{"key": "json"}',
    ).catch(() => undefined);
  });

  test('is shown as JSON among what is none, and found', async () => {
    const read = await records(mixed);
    expect(read.slice(0, 3)).toMatchObject([
      { key: null, value: { name: 'avro' }, valueSchema: { type: 'AVRO' } },
      { value: { id: 2, name: 'latest' } },
      { key: { sku: 's' }, keySchema: { type: 'PROTOBUF', message: 'shop.Order.Line' }, value: 'plain text' },
    ]);
    expect((read[2] as { valueSchema?: unknown }).valueSchema).toBeUndefined();
    const found = (...how: string[]) => done(['consume', mixed, '--exit', ...how]);
    expect(await found('--filter', 'value.id == 9007199254740993')).toBe(
      '{"id":9007199254740993,"name":"avro"}\n',
    );
    expect(await found('--grep', '"name":"latest"')).toBe('{"id":2,"name":"latest"}\n');
    expect(await found('--grep', 'plain')).toBe('plain text\n');
    expect(await found('--format', '%k|%v\\n', '-n', '1')).toBe('|{"id":9007199254740993,"name":"avro"}\n');
    expect(await found('--group', `${mixed}-group`, '--from', 'start', '-n', '2')).toBe(
      '{"id":9007199254740993,"name":"avro"}\n{"id":2,"name":"latest"}\n',
    );
  });

  test('comes back byte for byte, and is not written as text', async () => {
    const lines = await done(['consume', mixed, '--exit', '-o', 'jsonl']);
    const copy = await madeTopic('mixed-copy');
    const refused = await lab(['produce', copy, '--json'], { stdin: lines });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('The value of line 1 was decoded when it was read');
    await done(['produce', copy, '--json', '--encode', 'key=as-read', '--encode', 'value=as-read'], {
      stdin: lines,
    });
    expect(await bytesOf(copy)).toBe(await bytesOf(mixed));
  });

  test('a line that does not fit says where, and is not sent', async () => {
    const name = await madeTopic('lines');
    const { exitCode, stderr } = await lab(['produce', name, '--encode', `value=registry:${mixed}-value@1`], {
      stdin:
        '{"id":1,"name":"a"}\n{"id":"x","name":"a"}\n{"id":1,"nam":"a"}\nnot json\n{"id":2,"name":"b"}\n',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/line 2: value\.id .*\n +line 3: value.*name.*\n +line 4: value /);
    expect(await done(['consume', name, '--exit'])).toBe('{"id":1,"name":"a"}\n{"id":2,"name":"b"}\n');
  });

  test('frames that only look so, damaged ones, ids in headers, GUIDs and AWS Glue', async () => {
    const [first] = (await records(mixed)) as { valueSchema: { id: number } }[];
    const { id } = first!.valueSchema;
    const name = await madeTopic('frames');
    const bare = Buffer.from([2, 2, 0x61]);
    const guid = '89791762-2336-4186-9674-299b90a802e2';
    const stdin = [
      asJson(Buffer.concat([idFrame(id), bare])),
      asJson(Buffer.concat([idFrame(id), bare, Buffer.from([0])])),
      asJson(Buffer.concat([idFrame(2_000_000_000), bare])),
      asJson(Buffer.from([0, 1, 2])),
      asJson(bare, Buffer.from('k'), [
        { key: '__value_schema_id', value: idFrame(id).toString('base64'), valueEncoding: 'base64' },
      ]),
      asJson(Buffer.concat([guidFrame(guid), bare])),
      asJson(Buffer.concat([Buffer.from([3, 0]), Buffer.alloc(16, 1), bare])),
    ].join('');
    await done(['produce', name, '--json'], { stdin });
    const { exitCode, stdout, stderr } = await lab(['consume', name, '--exit', '-o', 'jsonl']);
    expect(exitCode).toBe(0);
    const values = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(values.map(({ valueSchema }) => valueSchema !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(values[4]).toMatchObject({ value: { id: 1, name: 'a' }, valueSchema: { id, inHeader: true } });
    for (const [offset, why] of [
      [1, `it is not of schema ${id}`],
      [2, 'it looks like a record of schema 2000000000, but '],
      [5, guid],
      [6, 'AWS Glue'],
    ] as const) {
      expect(stderr.split('\n').find((line) => line.includes(`${name}[0]@${offset}`))).toContain(why);
    }
    const copy = await madeTopic('frames-copy');
    await done(['produce', copy, '--json', '--encode', 'value=as-read'], { stdin: stdout });
    expect(await bytesOf(copy)).toBe(await bytesOf(name));
  });

  test('ids of eight bytes, where the connection says so: read, written, and found by a schema of a file', async () => {
    const name = await madeTopic('long-ids');
    const home = join(folder, 'long-ids');
    mkdirSync(home);
    const { bootstrapServers, registry } = testCluster();
    writeFileSync(
      join(home, '.kafka-lab.yml'),
      `connections: {t: {bootstrapServers: "${bootstrapServers}", schemaRegistry: {url: "${registry}", longIds: true}}}\n`,
    );
    const withLongIds = async (line: readonly string[], stdin?: string) => {
      const { exitCode, stdout, stderr } = await runCli(['-c', 't', ...line], {
        home,
        ...(stdin !== undefined && { stdin }),
      });
      expect([exitCode, stderr.includes('could not')]).toEqual([0, false]);
      return stdout;
    };
    const lines = '{"id":1,"name":"a"}\n';
    await withLongIds(['produce', name, '--encode', `value=registry:${mixed}-value@1`], lines);
    expect((await lab(['consume', name, '--exit', '--decode', 'value=hex'])).stdout).toMatch(
      /^0000000000[0-9a-f]{8}020261\n$/,
    );
    const read = await withLongIds(['consume', name, '--exit', '-o', 'jsonl']);
    await withLongIds(['produce', name, '--json', '--encode', 'value=as-read'], read);
    expect(await withLongIds(['consume', name, '--exit'])).toBe(lines.repeat(2));
    expect(await done(['consume', name, '--exit', '--decode', `value=avro:${files.avro}`])).toBe(
      lines.repeat(2),
    );
  });

  test('a registry that does not answer costs one time-out, and the bytes are shown', async () => {
    let asked = 0;
    const silent = createServer((socket) => {
      asked += 1;
      socket.on('error', () => undefined).resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      const { exitCode, stdout, stderr } = await onTestCluster([
        ...['--registry', url, '--timeout', '1s', 'consume', mixed, '--exit', '-o', 'jsonl'],
      ]);
      expect([exitCode, asked]).toEqual([0, 1]);
      expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(3);
      expect(stderr).toMatch(/did not answer within 1000 ms\. It is asked again later; until it answers, /);
      expect(stderr).toMatch(/2 values could not be decoded and are shown as bytes/);
    } finally {
      silent.close();
    }
  });

  test('a schema of a file reads what is framed, and names that are wrong are told', async () => {
    expect(await done(['consume', mixed, '--exit', '-n', '1', '--decode', `value=avro:${files.avro}`])).toBe(
      '{"id":9007199254740993,"name":"avro"}\n',
    );
    for (const [format, what] of [
      [`protobuf:${files.proto}#shop.Ordr`, `${files.proto} has no message shop.Ordr`],
      [`avro:${files.avro}x`, 'There is no file'],
      ['avr', 'Did you mean avro?'],
      [`avro:${files.proto}`, `The Avro schema ${files.proto} is not JSON: line 1, column 1`],
    ] as const) {
      const { exitCode, stderr } = await lab(['consume', mixed, '--exit', '--decode', `value=${format}`]);
      expect(stderr).toContain(what);
      expect(exitCode).toBeGreaterThan(0);
    }
  });

  test('of a key and a value neither is registered if the registry refuses one', async () => {
    const name = await madeTopic('both');
    const other = `${files.avro}.other.avsc`;
    writeFileSync(
      other,
      '{"type":"record","name":"Other","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}',
    );
    await done([
      'produce',
      name,
      '--encode',
      `value=avro:${files.avro}`,
      '--register',
      '{"id":1,"name":"a"}',
    ]);
    await done(['schemas', 'compatibility', `${name}-value`, 'set', 'BACKWARD']);
    const parts = ['--encode', `key=avro:${files.avro}`, '--encode', `value=avro:${other}`, '--register'];
    const { exitCode, stderr } = await lab([
      ...['produce', name, ...parts],
      ...['-k', '{"id":1,"name":"a"}', '{"a":1,"b":2}'],
    ]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('nothing was registered')]);
    expect(await done(['schemas', 'list'])).not.toContain(`${name}-key`);
    expect(await records(name)).toHaveLength(1);
  });

  test('records are generated that fit', async () => {
    const name = await madeTopic('generated');
    await done([
      'produce',
      name,
      '--encode',
      `value=protobuf:${files.proto}#Order`,
      '--register',
      '--generate',
      '20',
    ]);
    const read = (await records(name)) as { valueSchema?: { message?: string } }[];
    expect(read).toHaveLength(20);
    expect(read.every(({ valueSchema }) => valueSchema?.message === 'shop.Order')).toBe(true);
  });
});
