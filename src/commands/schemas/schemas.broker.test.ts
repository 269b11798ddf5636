import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';

const subject = `${uniqueName('orders')}-value`;
const topic = uniqueName('usage');
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-schemas-'));
  await onTestCluster(['topics', 'create', topic, '-p', '1']);
});
afterAll(async () => {
  await onTestCluster(['topics', 'delete', topic, '--yes']);
  rmSync(home, { recursive: true, force: true });
}, 60_000);

const lab = (...argv: readonly string[]) =>
  onTestCluster(['--registry', testCluster().registry, ...argv], { home });
const json = async <T>(...argv: readonly string[]): Promise<T> => {
  const { exitCode, stdout, stderr } = await lab(...argv, '-o', 'json');
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
};
const order = (...fields: readonly object[]) =>
  JSON.stringify({ type: 'record', name: 'Order', fields: [{ name: 'id', type: 'long' }, ...fields] });
const write = (text: string) => writeFileSync(join(home, 'order.avsc'), text);
const register = () =>
  json<{ id: number; version: number; outcome: string }>('schemas', 'register', subject, '-f', 'order.avsc');

test('a subject from its first version to its end', async () => {
  write(order());
  const first = await register();
  expect(first).toMatchObject({ version: 1, outcome: 'registered' });
  expect(await register()).toEqual({ ...first, outcome: 'unchanged' });
  expect((await lab('schemas', 'get', subject)).stdout).toBe(order());
  expect((await lab('schemas', 'get', '--id', String(first.id))).stdout).toBe(order());

  await json('schemas', 'compatibility', subject, 'set', 'BACKWARD');
  expect(await json('schemas', 'compatibility', subject)).toMatchObject({ level: 'BACKWARD' });
  write(order({ name: 'note', type: 'string' }));
  const check = ['schemas', 'check', subject, '-f', 'order.avsc'] as const;
  const refused = await lab(...check);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/note/)]);
  const broken = await lab('schemas', 'register', subject, '-f', 'order.avsc');
  expect([broken.exitCode, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/not compatible with what is registered/),
  ]);

  write(order({ name: 'note', type: 'string', default: '' }));
  expect((await lab(...check)).exitCode).toBe(0);
  const second = await register();
  expect(second).toMatchObject({ version: 2, outcome: 'registered' });
  expect(await json('schemas', 'list', subject.slice(0, -2))).toEqual([
    {
      subject,
      version: 2,
      id: second.id,
      type: 'AVRO',
      compatibility: 'BACKWARD',
      isDeleted: false,
      problem: null,
    },
  ]);
  const diff = await json<{ lines: { change: string; text: string }[] }>('schemas', 'diff', subject);
  expect(diff.lines.filter(({ change }) => change === 'added').map(({ text }) => text.trim())).toContain(
    '"name": "note",',
  );
  expect(diff.lines.filter(({ change }) => change === 'removed')).toEqual([]);
  const unknown = await lab('schemas', 'get', subject.replace('orders', 'order'));
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining(`Did you mean ${subject}`)]);

  const framed = Buffer.concat([Buffer.of(0, 0, 0, 0, 0), Buffer.of(2, 0)]);
  framed.writeInt32BE(second.id, 1);
  await writeRecords(topic, [{ value: 'text' }, { value: framed }, { key: framed, value: framed }]);
  const usage = await json<{ topics: unknown; subjects: unknown }>(
    'schemas',
    'usage',
    String(second.id),
    '--topic',
    topic,
  );
  expect(usage).toMatchObject({
    topics: [{ topic, keys: 1, values: 2, read: 3, last: `${topic}[0]@2` }],
    subjects: [{ subject, version: 2 }],
    isRegistered: true,
  });
  const none = await lab('schemas', 'usage', '2000000000', '--topic', topic);
  expect([none.exitCode, none.stderr]).toEqual([
    0,
    expect.stringMatching(
      /No record that was looked at carries schema 2000000000\.\nLooked at .* 3 records of 1 topic\..*\nThe schema registry http:.* has no schema with the id 2000000000\./,
    ),
  ]);

  await json('schemas', 'delete', `${subject}@1`, '--yes');
  expect(await json('schemas', 'versions', subject, '--deleted')).toMatchObject([
    { version: 1, isDeleted: true },
    { version: 2, isDeleted: false },
  ]);
  await json('schemas', 'delete', subject, '--permanent', '--yes');
  expect((await lab('schemas', 'versions', subject)).exitCode).toBe(1);
}, 60_000);

