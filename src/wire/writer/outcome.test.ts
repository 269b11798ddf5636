import { expect, test } from '@jest/globals';
import { errorCodeNamed } from '../protocol/error-codes.js';
import { reasonOf } from './outcome.js';

test('a topic with an old message format is written with --no-idempotent, and the reason says so', () => {
  const code = errorCodeNamed('UNSUPPORTED_FOR_MESSAGE_FORMAT');
  expect(reasonOf(code)).toMatch(/old record format cannot do this\. --no-idempotent writes it\.$/);
  expect(reasonOf(code, 'its own words')).toMatch(/: its own words --no-idempotent/);
});
