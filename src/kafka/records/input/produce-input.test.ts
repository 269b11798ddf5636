import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chunksOfFile } from './produce-input.js';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-pipe-'));
const pipe = join(folder, 'pipe');
beforeAll(() => void spawnSync('mkfifo', [pipe]));
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}

test('a named pipe is waited for until somebody writes to it, and read to its end', async () => {
  const read = textOf(chunksOfFile(pipe, new AbortController().signal));
  writeFileSync(pipe, 'one\ntwo\n');
  expect(await read).toBe('one\ntwo\n');
});

test('the wait for a writer ends when it is interrupted', async () => {
  const interruption = new AbortController();
  const read = textOf(chunksOfFile(pipe, interruption.signal));
  setImmediate(() => interruption.abort());
  expect(await read).toBe('');
});
