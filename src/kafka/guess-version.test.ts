import { expect, test } from '@jest/globals';
import { guessVersion } from './guess-version.js';

const offering = (...max: (readonly [number, number])[]) =>
  new Map(max.map(([apiKey, version]) => [apiKey, { min: 0, max: version }]));

test.each([
  [offering(), 'older than 2.3'],
  [offering([44, 0]), '2.3'],
  [offering([44, 1], [47, 0]), '2.4'],
  [offering([44, 1], [47, 0], [60, 0]), '2.8'],
  [offering([60, 0], [2, 7], [1, 12]), '3.0'],
  [offering([60, 0], [2, 7], [1, 13]), '3.1 to 3.4'],
  [offering([60, 0], [2, 7], [1, 15]), '3.5 or 3.6'],
  [offering([60, 0], [2, 8], [1, 16], [0, 10]), '3.7'],
  [offering([60, 0], [2, 8], [1, 16], [0, 11]), '3.8'],
  [offering([60, 0], [2, 9], [1, 17], [0, 11]), '3.9'],
  [offering([60, 1], [2, 10], [1, 17], [0, 12]), '4.0'],
  [offering([60, 2], [2, 10], [1, 18], [0, 13]), '4.1 or newer'],
])('%j', (apiVersions, expected) => {
  expect(guessVersion(apiVersions)).toBe(expected);
});
