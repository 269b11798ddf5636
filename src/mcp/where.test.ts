import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../commands/index.js';
import { fakeHost } from '../testing/program/fake-host.js';
import { toolsOf } from './tool.js';
import { whereOf } from './where.js';

const home = mkdtempSync(join(tmpdir(), 'kafka-lab-where-'));
afterAll(() => rmSync(home, { recursive: true }));

const connections = (current: string, port: number) => {
  mkdirSync(join(home, 'config'), { recursive: true });
  writeFileSync(
    join(home, 'config', 'connections.yml'),
    `connections: { a: { bootstrapServers: 'localhost:${port}' }, b: { bootstrapServers: 'localhost:2' } }\ncurrent: ${current}\n`,
    { mode: 0o600 },
  );
};

test('the same arguments are about another cluster once another connection is in use, or the one that they name is changed', async () => {
  const world = fakeHost({ env: { KAFKA_LAB_HOME: home } });
  const tools = await toolsOf(commands, { allowWrites: true, isFixed: false });
  const copy = tools.find(({ name }) => name === 'copy');
  if (!copy) throw new Error('no copy');
  const where = (options: Record<string, unknown>, globals = {}) =>
    whereOf(copy, options, globals, { world });
  const all = async () => [
    await where({}),
    await where({}, { connection: 'a' }),
    await where({ toConnection: 'a' }, { connection: 'b' }),
  ];
  connections('a', 1);
  const before = await all();
  expect(await all()).toEqual(before);
  connections('b', 1);
  const [inUse, ...named] = await all();
  expect([inUse === before[0], named]).toEqual([false, before.slice(1)]);
  connections('a', 3);
  const after = await all();
  expect(after.map((each, index) => each === before[index])).toEqual([false, false, false]);
  await expect(where({ toConnection: 'nope' })).rejects.toMatchObject({ code: 'not-found' });
});
