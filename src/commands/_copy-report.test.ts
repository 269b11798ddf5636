import { describe, expect, test } from '@jest/globals';
import { copyOptions } from './_copy-options.js';
import { goOnLines, isIncomplete, nextLines, viewOf } from './_copy-report.js';
import type { CopyOutcome } from '../kafka/copy/execute-copy.js';

const chosen = (options: object) =>
  copyOptions.parse({ topic: ['orders', 'orders-copy'], execute: true, ...options });

const copied = { topic: 'orders', read: 10, written: 10, skipped: 0, refused: 0, missing: 0, isGone: false };
const outcome: CopyOutcome = {
  partitions: [
    { ...copied, partition: 0, next: 10, to: 10 },
    { ...copied, partition: 1, next: 10, to: 30 },
  ],
  refusals: [],
  durationMs: 100,
  interrupted: true,
  stopped: null,
  isShort: false,
  deleted: [],
  leftOut: [],
  transaction: null,
  group: null,
};
const whole = { ...outcome, partitions: outcome.partitions.slice(0, 1) };

test.each([
  [undefined, ['kafka-lab copy orders --from 0:10 --redrive']],
  ['partition == 0', ["kafka-lab copy orders --from 0:10 --redrive --filter 'partition == 0'"]],
  ['offset == 3 or offset == 9', []],
])('the line for dead letters that come later, with the filter %s', (filter, expected) => {
  expect(nextLines(chosen({ topic: ['orders'], redrive: true, filter }), whole)).toEqual(expected);
});

describe('the line that goes on', () => {
  test('names the offsets of the partitions that are left', () => {
    expect(goOnLines(chosen({ rate: 50 }), outcome)).toEqual([
      'kafka-lab copy orders orders-copy --from 1:10 --to 1:30 --rate 50 --execute',
    ]);
    expect(goOnLines(chosen({}), whole)).toEqual([]);
  });

  test('is not there for a topic that was deleted', () => {
    const gone = outcome.partitions.map((each) => ({ ...each, isGone: true }));
    expect(goOnLines(chosen({}), { ...outcome, partitions: gone })).toEqual([]);
    expect(goOnLines(chosen({ group: 'copies' }), { ...outcome, partitions: gone, group: 'copies' })).toEqual(
      [],
    );
  });

  test('has the records of -n that are left', () => {
    expect(goOnLines(chosen({ maxMessages: 25 }), outcome)).toEqual([
      'kafka-lab copy orders orders-copy --from 1:10 --to 1:30 --execute -n 5',
    ]);
    expect(goOnLines(chosen({ maxMessages: 20 }), outcome)).toEqual([]);
  });

  test('is the same one if a group keeps the positions', () => {
    const kept = { ...outcome, group: 'copies' };
    expect(goOnLines(chosen({ group: 'copies' }), kept)).toEqual([
      'kafka-lab copy orders orders-copy --group copies --execute',
    ]);
  });

  test('is there if all was read, and no coordinator said whether it is committed', () => {
    const unknown = { ...whole, group: 'copies', transaction: 'commit-unknown' } as const;
    expect(goOnLines(chosen({ transaction: 'copies' }), unknown)).toEqual([
      'kafka-lab copy orders orders-copy --transaction copies --execute',
    ]);
    expect(goOnLines(chosen({ transaction: 'copies' }), { ...unknown, transaction: 'committed' })).toEqual(
      [],
    );
  });
});

test('the transaction that nobody confirmed is looked for on the cluster of the target', () => {
  const report = { target: 'orders-copy', planned: [], routes: null, notes: [], goOn: [], next: [] };
  const unknown = { ...report, outcome: { ...outcome, transaction: 'abort-unknown' } as const };
  expect(viewOf(unknown, { toConnection: 'staging' }).notes?.join('')).toContain(
    'kafka-lab -c staging transactions list',
  );
  expect(viewOf(unknown, {}).notes?.join('')).toContain('kafka-lab transactions list');
});

test('partitions that no leader answered for make it incomplete, and are named', () => {
  const leftOut = [{ topic: 'orders', partition: 2 }];
  const report = { target: 'orders-copy', planned: [], routes: null, notes: [], goOn: [], next: [] };
  const done = { ...whole, interrupted: false };
  const short = { ...report, outcome: { ...done, leftOut } };
  expect([isIncomplete({ ...report, outcome: done }), isIncomplete(short)]).toEqual([false, true]);
  expect(viewOf(short, chosen({})).failures).toEqual([
    'Nothing was copied of orders[2]: no leader answered. Once one does, copy the rest with --partition.',
  ]);
});

test('what had been deleted before it was read is named, and the copy is not whole', () => {
  const report = { target: 'orders-copy', planned: [], routes: null, notes: [], goOn: [], next: [] };
  const deleted = [{ topic: 'orders', partition: 2, from: 5, to: 10 }];
  const short = { ...report, outcome: { ...whole, interrupted: false, deleted } };
  expect(isIncomplete(short)).toBe(true);
  expect(viewOf(short, chosen({})).failures).toEqual([
    'Offsets that had been deleted before they were read, and are not copied: orders[2] 5 to 9.',
  ]);
});
