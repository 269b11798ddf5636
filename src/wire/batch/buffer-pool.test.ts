import { expect, test } from '@jest/globals';
import { BufferPool } from './buffer-pool.js';

test('gives the same memory again, whole, and once', () => {
  const pool = new BufferPool(100, 1000);
  const first = pool.take(100);
  pool.giveBack(first.subarray(3, 10));
  pool.giveBack(first);
  const second = pool.take(5);
  expect(second.buffer).toBe(first.buffer);
  expect(second).toHaveLength(100);
  expect(pool.take(100).buffer).not.toBe(first.buffer);
});

test('keeps what is its own and of full size, as much as it may', () => {
  const pool = new BufferPool(100, 250);
  const others = [Buffer.alloc(100), Buffer.from('from the memory that Node shares out'), pool.take(40)];
  for (const other of others) pool.giveBack(other);
  const large = pool.take(200);
  expect(large).toHaveLength(200);
  pool.giveBack(large);
  expect(pool.take(100).buffer).not.toBe(large.buffer);

  const own = [1, 2, 3].map(() => pool.take(100));
  for (const each of own) pool.giveBack(each);
  const again = [1, 2, 3].map(() => pool.take(100).buffer);
  expect(again.filter((memory) => own.some(({ buffer }) => buffer === memory))).toHaveLength(2);
  expect(again.filter((memory) => others.some(({ buffer }) => buffer === memory))).toEqual([]);
});
