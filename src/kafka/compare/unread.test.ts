import { expect, test } from '@jest/globals';
import type { KeySide } from './key-table.js';
import { mayBeSame, type Comparing, type FoundOfKey } from './unread.js';

const held: KeySide = { records: 2, partition: 1, offset: 5, isTombstone: false, isSpread: false };
const here = { ...held, records: 1 };
const none = new Set<number>();
const one = new Set([1]);

function asked(found: Partial<FoundOfKey>, comparing: Partial<Comparing>): boolean {
  return mayBeSame(
    { relation: 'missing', first: held, second: undefined, isBare: false, ...found },
    { unread: [none, one], hasPlaces: true, onlyLast: false, ...comparing },
  );
}

test.each<[Partial<FoundOfKey>, boolean, boolean]>([
  [{ relation: 'missing' }, false, true],
  [{ relation: 'fewer', second: here }, false, true],
  [{ relation: 'extra', first: undefined, second: held }, true, false],
  [{ relation: 'more', first: here, second: held }, true, false],
  [{ relation: 'repeated', first: here, second: held }, true, false],
  [{ relation: 'repeated', first: held, second: here }, false, true],
  [{ relation: 'changed', second: held }, false, false],
  [{ relation: 'reordered', second: held }, false, false],
])(
  '%j is not known if it lacks what was not read: of the first %s, of the second %s',
  (found, first, second) => {
    expect(asked(found, { unread: [one, none] })).toBe(first);
    expect(asked(found, { unread: [none, one] })).toBe(second);
    expect(asked(found, { unread: [none, none] })).toBe(false);
    expect(asked(found, { unread: [one, one] })).toBe(true);
  },
);

test('a key belongs in one partition, if the topics have as many; a record without a key in any', () => {
  const elsewhere = { unread: [none, new Set([0])] as const };
  expect(asked({}, elsewhere)).toBe(false);
  expect(asked({}, { ...elsewhere, hasPlaces: false })).toBe(true);
  expect(asked({ isBare: true }, elsewhere)).toBe(true);
  expect(asked({ first: { ...held, isSpread: true } }, elsewhere)).toBe(true);
});

test('of compacted topics the last record decides, wherever it was not read', () => {
  expect(asked({}, { unread: [one, none], onlyLast: true })).toBe(true);
  expect(asked({ relation: 'changed', second: held }, { onlyLast: true })).toBe(true);
});
