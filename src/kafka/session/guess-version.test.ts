import { expect, test } from '@jest/globals';
import { guessVersion } from './guess-version.js';

/** Highest versions of Produce, Fetch, ListOffsets, FindCoordinator, AddPartitionsToTxn, DescribeLogDirs and ApiVersions. */
test.each([
  [[8, 11, 5, 3, 1, 2, 3], 'older than 2.8'],
  [[9, 12, 6, 3, 3, 2, 3], '2.8'],
  [[9, 12, 7, 4, 3, 2, 3], '3.0'],
  [[9, 13, 7, 4, 3, 2, 3], '3.1 or 3.2'],
  [[9, 13, 7, 4, 3, 4, 3], '3.3 or 3.4'],
  [[9, 15, 8, 4, 3, 4, 3], '3.5'],
  [[9, 15, 8, 4, 4, 4, 3], '3.6'],
  [[10, 16, 8, 4, 4, 4, 3], '3.7'],
  [[11, 16, 8, 5, 5, 4, 3], '3.8'],
  [[11, 17, 9, 6, 5, 4, 4], '3.9'],
  [[12, 17, 10, 6, 5, 4, 4], '4.0'],
  [[13, 18, 10, 6, 5, 4, 4], '4.1'],
  [[13, 18, 11, 6, 5, 4, 4], '4.2'],
  [[13, 18, 11, 6, 5, 5, 4], '4.3'],
  [[13, 18, 11, 6, 5, 5, 5], '4.4 or newer'],
])('%j → %s', (highest, version) => {
  const keys = [0, 1, 2, 10, 24, 35, 18];
  const ranges = new Map(keys.map((key, index) => [key, { min: 0, max: highest[index] ?? 0 }]));
  expect(guessVersion(ranges)).toBe(version);
});
