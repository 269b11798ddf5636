import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeFolder } from './make-folder.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'folders-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

test('with those above it, and again', () => {
  const folder = join(home, 'a', 'b', 'c');
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o700);
  expect([folder, join(home, 'a')].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
});

test('a file in the way is said', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(home, 'file', 'a'))).toThrow('ENOTDIR');
});

(existsSync('/proc/self') ? test : test.skip)('below /proc it fails, and ends', () => {
  expect(() => makeFolder('/proc/kafka-lab/data')).toThrow(/ENOENT|EACCES|EPERM/);
});
