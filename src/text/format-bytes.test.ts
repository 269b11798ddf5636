import { expect, test } from '@jest/globals';
import { formatBytes } from './format-bytes.js';

test.each<[number | bigint, string]>([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [10_189, '10 KiB'],
  [1_048_575, '1.0 MiB'],
  [1_610_612_736, '1.5 GiB'],
  [2 ** 60, '1.0 EiB'],
  [2n ** 63n - 1n, '8.0 EiB'],
])('%d is %s', (sizeBytes, expected) => {
  expect(formatBytes(sizeBytes)).toBe(expected);
});
