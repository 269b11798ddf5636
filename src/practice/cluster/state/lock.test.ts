import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  labErrorOf,
  recordedProgress,
  temporaryHome,
  type TemporaryHome,
} from '../../../testing/clusters/cluster-fixtures.js';
import { withLock } from './lock.js';
import { identify } from './process-identity.js';
import { sleep } from '../../../text/wait.js';

let home: TemporaryHome;
let folder: string;
beforeEach(() => {
  home = temporaryHome();
  folder = join(home.path, 'cluster');
});
afterEach(() => home.remove());

const never = new AbortController().signal;

test('one after the other, however many ask', async () => {
  const progress = recordedProgress();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    writeFileSync(join(folder, 'something'), '');
    await sleep(20);
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(folder, { progress, signal: never }, work)));
  expect(most).toBe(1);
  expect(progress.lines.every((line) => line.includes(`process ${process.pid}`))).toBe(true);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('the lock of a process that is gone does not block others', async () => {
  const own = (await identify(process.pid))!;
  mkdirSync(folder);
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...own, born: 'another boot 1' }));
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  const options = { progress: recordedProgress(), signal: never };
  await Promise.all(Array.from({ length: 5 }, () => withLock(folder, options, work)));
  expect(most).toBe(1);
});

test('the lock is released when the work fails, and a folder left empty is removed', async () => {
  const options = { progress: recordedProgress(), signal: never };
  await expect(withLock(folder, options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(folder)).toBe(false);
});

test.each(['', '{"pid": 1', '{"pid": -1, "born": "x"}', 'null'])(
  'a damaged lock (%j) is told, as it may be that of a living process',
  async (content) => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'lock'), content);
    const options = { progress: recordedProgress(), signal: never };
    const error = await labErrorOf(withLock(folder, options, () => Promise.resolve()));
    expect(error).toMatchObject({ code: 'environment', hint: expect.stringMatching(/delete the file/) });
    expect(existsSync(join(folder, 'lock'))).toBe(true);
  },
);

test('waiting ends after its time, and at once when interrupted', async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'lock'), JSON.stringify(await identify(process.pid)));
  const progress = recordedProgress();
  const late = await labErrorOf(
    withLock(folder, { progress, signal: never, timeoutMs: 150 }, () => Promise.resolve()),
  );
  expect(late.code).toBe('timeout');
  const interrupted = await labErrorOf(
    withLock(folder, { progress, signal: AbortSignal.timeout(50) }, () => Promise.resolve()),
  );
  expect(interrupted.code).toBe('interrupted');
});
