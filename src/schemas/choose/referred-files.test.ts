import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { SchemaType } from '../codec.js';
import { referredFiles } from './referred-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'referred-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

/** The names that files were found for, each with its file. */
async function found(type: SchemaType, file: string, protoPaths: readonly string[] = []) {
  const root = { file, text: readFileSync(join(folder, file), 'utf8') };
  const { files } = await referredFiles(type, root, {
    places: {
      resolve: (each) => resolve(folder, each),
      protoPaths: protoPaths.map((each) => join(folder, each)),
    },
    read: (path) => Promise.resolve(readFileSync(path, 'utf8')),
  });
  return Object.fromEntries([...files].map(([name, each]) => [name, each.file]));
}

const record = (name: string, ...types: readonly string[]) =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, at) => ({ name: `f${at}`, type })) });

test('.proto imports: in the folders that are named, then beside the file and above it; not in comments, nor by .. or from the root', async () => {
  write({
    'in/near.proto': 'import "deep.proto";',
    'in/deep.proto': '',
    'far.proto': '',
    'gone.proto': '',
    'more/deep.proto': '',
    'in/a.proto': `syntax = "proto3"; import "near.proto"; import "../far.proto"; import "${join(folder, 'far.proto')}";
      /*
      import "gone.proto";
      */ import "google/protobuf/any.proto";`,
  });
  expect(await found('PROTOBUF', 'in/a.proto')).toEqual({
    'near.proto': 'in/near.proto',
    'deep.proto': 'in/deep.proto',
  });
  expect((await found('PROTOBUF', 'in/a.proto', ['more']))['deep.proto']).toBe(
    join(folder, 'more/deep.proto'),
  );
});

test("Avro's named types: by folders, by the full name and by the last part of it, if the file defines the type", async () => {
  write({
    'src/shop/Order.avsc': record('shop.Order', 'shop.Item', 'pay.Money', 'shop.Order', 'no.Such', 'x.Other'),
    'src/shop/Item.avsc': record('shop.Item', 'base.Id'),
    'src/base/Id.avsc': JSON.stringify({ type: 'fixed', name: 'base.Id', size: 4 }),
    'src/pay.Money.avsc': record('pay.Money'),
    'src/shop/Other.avsc': record('shop.Other'),
    'Such.avsc': '{',
  });
  expect(await found('AVRO', 'src/shop/Order.avsc')).toEqual({
    'shop.Item': 'src/shop/Item.avsc',
    'base.Id': 'src/base/Id.avsc',
    'pay.Money': 'src/pay.Money.avsc',
  });
});

test("JSON's $ref: relative to the file that it stands in, of properties called so nothing", async () => {
  const refersTo = (...references: readonly string[]) =>
    JSON.stringify({ allOf: references.map(($ref) => ({ $ref })), properties: { $ref: { type: 'string' } } });
  write({
    'order.json': refersTo(
      'sub/item.json#/definitions/x',
      '#/definitions/y',
      'https://example.com/a.json',
      '../up.json',
    ),
    'sub/item.json': refersTo('money.json'),
    'sub/money.json': refersTo('http://json-schema.org/draft-07/schema#'),
    'money.json': '{}',
  });
  expect(await found('JSON', 'order.json')).toEqual({
    'sub/item.json': 'sub/item.json',
    'money.json': 'sub/money.json',
  });
  write({ 'order.json': refersTo('sub/item.json', 'money.json') });
  await expect(found('JSON', 'order.json')).rejects.toThrow(
    '"money.json" stands for different files: money.json and sub/money.json.',
  );
});
