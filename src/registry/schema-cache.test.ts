import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { startScriptedRegistry } from '../testing/clusters/scripted-registry.js';
import { createRegistry } from './create-registry.js';
import type { RegisteredSchema } from './registry.js';
import { openSchemaCache } from './schema-cache.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const url = 'https://schemas.example.com';
const schema: RegisteredSchema = {
  id: 7,
  type: 'PROTOBUF',
  text: 'syntax = "proto3";\n',
  references: [{ name: 'a.proto', subject: 'a', version: 1 }],
  subject: 's',
  version: 2,
};

const cache = (of = url) => openSchemaCache(home.folders.cache, of);
function theFile(): string {
  const [folder = ''] = readdirSync(join(home.folders.cache, 'schemas'));
  const [file = ''] = readdirSync(join(home.folders.cache, 'schemas', folder));
  return join(home.folders.cache, 'schemas', folder, file);
}

test('what was written is read, for its owner alone, by its key and its registry', async () => {
  await cache().write('id 7', schema);
  expect(await cache().read('id 7')).toEqual(schema);
  expect(await cache().read('id 8')).toBeUndefined();
  expect(await cache('https://other.example.com').read('id 7')).toBeUndefined();
  expect(statSync(theFile()).mode & 0o777).toBe(0o600);
  await cache().clear();
  expect(await cache().read('id 7')).toBeUndefined();
});

describe('a file that is not to be believed', () => {
  test.each<[string, (file: string) => void]>([
    ['others may write it', (file) => chmodSync(file, 0o666)],
    ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 100))],
    ['another text', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('proto3', 'proto2'))],
    ['another key', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"id 7"', '"id 8"'))],
    ['no JSON', (file) => writeFileSync(file, 'x')],
    [
      'a pipe',
      (file) => {
        rmSync(file);
        execFileSync('mkfifo', [file]);
      },
    ],
  ])('%s', async (_what, spoil) => {
    await cache().write('id 7', schema);
    spoil(theFile());
    expect(await cache().read('id 7')).toBeUndefined();
  });

  test('a folder that others may write', async () => {
    await cache().write('id 7', schema);
    chmodSync(join(theFile(), '..'), 0o777);
    expect(await cache().read('id 7')).toBeUndefined();
  });
});

test('several write at once, and each of them is whole', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, id) => cache().write(`id ${id}`, { ...schema, id })));
  const found = await Promise.all(Array.from({ length: 30 }, (_, id) => cache().read(`id ${id}`)));
  expect(found.map((each) => each?.id)).toEqual(Array.from({ length: 30 }, (_, id) => id));
});

test('a folder that cannot be made leaves the program as it is', async () => {
  writeFileSync(join(home.path, 'file'), '');
  const none = openSchemaCache(join(home.path, 'file'), url);
  await none.write('id 7', schema);
  expect(await none.read('id 7')).toBeUndefined();
});

test('ids are asked for once for all commands, until one is found to stand for another schema', async () => {
  const server = await startScriptedRegistry();
  const open = () =>
    createRegistry(
      { url: server.url, loginAs: undefined, authorization: undefined },
      {
        timeoutMs: 5000,
        signal: new AbortController().signal,
        origin: 'a test',
        longIds: false,
        cache: cache(server.url),
        beforeChange: () => Promise.resolve(),
      },
    );
  const text = async (id: number) => {
    const registry = open();
    const found = await registry.byId(id);
    registry.close();
    return found?.text;
  };
  try {
    for (const id of [1, 2]) server.answers.set(`GET /schemas/ids/${id}`, { body: { schema: '"long"' } });
    expect([await text(1), await text(1), await text(2)]).toEqual(['"long"', '"long"', '"long"']);
    expect(server.asked).toHaveLength(2);
    for (const id of [1, 2]) server.answers.set(`GET /schemas/ids/${id}`, { body: { schema: '"int"' } });
    expect(await text(2)).toBe('"long"');
    const registry = open();
    expect((await registry.refresh(1))?.text).toBe('"int"');
    registry.close();
    expect([await text(1), await text(2)]).toEqual(['"int"', '"int"']);
  } finally {
    await server.close();
  }
});