test('what a schema refers to is registered before it, file by file, unless it is said to be elsewhere', async () => {
  const name = uniqueName('money').replaceAll('-', '_');
  const money = `${name}/money.proto`;
  mkdirSync(join(home, name));
  writeFileSync(join(home, money), 'syntax = "proto3";\nmessage Money { int64 units = 1; }\n');
  writeFileSync(
    join(home, 'pay.proto'),
    `syntax = "proto3";\nimport "${money}";\nimport "google/protobuf/timestamp.proto";\n` +
      'message Pay { Money amount = 1; google.protobuf.Timestamp at = 2; }\n',
  );
  const pay = ['-f', 'pay.proto'] as const;
  const early = await lab('schemas', 'check', `${name}-pay`, ...pay);
  expect([early.exitCode, early.stderr]).toEqual([
    1,
    expect.stringContaining(`schemas check ${money} --file ${money}`),
  ]);
  const first = await json<{ id: number }>('schemas', 'register', `${name}-pay`, ...pay);
  expect(first).toMatchObject({
    outcome: 'registered',
    registeredBefore: [{ subject: money, file: money, version: 1 }],
  });
  expect(await json('schemas', 'register', `${name}-pay`, ...pay)).toMatchObject({
    outcome: 'unchanged',
    registeredBefore: [],
  });
  expect((await lab('schemas', 'check', `${name}-pay`, ...pay)).exitCode).toBe(0);
  expect(await json('schemas', 'get', `${name}-pay`)).toMatchObject({
    type: 'PROTOBUF',
    references: [{ name: money, subject: money, version: 1 }],
  });

  // The file is not looked at, nor would it do.
  writeFileSync(join(home, money), 'nothing');
  const given = ['--reference', `${money}=${money}@1`];
  expect(await json('schemas', 'register', `${name}-pay`, ...pay, ...given)).toMatchObject({ id: first.id });
}, 60_000);

test.each([
  {
    type: 'avro',
    part: 'key',
    files: (name: string) => ({
      [`${name}.Money.avsc`]: `{"type":"record","name":"${name}.Money","fields":[{"name":"units","type":"long"}]}`,
      [`${name}.avsc`]: `{"type":"record","name":"Pay","fields":[{"name":"amount","type":"${name}.Money"}]}`,
    }),
    format: (name: string) => `avro:${name}.avsc`,
    reference: (name: string) => `${name}.Money`,
    value: '{"amount":{"units":"x"}}',
    complaint: 'amount.units is not a whole number',
  },
  {
    type: 'json',
    part: 'value',
    files: (name: string) => ({
      [`${name}-money.json`]:
        '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"units":{"type":"integer"}}}',
      [`${name}.json`]: `{"$schema":"http://json-schema.org/draft-07/schema#","$id":"http://example.com/pay.json","type":"object","properties":{"amount":{"$ref":"${name}-money.json"}}}`,
    }),
    format: (name: string) => `json:${name}.json`,
    reference: (name: string) => `${name}-money.json`,
    value: '{"amount":{"units":"x"}}',
    complaint: 'amount.units is a string, not an integer',
  },
])(
  'produce --register of $type with what the file refers to',
  async ({ type, part, files, format, reference, value, complaint }) => {
    const name = uniqueName('pay').replaceAll('-', '_');
    for (const [file, text] of Object.entries(files(name))) writeFileSync(join(home, file), text);
    const produce = (...rest: readonly string[]) =>
      lab('produce', topic, '--encode', `${part}=${format(name)}`, ...rest);
    const record = (json: string) => (part === 'key' ? ['--key', json, 'text'] : [json]);
    const good = value.replace('"x"', '7');
    expect((await produce(...record(value), '--register')).exitCode).toBe(2);
    const refused = await produce(...record(good));
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`(nor is what it refers to: ${reference(name)})`),
    ]);
    const written = await produce(...record(good), '--register');
    expect([written.exitCode, written.stderr]).toEqual([
      0,
      expect.stringContaining(`under ${reference(name)}: schema `),
    ]);
    const wrong = await produce(...record(value));
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(`${complaint} .*-${part} version \\d+, ${type.toUpperCase()}`),
    ]);
    const read = await lab('consume', topic, '--from-beginning', '--exit', '-o', 'jsonl');
    const last = JSON.parse(read.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(last[part]).toEqual(JSON.parse(good));
  },
  60_000,
);
