import { expect, test } from '@jest/globals';
import type { DrillReport } from '../../practice/drills/run-drill.js';
import { drillMatrix } from './matrix.js';
import { drillRun } from './run.js';

/** As far as an exit code goes by it. */
const reported = (faults: readonly string[]) => {
  const poison = { poison: [3], classic: null, share: null, faults };
  return { poison, interrupted: false, file: null } as unknown as DrillReport & { file: null };
};

test('what a drill finds besides losses makes it fail: with acks=1 a loss is what one came to see', () => {
  expect(drillRun.failed?.(reported(['1 record is in two places: id 3.']))).toBe(true);
  expect(drillRun.failed?.(reported([]))).toBe(false);
  expect(drillRun.failed?.({ ...reported([]), poison: undefined } as never)).toBe(false);
  const cell = { scenario: 'poison-message', acks: 'all', interrupted: false } as unknown as Parameters<
    NonNullable<typeof drillMatrix.failed>
  >[0][number];
  expect(drillMatrix.failed?.([{ ...cell, faults: [] }])).toBe(false);
  expect(drillMatrix.failed?.([{ ...cell, faults: ['lost'] }])).toBe(true);
});
