import { expect, test } from '@jest/globals';
import { counted, grouped } from './counted.js';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [-1234567, '-1,234,567'],
  [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
])('%d', (count, text) => expect(grouped(count)).toBe(text));

test('one and more', () => {
  expect([counted(1, 'record'), counted(1707, 'record')]).toEqual(['1 record', '1,707 records']);
});
