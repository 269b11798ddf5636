import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { readInput } from './read-input.js';

/** As standard input and as a file. */
async function both(bytes: Buffer): Promise<readonly PromiseSettledResult<string>[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'kafka-lab-input-'));
  try {
    writeFileSync(join(cwd, 'f'), bytes);
    const read = (file: string) => readInput({ cwd, stdin: Readable.from([bytes]) }, file, 'apply');
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
