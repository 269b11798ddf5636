import { expect, test } from '@jest/globals';
import { describeCoverage, type SearchedPartition } from './search-report.js';

const searched = (partition: number, from: number, next: number): SearchedPartition => ({
  topic: 'orders',
  partition,
  from,
  to: 1000,
  next,
  records: next - from,
});
const rest = { scanned: 300, matched: 0, times: null, goOn: [] };

test('few partitions are named with their offsets', () => {
  expect(describeCoverage({ ...rest, partitions: [searched(0, 0, 100), searched(1, 7, 8)] })).toEqual([
    'Searched orders[0] offsets 0 to 99, orders[1] offsets 7 to 7: 300 scanned, 0 matched.',
  ]);
});

test('many are told together', () => {
  const partitions = [0, 1, 2, 4, 60, 59].map((partition) => searched(partition, 0, 1000));
  const untouched = [61, 62, 63, 70].map((partition) => searched(partition, 0, 0));
  expect(describeCoverage({ ...rest, partitions: [...partitions, ...untouched] })).toEqual([
    'Searched orders[0-2,4,59-60] (6,000 offsets in 6 partitions): 300 scanned, 0 matched.',
    'Not looked at: orders[61-63,70].',
  ]);
});

test('hints are for searches that found nothing', () => {
  const hints = ['No record has value.x.'];
  const partitions = [searched(0, 0, 100)];
  expect(describeCoverage({ ...rest, partitions, hints })).toContain(hints[0]);
  expect(describeCoverage({ ...rest, matched: 1, partitions, hints })).not.toContain(hints[0]);
});
