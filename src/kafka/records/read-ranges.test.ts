import { describe, expect, test } from '@jest/globals';
import { parsePosition } from '../../text/positions.js';
import { findOffset } from '../session/find-offset.js';
import { rangeWithin } from './read-ranges.js';

const now = new Date(0);
const bounds = { low: 100, high: 200 };
const at = (text: string, time: number | null = null) =>
  findOffset(parsePosition(text, now), bounds, { offset: time, problem: null }).offset;

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
    const until = to === null ? Infinity : at(to);
    expect(rangeWithin(bounds, at(from), until, follow)).toEqual({ asked, from: begin, to: end });
  });

  test.each([
    [120, 160, [120, 120, 160]],
    [120, null, [120, 120, 200]],
    [null, null, [200, 200, 200]],
  ])('times at offsets %s and %s; null: every record is older', (fromTime, toTime, [asked, begin, end]) => {
    const range = rangeWithin(bounds, at('@2026-01-01', fromTime), at('@2026-01-02', toTime), false);
    expect(range).toEqual({ asked, from: begin, to: end });
  });
});
