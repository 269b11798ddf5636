import { expect, test } from '@jest/globals';
import type { Scalar } from '../view/view.js';
import { quantityOf } from './quantity.js';

test.each<[Scalar, number | bigint | undefined]>([
  [12, 12],
  [2n ** 60n, 2n ** 60n],
  ['12', 12],
  ['-1', -1],
  ['1.5', 1.5],
  ['≤ 120', 120],
  ['≈1.5 GiB', 1.5 * 1024 ** 3],
  ['300 MiB', 300 * 1024 ** 2],
  ['350 ms', 350],
  ['4.2 s', 4200],
  ['3 min 20 s', 200_000],
  ['2 h 5 min', 7_500_000],
  ['3 d 4 h', 273_600_000],
  ['1 offline', undefined],
  ['2 under-replicated', undefined],
  ['no leader', undefined],
  ['1,2,3', undefined],
  ['localhost:9092', undefined],
  ['1 2', undefined],
  ['', undefined],
  [true, undefined],
  [null, undefined],
])('%p → %p', (value, expected) => {
  expect(quantityOf(value)).toBe(expected);
});
