import { describe, expect, test } from '@jest/globals';
import type { LoggedRecord } from '../stream/readers.js';
import { copyAccountOf } from './copy-account.js';

/** Ids 0 to 8 in three partitions in turn. */
const source: readonly LoggedRecord[] = Array.from({ length: 9 }, (_, id) => ({
  ...{ id, partition: id % 3, offset: Math.floor(id / 3) },
}));
const seen = { runs: 7, killed: 1, stopped: 2, reasons: ['no broker'] };
const usual = { isTransactional: true, keepsAll: true, interrupted: false };

const account = (target: readonly LoggedRecord[], changed: Partial<typeof usual> = {}) =>
  copyAccountOf(source, target, seen, { ...usual, ...changed });
/** Offsets in a target are its own: transactions leave marks between records. */
const copyOf = (records: readonly LoggedRecord[]) =>
  records.map((each) => ({ ...each, offset: each.offset + 5 }));

test('every id once, in its partition: nothing to complain of', () => {
  expect(account(copyOf(source))).toEqual({
    ...{ ...seen, isTransactional: true, copied: 9 },
    ...{ missing: [], twice: [], elsewhere: [], strangers: [], faults: [] },
  });
});

test('a source that has a record twice may have it twice in its copy', () => {
  const doubled = [...source, { ...source[0]!, offset: 3 }];
  const { twice, copied } = copyAccountOf(doubled, copyOf(doubled), seen, usual);
  expect([twice, copied]).toEqual([[], 9]);
});

describe('what must not be is found', () => {
  test('missing, unless ^C has kept the copy from its end', () => {
    const found = account(copyOf(source.slice(0, 7)));
    expect(found).toMatchObject({ copied: 7, missing: [7, 8] });
    expect(found.faults).toEqual(['The copy with transactions: 2 records are missing: ids 7, 8.']);
    expect(account(copyOf(source.slice(0, 7)), { interrupted: true })).toMatchObject({
      ...{ missing: [7, 8], faults: [] },
    });
  });

  test('twice: a fault with transactions, a number without', () => {
    const target = copyOf([...source, source[4]!]);
    expect(account(target)).toMatchObject({
      ...{ twice: [4], faults: ['The copy with transactions: 1 record is there twice: id 4.'] },
    });
    expect(account(target, { isTransactional: false })).toMatchObject({ twice: [4], faults: [] });
  });

  test('in another partition', () => {
    const target = copyOf(source.map((each) => (each.id === 5 ? { ...each, partition: 0 } : each)));
    expect(account(target).faults).toEqual([
      'The copy with transactions: 1 record is in another partition than in the source: id 5.',
    ]);
  });

  test('not in the source: no fault of the copy if the source has lost it since', () => {
    const target = copyOf([...source, { id: 9, partition: 0, offset: 3 }]);
    expect(account(target).faults).toEqual([
      'The copy with transactions: 1 record is not in the source: id 9.',
    ]);
    expect(account(target, { keepsAll: false })).toMatchObject({ strangers: [9], faults: [] });
  });
});
