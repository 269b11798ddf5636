import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LatencyTally } from './latency.js';

test('each share is what a sorted list of all records says', () => {
  const batches = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 })), { minLength: 1 });
  fc.assert(
    fc.property(batches, (added) => {
      const tally = new LatencyTally();
      for (const [latencyMs, records] of added) tally.add(latencyMs, records);
      const all = added
        .flatMap(([latencyMs, records]) => Array<number>(records).fill(latencyMs))
        .sort((one, other) => one - other);
      const within = (percent: number) => all[Math.ceil((percent * all.length) / 100) - 1];
      expect(tally.latencies()).toEqual({
        p50: within(50),
        p95: within(95),
        p99: within(99),
        max: all.at(-1),
      });
    }),
  );
});

test('null if no record is acknowledged', () => {
  expect(new LatencyTally().latencies()).toBeNull();
});
