import { describe, expect, test } from '@jest/globals';
import { madeBroker, madeGroup, madeMember, madeSnapshot } from '../../testing/program/made-snapshot.js';
import { emptyPicture, withRound } from './picture.js';
import { ranges } from './group-events.js';
import type { GroupPicture, Snapshot } from '../take/snapshot.js';

const on = (...partitions: number[]) => [{ topic: 'orders', partitions }];
const alone = madeGroup('billing', { members: [madeMember('aaaaaaaa', on(0, 1, 2, 3))] });
const both = madeGroup('billing', {
  members: [madeMember('aaaaaaaa', on(0, 1)), madeMember('bbbbbbbb', on(2, 3))],
});
const preparing = (group: GroupPicture): GroupPicture => ({
  ...group,
  state: 'PreparingRebalance',
  members: (group.members ?? []).map((member) => ({ ...member, assignment: [] })),
});

/** The texts of all events, oldest first, of rounds two seconds apart. */
function told(...rounds: (GroupPicture | undefined | Partial<Snapshot>)[]): string[] {
  let picture = emptyPicture;
  rounds.forEach((round, index) => {
    const more = round === undefined ? {} : 'group' in round ? { groups: [round] } : round;
    picture = withRound(picture, madeSnapshot(index * 2000, more));
  });
  return [...picture.events].reverse().flatMap(({ text, details = [] }) => [text, ...details]);
}

describe('groups', () => {
  test('the groups of the first round are not events', () => {
    expect(told(both, both)).toEqual([]);
  });

  test('a rebalance between two rounds: before, after, and how long at most', () => {
    expect(told(alone, both)).toEqual([
      'member app-bbbbbb joined group billing',
      'group billing rebalanced: 1 → 2 members, took at most 2.0 s',
      'app-aaaaaa: orders 0-3 → orders 0-1',
      'app-bbbbbb: – → orders 2-3',
    ]);
  });

  test('a rebalance over several rounds keeps the state before it', () => {
    expect(told(alone, preparing(both), preparing(both), both)).toEqual([
      'member app-bbbbbb joined group billing',
      'group billing is rebalancing (PreparingRebalance)',
      'group billing rebalanced: 1 → 2 members, took 2.0 s to 6.0 s',
      'app-aaaaaa: orders 0-3 → orders 0-1',
      'app-bbbbbb: – → orders 2-3',
    ]);
  });

  test('the last member leaves', () => {
    expect(told(alone, madeGroup('billing', { state: 'Empty' }))).toEqual([
      'member app-aaaaaa left group billing',
      'group billing rebalanced: 1 → 0 members, took at most 2.0 s',
      'app-aaaaaa: orders 0-3 → –',
    ]);
  });

  test.each<[string, readonly (number | null)[], readonly string[]]>([
    [
      'grows in five rounds',
      [1000, 2000, 3000, 4000, 5000, 6000],
      ['group billing falls behind: lag 1,000 → 6,000 in 10.0 s'],
    ],
    [
      'goes on growing: told once',
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      ['group billing falls behind: lag 0 → 5 in 10.0 s'],
    ],
    ['a burst', [0, 1, 2, 3, 4, 4, 4], []],
    ['is unknown in between', [0, 1, 2, null, 4, 5, 6], []],
    [
      'is read',
      [0, 1, 2, 3, 4, 5, 2, 0, 0],
      ['group billing falls behind: lag 0 → 5 in 10.0 s', 'group billing has caught up'],
    ],
  ])('a lag that %s', (_what, lags, expected) => {
    expect(told(...lags.map((lag) => ({ ...both, lag })))).toEqual(expected);
  });

  test('it appears and is deleted', () => {
    expect(told(undefined, both, undefined)).toEqual([
      'group billing appeared, Stable',
      'group billing is gone',
    ]);
  });

  test('the groups of a broker that does not answer are not gone', () => {
    const silent = { brokers: [madeBroker(1, { state: 'silent' }), madeBroker(2), madeBroker(3)] };
    expect(told(both, silent, both)).toEqual(['broker 1 does not answer', 'broker 1 is back']);
  });
});

test.each([
  [[], ''],
  [[3], '3'],
  [[2, 0, 1, 5, 7, 8], '0-2,5,7-8'],
])('%j → %s', (numbers, text) => {
  expect(ranges(numbers)).toBe(text);
});
