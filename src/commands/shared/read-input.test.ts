import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { readInput } from './read-input.js';

const never = new AbortController().signal;

/** As standard input and as a file. */
async function both(bytes: Buffer): Promise<readonly PromiseSettledResult<string>[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'kafka-lab-input-'));
  try {
    writeFileSync(join(cwd, 'f'), bytes);
    const read = (file: string) =>
      readInput({ cwd, stdin: Readable.from([bytes]), signal: never }, file, 'apply');
    return await Promise.allSettled([read('-'), read('f')]);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

test('a byte order mark is not part of the text', async () => {
  for (const result of await both(Buffer.from('\ufefforders,0,1'))) {
    expect(result).toMatchObject({ status: 'fulfilled', value: 'orders,0,1' });
  }
});

test('bytes that are not UTF-8, and UTF-16, are refused', async () => {
  const [stdin, file] = await both(Buffer.from('a\nb\xff', 'latin1'));
  expect(stdin).toMatchObject({ reason: { message: 'standard input, line 2, byte 2: 0xff is not UTF-8.' } });
  expect(file).toMatchObject({ reason: { code: 'usage', message: 'f, line 2, byte 2: 0xff is not UTF-8.' } });
  for (const result of await both(Buffer.from('\ufefforders', 'utf16le'))) {
    expect(result).toMatchObject({
      reason: { message: expect.stringMatching(/is UTF-16, not UTF-8/) as unknown },
    });
  }
});

test('a named pipe that nobody writes to, and a file that is too large, are refused at once', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'kafka-lab-input-'));
  try {
    spawnSync('mkfifo', [join(cwd, 'pipe')]);
    const read = (file: string, signal = never) =>
      readInput({ cwd, stdin: Readable.from([]), signal }, file, 'apply');
    await expect(read('pipe')).rejects.toMatchObject({
      code: 'usage',
      message: 'pipe is a pipe that nobody writes to.',
    });
    await expect(read('/dev/zero')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^\/dev\/zero has more than/) as unknown,
    });
    await expect(read('.')).rejects.toThrow(/^\. cannot be read: .*directory/);
    await expect(read('/dev/zero', AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' });
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

test('a pipe with a writer is read to its end, however slow that is', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'kafka-lab-input-'));
  const pipe = join(cwd, 'pipe');
  spawnSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'exec 3<>pipe; echo opened; echo one >&3; sleep 0.2; echo two >&3'], {
    cwd,
  });
  try {
    await once(writer.stdout, 'data');
    const text = await readInput({ cwd, stdin: Readable.from([]), signal: never }, 'pipe', 'apply');
    expect(text).toBe('one\ntwo\n');
  } finally {
    writer.kill();
    rmSync(cwd, { recursive: true });
  }
});
