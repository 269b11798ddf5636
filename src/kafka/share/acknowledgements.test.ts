import { describe, expect, test } from '@jest/globals';
import { acknowledged, batchesOf, countOf, mergedRanges, offsetsInWords } from './acknowledgements.js';

describe('acknowledged', () => {
  test('runs without a record are gaps, and neighbours are one run', () => {
    const acquired = [
      { first: 1, last: 6 },
      { first: 7, last: 9 },
    ];
    const shown = [
      { first: 1, last: 2 },
      { first: 5, last: 8 },
    ];
    expect(acknowledged(acquired, [0, 10], shown, 'accept')).toEqual([
      { first: 1, last: 2, type: 'accept' },
      { first: 3, last: 4, type: 'gap' },
      { first: 5, last: 8, type: 'accept' },
      { first: 9, last: 9, type: 'gap' },
    ]);
  });

  test('only what was passed counts, and nothing twice', () => {
    const acquired = [{ first: 0, last: 9 }];
    expect(acknowledged(acquired, [0, 3], [{ first: 0, last: 2 }], 'reject')).toEqual([
      { first: 0, last: 2, type: 'reject' },
    ]);
    expect(acknowledged(acquired, [3, 5], [{ first: 4, last: 4 }], 'reject')).toEqual([
      { first: 3, last: 3, type: 'gap' },
      { first: 4, last: 4, type: 'reject' },
    ]);
  });

  test('offsets between acquired ranges are not this member’s', () => {
    const acquired = [
      { first: 0, last: 0 },
      { first: 4, last: 4 },
    ];
    expect(acknowledged(acquired, [0, 5], acquired, 'release')).toEqual([
      { first: 0, last: 0, type: 'release' },
      { first: 4, last: 4, type: 'release' },
    ]);
  });

  test('every offset is said to be one thing, whatever was acquired and shown', () => {
    for (let pattern = 0; pattern < 3 ** 7; pattern += 1) {
      const kinds = Array.from({ length: 7 }, (_, index) => Math.floor(pattern / 3 ** index) % 3);
      const runsOf = (is: (kind: number) => boolean) =>
        kinds.flatMap((kind, offset) => (is(kind) ? [{ first: offset, last: offset }] : []));
      const acquired = mergedRanges(runsOf((kind) => kind > 0).map((run) => ({ ...run, deliveryCount: 1 })));
      const shown = mergedRanges(runsOf((kind) => kind > 1).map((run) => ({ ...run, deliveryCount: 1 })));
      const said = acknowledged(acquired, [0, 7], shown, 'accept').flatMap(({ first, last, type }) =>
        Array.from({ length: last - first + 1 }, (_, index) => [first + index, type] as const),
      );
      const wanted = kinds.flatMap((kind, offset) =>
        kind === 0 ? [] : [[offset, kind > 1 ? 'accept' : 'gap'] as const],
      );
      expect(said).toEqual(wanted);
    }
  });
});

test('ranges are joined if they were delivered equally often', () => {
  const ranges = [
    { first: 5, last: 9, deliveryCount: 1 },
    { first: 0, last: 4, deliveryCount: 1 },
    { first: 10, last: 11, deliveryCount: 2 },
  ];
  expect(mergedRanges(ranges)).toEqual([
    { first: 0, last: 9, deliveryCount: 1 },
    { first: 10, last: 11, deliveryCount: 2 },
  ]);
});

test('batches are in order, with one type a run', () => {
  const runs = [
    { first: 4, last: 5, type: 'release' },
    { first: 0, last: 1, type: 'accept' },
    { first: 2, last: 3, type: 'accept' },
  ] as const;
  expect(batchesOf(runs)).toEqual([
    { firstOffset: 0, lastOffset: 3, acknowledgeTypes: [1] },
    { firstOffset: 4, lastOffset: 5, acknowledgeTypes: [2] },
  ]);
  expect(countOf(runs)).toBe(6);
});

test('many runs are told in few words', () => {
  const runs = Array.from({ length: 9 }, (_, index) => ({
    first: index * 10,
    last: index * 10 + (index % 2),
  }));
  expect(offsetsInWords(runs)).toBe('0, 10–11, 20, 30–31, 40 and 4 more runs');
});
