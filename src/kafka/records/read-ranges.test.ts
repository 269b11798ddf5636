import { describe, expect, test } from '@jest/globals';
import { parsePosition } from '../../text/positions.js';
import { checkPartition, rangeWithin } from './read-ranges.js';

const now = new Date(0);
const position = (text: string) => parsePosition(text, now);

describe('rangeWithin: a partition with offsets 100 to 199', () => {
  test.each([
    ['start', null, false, [100, 100, 200]],
    ['start', null, true, [100, 100, null]],
    ['end', null, false, [200, 200, 200]],
    ['end', null, true, [200, 200, null]],
    ['150', null, false, [150, 150, 200]],
    ['50', null, false, [50, 100, 200]],
    ['300', null, false, [300, 300, 200]],
    ['300', null, true, [300, 300, null]],
    ['-10', null, false, [190, 190, 200]],
    ['-1000', null, false, [100, 100, 200]],
    ['-0', null, false, [200, 200, 200]],
    ['start', '150', false, [100, 100, 150]],
    ['start', '1000', false, [100, 100, 200]],
    ['start', '1000', true, [100, 100, 1000]],
    ['start', 'end', true, [100, 100, 200]],
    ['start', '-20', false, [100, 100, 180]],
    ['-20', '-10', false, [180, 180, 190]],
    ['180', '120', false, [180, 180, 120]],
  ])('from %s to %s, follow %s', (from, to, follow, [asked, begin, end]) => {
    const request = { from: position(from), to: to === null ? null : position(to), follow };
    expect(rangeWithin({ low: 100, end: 200 }, request, null, null)).toEqual({ asked, from: begin, to: end });
  });

  test.each([
    [120, 160, [120, 120, 160]],
    [120, null, [120, 120, 200]],
    [null, null, [200, 200, 200]],
  ])('times at offsets %s and %s; null: every record is older', (fromTime, toTime, [asked, begin, end]) => {
    const request = { from: position('@2026-01-01'), to: position('@2026-01-02'), follow: false };
    expect(rangeWithin({ low: 100, end: 200 }, request, fromTime, toTime)).toEqual({
      asked,
      from: begin,
      to: end,
    });
  });
});

test('checkPartition', () => {
  expect(() => checkPartition('t', 2, 3)).not.toThrow();
  expect(() => checkPartition('t', 3, 3)).toThrow('Topic "t" has no partition 3: it has 3, 0 to 2.');
});
