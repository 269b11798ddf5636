import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheKindOf, ownCacheFile, shippedCacheFile, writeCodeCache, type Bundle } from './code-cache.js';
import { loadProgram, startProgram } from './load-program.js';

interface Program {
  readonly answer: () => number;
}

let folder: string;
let cacheFolder: string;
let bundle: Bundle;
let own: string;
const load = createRequire(import.meta.url);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-start-'));
  cacheFolder = join(folder, 'cache');
  bundle = bundleOf('return { answer: () => 41 + 1 };');
  own = ownCacheFile(bundle, 'command', cacheFolder);
});

afterEach(() => rmSync(folder, { recursive: true }));

function bundleOf(body: string): Bundle {
  const path = join(folder, 'program.cjs');
  writeFileSync(path, `(function (require, __filename) { ${body} })`);
  return { path, id: 'abc' };
}

/** Runs the program to its exit; whether it would have left a cache. */
function start(): { answer: number; isCached: boolean } {
  const acts: (() => void)[] = [];
  const { answer } = startProgram(bundle, ['topics', 'list'], cacheFolder, load, (act) =>
    acts.push(act),
  ) as Program;
  const result = { answer: answer(), isCached: acts.length === 0 };
  for (const act of acts) act();
  return result;
}

test('the first run leaves a cache, which the next ones use', () => {
  expect(start()).toEqual({ answer: 42, isCached: false });
  expect(start()).toEqual({ answer: 42, isCached: true });
  expect(readdirSync(join(cacheFolder, 'start'))).toHaveLength(1);
});

test('the cache of the build is used, and none is made', () => {
  const { compiled } = loadProgram(bundle, load, []);
  writeCodeCache(shippedCacheFile(bundle, 'command'), compiled());
  expect(start()).toEqual({ answer: 42, isCached: true });
});

test.each<[string, (whole: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut short', (whole) => whole.subarray(0, whole.length - 8)],
  [
    'with one bit turned',
    (whole) =>
      Buffer.concat([whole.subarray(0, -9), Buffer.from([(whole.at(-9) ?? 0) ^ 1]), whole.subarray(-8)]),
  ],
  ['something else', () => Buffer.from('return { answer: () => 666 };')],
])('a cache that is %s is not used, and made anew', (_what, damage) => {
  start();
  writeFileSync(own, damage(readFileSync(own)));
  expect(start()).toEqual({ answer: 42, isCached: false });
  expect(start()).toEqual({ answer: 42, isCached: true });
});

test('a whole cache of other code is not used', () => {
  const other = loadProgram(bundleOf('return { answer: () => 665 + 1 };'), load, []);
  writeCodeCache(own, other.compiled());
  bundleOf('return { answer: () => 41 + 1 };');
  expect(start()).toEqual({ answer: 42, isCached: false });
});

test.each([
  ['file', () => own],
  ['folder', () => join(cacheFolder, 'start')],
])('a cache whose %s others can write is not used', (_what, path) => {
  start();
  chmodSync(path(), 0o777);
  expect(start()).toMatchObject({ isCached: false });
});

test('a place that cannot be written is no failure', () => {
  mkdirSync(cacheFolder);
  writeFileSync(join(cacheFolder, 'start'), 'a file where the folder would be');
  expect(start()).toEqual({ answer: 42, isCached: false });
  expect(start()).toEqual({ answer: 42, isCached: false });
});

test('below /proc, where no folder can be made, it ends all the same', () => {
  cacheFolder = '/proc/self/nothing/cache';
  expect(start()).toEqual({ answer: 42, isCached: false });
});

test('help has a cache of its own, and so have commands that read and write records', () => {
  expect(
    [
      'topics list',
      'consume orders',
      '-b x produce orders',
      'topics list --help',
      'help consume',
      '--help-json',
    ].map((line) => cacheKindOf(line.split(' '))),
  ).toEqual(['command', 'records', 'records', 'help', 'help', 'help']);
});
