import { expect, test } from '@jest/globals';
import { EventQueue } from './event-queue.js';

async function all<T>(queue: EventQueue<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const event of queue) found.push(event);
  return found;
}

test('events come in order, those pushed before and those pushed while it waits', async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  const taken = all(queue);
  // By now it has taken the first and waits.
  await new Promise(setImmediate);
  queue.push(2);
  queue.push(3);
  queue.end();
  queue.push(4);
  expect(await taken).toEqual([1, 2, 3]);
});

test('a failure comes after what was pushed before it', async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  queue.fail(new Error('broken'));
  const iterator = queue[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 1 });
  await expect(iterator.next()).rejects.toThrow('broken');
});
