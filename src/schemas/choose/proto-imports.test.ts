import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importsOf } from './proto-imports.js';

test('files are found behind other words of a line, and none by .. or from the root', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    mkdirSync(join(folder, 'in'));
    for (const name of ['in/near.proto', 'far.proto']) writeFileSync(join(folder, name), '');
    const outside = join(folder, 'far.proto');
    const text = `syntax = "proto3"; import "near.proto"; import "../far.proto"; import "${outside}";`;
    const places = { resolve: (file: string) => resolve(file), protoPaths: [join(folder, 'in')] };
    const file = join(folder, 'in', 'a.proto');
    const found = await importsOf(file, text, places, () => Promise.resolve(''));
    expect([...found.keys()]).toEqual(['near.proto']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
