import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  });

  await json('schemas', 'delete', `${subject}@1`, '--yes');
  expect(await json('schemas', 'versions', subject, '--deleted')).toMatchObject([
    { version: 1, isDeleted: true },
    { version: 2, isDeleted: false },
  ]);
  await json('schemas', 'delete', subject, '--permanent', '--yes');
  expect((await lab('schemas', 'versions', subject)).exitCode).toBe(1);
}, 60_000);

test('what a schema refers to', async () => {
  const money = uniqueName('money');
  writeFileSync(join(home, 'money.proto'), 'syntax = "proto3";\nmessage Money { int64 units = 1; }\n');
  writeFileSync(
    join(home, 'pay.proto'),
    'syntax = "proto3";\nimport "money.proto";\nmessage Pay { Money amount = 1; }\n',
  );
  await json('schemas', 'register', money, '-f', 'money.proto');
  const pay = [
    'schemas',
    'register',
    `${money}-pay`,
    '-f',
    'pay.proto',
    '--reference',
    `money.proto=${money}@1`,
  ] as const;
  await json(...pay);
  expect(await json('schemas', 'get', `${money}-pay`)).toMatchObject({
    type: 'PROTOBUF',
    references: [{ name: 'money.proto', subject: money, version: 1 }],
  });
}, 60_000);
