import { expect, test } from '@jest/globals';
import { isSameConfigValue } from './config-value.js';

test.each([
  ['double', '0.50', '0.5', true],
  ['double', '1e-3', '0.001', true],
  ['double', '1', '1.0', true],
  ['double', '.5', '0.5', true],
  ['double', '1.0E-5', '0.00001', true],
  ['double', '0.5', '0.51', false],
  ['double', 'NaN', '0.5', false],
  ['int', '007', '7', true],
  ['int', '+7', '7', true],
  ['int', ' 7 ', '7', true],
  ['int', '-1', '1', false],
  ['long', '9223372036854775807', '9223372036854775806', false],
  ['long', '09223372036854775807', '9223372036854775807', true],
  ['boolean', 'TRUE', 'true', true],
  ['boolean', 'true', 'false', false],
  ['list', 'compact, delete', 'compact,delete', true],
  ['list', 'compact,delete', 'delete,compact', false],
  ['list', '', '', true],
  // A version is a text.
  ['string', '2.10', '2.1', false],
  ['string', ' gzip', 'gzip', true],
  ['class', 'a.B', 'a.b', false],
  [null, '0.50', '0.5', false],
  [null, 'x', 'x', true],
] as const)('%s: %j and %j → %s', (type, one, other, same) => {
  expect(isSameConfigValue(type, one, other)).toBe(same);
  expect(isSameConfigValue(type, other, one)).toBe(same);
});

test('no value is only the same as none', () => {
  expect(isSameConfigValue('string', null, null)).toBe(true);
  expect(isSameConfigValue('string', null, '')).toBe(false);
});
