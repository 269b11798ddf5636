import { expect, test } from '@jest/globals';
import { generatedLines } from './generate-lines.js';

const { signal } = new AbortController();

test.each([
  [1, 1],
  [3, 10],
  [2500, 1000],
  [2, 1_500_000],
])('%i lines of %i bytes', async (count, size) => {
  const lengths: number[] = [];
  let first: string | undefined;
  for await (const chunk of generatedLines(count, size, signal)) {
    expect(chunk.at(-1)).toBe(0x0a);
    const lines = chunk.toString().slice(0, -1).split('\n');
    first ??= lines[0];
    lengths.push(...lines.map(({ length }) => length));
  }
  expect(lengths).toEqual(Array(count).fill(size));
  expect(first).toMatch(/^[\w-]+$/);
});

test('nothing more once it is called off', async () => {
  const calledOff = AbortSignal.abort();
  for await (const chunk of generatedLines(5, 5, calledOff)) expect(chunk).toBeUndefined();
});
