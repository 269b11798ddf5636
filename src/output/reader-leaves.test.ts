import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { onReaderLeaving } from './reader-leaves.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-pipe-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function openPipe() {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

test('the reader of a pipe leaves while nothing is written', async () => {
  const { reader, writer } = openPipe();
  writeSync(writer, 'a line that was written before\n');
  const told: string[] = [];
  await new Promise<void>((left) => {
    onReaderLeaving(writer, () => {
      told.push('left');
      left();
    });
    told.push('closing');
    closeSync(reader);
  });
  expect(told).toEqual(['closing', 'left']);
  closeSync(writer);
});

test('a file and a closed descriptor are not watched', () => {
  const file = openSync(join(folder, 'file'), 'w');
  const left = () => {
    throw new Error('nobody left');
  };
  onReaderLeaving(file, left)();
  closeSync(file);
  onReaderLeaving(file, left)();
});
