import { expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { firstToSucceed } from './first-to-succeed.js';

const fails = (message: string) => () => Promise.reject(new Error(message));

test('the first success wins, and what was not begun is not begun', async () => {
  const begun: string[] = [];
  const quick = () => {
    begun.push('quick');
    return Promise.resolve('quick');
  };
  const never = () => {
    begun.push('never');
    return Promise.resolve('never');
  };
  expect(await firstToSucceed([quick, never], 20)).toBe('quick');
  await delay(40);
  expect(begun).toEqual(['quick']);
});

test('a failure starts the next at once', async () => {
  const startedAt = performance.now();
  expect(await firstToSucceed([fails('a'), fails('b'), () => Promise.resolve('c')], 10_000)).toBe('c');
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test('silence starts the next beside it, and the slower one does not matter', async () => {
  const silent = () => delay(500, 'silent', { ref: false });
  expect(await firstToSucceed([silent, () => Promise.resolve('second')], 10)).toBe('second');
});

test('when all fail, all errors are told', async () => {
  await expect(firstToSucceed([fails('a'), fails('b')], 1)).rejects.toMatchObject({
    errors: [{ message: 'a' }, { message: 'b' }],
  });
});
