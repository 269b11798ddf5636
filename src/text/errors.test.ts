import { expect, test } from '@jest/globals';
import { exitCodeOf, LabError, type ErrorCode } from './errors.js';

test.each<[ErrorCode, number]>([
  ['usage', 2],
  ['interrupted', 130],
  ['unreachable', 1],
  ['refused', 1],
  ['not-found', 1],
  ['exists', 1],
  ['timeout', 1],
  ['environment', 1],
  ['partial', 1],
  ['failed', 1],
])('%s ends with %d', (code, expected) => {
  expect(exitCodeOf(new LabError(code, 'x'))).toBe(expected);
});

test('anything else is a failure', () => {
  expect(exitCodeOf(new Error('x'))).toBe(1);
  expect(exitCodeOf('x')).toBe(1);
});

test('a cause is kept, and there is none where none was given', () => {
  const cause = new Error('below');
  expect(new LabError('failed', 'above', { cause }).cause).toBe(cause);
  expect('cause' in new LabError('failed', 'above')).toBe(false);
});
