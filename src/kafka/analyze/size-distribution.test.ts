import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactBelowBytes, SizeDistribution } from './size-distribution.js';

const shares = { p50: 0.5, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

function figuresOf(sizes: readonly number[]) {
  const distribution = new SizeDistribution();
  for (const size of sizes) distribution.add(size);
  return distribution.figures();
}

/** The same by sorting them all. */
function counted(sizes: readonly number[], share: number): number {
  const sorted = [...sizes].sort((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1]!;
}

test('exact below a mebibyte', () => {
  const size = fc.oneof(fc.nat(300), fc.nat(exactBelowBytes - 1));
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 3000 }), (sizes) => {
      const figures = figuresOf(sizes);
      for (const [name, share] of Object.entries(shares))
        expect([name, figures[name as keyof typeof shares]]).toEqual([name, counted(sizes, share)]);
      expect(figures).toMatchObject({
        isExact: true,
        count: sizes.length,
        totalBytes: sizes.reduce((sum, each) => sum + each, 0),
        minBytes: Math.min(...sizes),
        maxBytes: Math.max(...sizes),
      });
    }),
    { numRuns: 50 },
  );
});

test('within 1 % above, which it says; the largest is exact', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 30 }), { minLength: 1, maxLength: 500 }), (sizes) => {
      const figures = figuresOf(sizes);
      for (const [name, share] of Object.entries(shares)) {
        const [found, exact] = [figures[name as keyof typeof shares]!, counted(sizes, share)];
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact < exactBelowBytes ? 0 : exact * 0.0101);
      }
      expect(figures.isExact).toBe(counted(sizes, 0.999) < exactBelowBytes);
      expect(figures.maxBytes).toBe(Math.max(...sizes));
    }),
    { numRuns: 200 },
  );
});

test('nothing has no percentiles', () => {
  expect(figuresOf([])).toMatchObject({
    count: 0,
    p50: null,
    maxBytes: null,
    meanBytes: null,
    isExact: true,
  });
});
