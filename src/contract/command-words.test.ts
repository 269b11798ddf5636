import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { withoutSecretWords } from './command-words.js';
import { fieldsOf } from './fields.js';

const fields = fieldsOf(
  z.object({
    user: z.string(),
    password: z.string().meta({ secret: 'value' }),
    set: z.array(z.string()).meta({ secret: 'pairs' }),
  }),
);

test.each([
  ['hunter2', 'prompt'],
  ['plain:hunter2', 'prompt'],
  ['prompt', 'prompt'],
  ['env:NAME', 'env:NAME'],
  ['keyring:name', 'keyring:name'],
])('a secret %s is shown as %s', (password, shown) => {
  expect(withoutSecretWords(fields, { user: 'plain:alice', password })).toEqual({
    user: 'plain:alice',
    password: shown,
  });
});

test('of configs, values are hidden by the names that secrets have', () => {
  const set = ['retention.ms=5', 'ssl.key.password=a=b', 'sasl.jaas.config=env:X', 'set', 'password'];
  expect(withoutSecretWords(fields, { set })).toEqual({
    set: ['retention.ms=5', 'ssl.key.password=prompt', 'sasl.jaas.config=env:X', 'set', 'password'],
  });
});
