import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
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

test('while another process deletes it again and again', async () => {
  const folder = join(home, 'a', 'b');
  const deletes = new Worker(
    `const { rmdirSync } = require('node:fs'), { parentPort, workerData } = require('node:worker_threads');
     let isEnough = false;
     parentPort.once('message', () => { isEnough = true; });
     const round = () => {
       for (const each of workerData) try { rmdirSync(each); } catch {}
       if (isEnough) parentPort.close(); else setTimeout(round);
     };
     parentPort.postMessage('ready');
     round();`,
    { eval: true, workerData: [folder, join(home, 'a')] },
  );
  const ended = once(deletes, 'exit');
  try {
    await once(deletes, 'message');
    for (let time = 0; time < 3000; time += 1) makeFolder(folder);
  } finally {
    deletes.postMessage('enough');
    await ended;
  }
});
