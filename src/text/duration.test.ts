import { describe, expect, test } from '@jest/globals';
import { formatDuration, parseDurationMs } from './duration.js';

describe('parseDurationMs', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['10', 10_000],
    ['1.5s', 1500],
    ['2 m', 120_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    [' 0 ', 0],
  ])('%j', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  test.each(['', 's', '-1s', '1w', '1s2', '1e3', '٣s', 'ten'])('refuses %j', (text) => {
    expect(() => parseDurationMs(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

test.each([
  [0, '0 ms'],
  [350.4, '350 ms'],
  [999.6, '1.0 s'],
  [4200, '4.2 s'],
  [59_960, '1 min 0 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('formatDuration %d', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});
