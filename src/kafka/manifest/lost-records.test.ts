import { expect, test } from '@jest/globals';
import { isLoss } from './lost-records.js';

test.each([
  ['retention.ms', '604800000', '1000', true],
  ['retention.ms', '1000', '604800000', false],
  ['retention.ms', '-1', '9223372036854775807', true],
  ['retention.ms', '9223372036854775806', '9223372036854775807', false],
  ['retention.ms', '9223372036854775807', '9223372036854775806', true],
  ['retention.ms', '1000', '-1', false],
  ['retention.ms', undefined, '1000', true],
  ['retention.ms', '1000', undefined, true],
  ['retention.bytes', '-1', '1000', true],
  ['cleanup.policy', 'compact', 'delete', true],
  ['cleanup.policy', 'delete', 'compact,delete', true],
  ['cleanup.policy', 'compact, delete', 'delete', false],
  ['cleanup.policy', undefined, 'delete', true],
  ['segment.ms', '10', '1', false],
  ['toString', '10', '1', false],
])('%s from %s to %s: %s', (name, before, after, expected) => {
  expect(isLoss(name, before, after)).toBe(expected);
});
