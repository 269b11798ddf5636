import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CopiedRecord } from './copied-record.js';
import { mergePage, type Direction, type Found } from './merge-page.js';

function at(partition: number, offset: number, timestamp: number): CopiedRecord {
  return { topic: 't', partition, offset, timestamp, key: null, value: null, headers: [] };
}

test('two partitions by time; what found no room begins the next page', () => {
  const found = new Map<number, Found>([
    [0, { records: [at(0, 5, 10), at(0, 6, 30)], scannedTo: 7 }],
    [1, { records: [at(1, 2, 20), at(1, 3, 40)], scannedTo: 4 }],
  ]);
  const { records, next } = mergePage(found, 'newer', 3);
  expect(records.map(({ timestamp }) => timestamp)).toEqual([10, 20, 30]);
  expect([...next]).toEqual([
    [0, 7],
    [1, 3],
  ]);
});

test('a full list may be cut off, so that the next page begins behind its last', () => {
  const found = new Map<number, Found>([[0, { records: [at(0, 9, 3), at(0, 8, 2)], scannedTo: 0 }]]);
  expect([...mergePage(found, 'older', 2).next]).toEqual([[0, 8]]);
});

/** Page after page, every record once, each partition in its order; whatever the clocks of producers said. */
test.each<Direction>(['newer', 'older'])('%s: nothing is lost or shown twice', (direction) => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      (clocks, size) => {
        const logs = clocks.map((times, partition) =>
          times.map((time, offset) => at(partition, offset, time)),
        );
        let positions = new Map(
          logs.map((log, partition) => [partition, direction === 'newer' ? 0 : log.length]),
        );
        const seen: CopiedRecord[] = [];
        for (let pages = 0; pages < 100; pages += 1) {
          const found = new Map<number, Found>(
            logs.map((log, partition) => {
              const from = positions.get(partition) ?? 0;
              const all = direction === 'newer' ? log.slice(from) : log.slice(0, from).reverse();
              return [
                partition,
                { records: all.slice(0, size), scannedTo: direction === 'newer' ? log.length : 0 },
              ];
            }),
          );
          const { records, next } = mergePage(found, direction, size);
          if (records.length === 0) break;
          seen.push(...records);
          positions = new Map(next);
        }
        for (const [partition, log] of logs.entries()) {
          const expected = direction === 'newer' ? log : log.toReversed();
          expect(seen.filter((record) => record.partition === partition)).toEqual(expected);
        }
      },
    ),
  );
});
