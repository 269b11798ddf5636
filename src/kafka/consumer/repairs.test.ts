import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { hrtime } from 'node:process';
import './repairs.js';

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/network/connection') as { prototype: object };

/** A connection that logged in so long ago, into a session of so long. */
function isAuthenticated(lifetimeMs: number, agoMs: number): boolean {
  const now = hrtime.bigint() - BigInt(agoMs) * 1_000_000n;
  const Long = require('kafkajs/src/utils/long') as { fromValue(value: number): unknown };
  const connection = Object.assign(Object.create(prototype) as { isAuthenticated(): boolean }, {
    sessionLifetime: Long.fromValue(lifetimeMs),
    authenticatedAt: [Number(now / 1_000_000_000n), Number(now % 1_000_000_000n)],
    reauthenticationThreshold: 10_000,
  });
  return connection.isAuthenticated();
}

test.each([
  // Sessions, after a moment, when another login is due, at their end.
  [0, 1000, undefined],
  [1100, 900, 1100],
  [2000, 900, 1800],
  [5000, 4000, 4500],
  [10_000, 8000, 9000],
  [60_000, 45_000, 52_000],
  [3_600_000, 3_500_000, 3_591_000],
])('a session of %d ms is good for %d ms, and renewed after %d ms', (lifetimeMs, good, renewed) => {
  expect(isAuthenticated(lifetimeMs, 0)).toBe(true);
  expect(isAuthenticated(lifetimeMs, good)).toBe(true);
  if (renewed !== undefined) expect(isAuthenticated(lifetimeMs, renewed)).toBe(false);
});
