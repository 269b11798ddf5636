import { expect, test } from '@jest/globals';
import type { Context } from '../../contract/command.js';
import { typedSecret } from './typed-secret.js';

function contextThatHears(...answers: string[]): Context {
  const questions = { secret: () => Promise.resolve(answers.shift() ?? '') };
  const signal = new AbortController().signal;
  return { questions, env: {}, signal, globals: { timeout: '10s' } } as unknown as Context;
}

test('a new secret is typed twice', async () => {
  expect(await typedSecret(contextThatHears('s3cret', 's3cret'), 'prompt', 'the new password of x')).toBe(
    's3cret',
  );
});

test('one that differs the second time is not taken', async () => {
  await expect(
    typedSecret(contextThatHears('s3cret', 's3cert'), 'prompt', 'the new password of x'),
  ).rejects.toMatchObject({ code: 'usage', message: 'The two differ. Nothing was changed.' });
});
