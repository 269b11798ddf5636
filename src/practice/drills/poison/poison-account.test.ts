import { describe, expect, test } from '@jest/globals';
import type { LoggedRecord } from '../stream/readers.js';
import { poisonAccountOf, type ClassicSeen, type ShareSeen } from './poison-account.js';
import { poisonIdsOf } from './poison-ids.js';

/** Ids 0 to 11 in three partitions in turn, so that id 3 lies at offset 1 of partition 0. */
const log: readonly LoggedRecord[] = Array.from({ length: 12 }, (_, id) => ({
  ...{ id, partition: id % 3, offset: Math.floor(id / 3) },
}));
const setting = { poison: new Set([3, 9]), deliveryLimit: 3, interrupted: false };
const at = (id: number) => log[id]!;
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const classic: ClassicSeen = {
  deaths: [at(3), at(3), at(3)],
  handled: new Set([0, 1, 2, 4, 5]),
  committed: new Map([
    [0, 1],
    [1, 2],
    [2, 2],
  ]),
  ends: [3, 3, 3],
};

const healthy = ids(0, 12).filter((id) => !setting.poison.has(id));
const deadLetter = (id: number) => ({ ...at(id), deliveries: 3 });
const share: ShareSeen = {
  accepted: new Map(healthy.map((id) => [id, 1])),
  confirmed: healthy.length,
  releases: [3, 9].flatMap((id) => [1, 2, 3].map((deliveryCount) => ({ id, deliveryCount }))),
  acceptedPast: new Set([6]),
  deadLetters: [deadLetter(3), deadLetter(9)],
  startOffsets: new Map([0, 1, 2].map((partition) => [partition, 4])),
  problem: null,
};

const account = (changed: Partial<ShareSeen> = {}, of = {}) =>
  poisonAccountOf(log, { ...setting, ...of }, { classic, share: { ...share, ...changed } });

test('three ids of partition 0, a second apart, at any rate', () => {
  expect([...poisonIdsOf({ rate: 200, partitions: 3 })]).toEqual([201, 402, 603]);
  expect([...poisonIdsOf({ rate: 1, partitions: 3 })]).toEqual([3, 6, 9]);
});

test('the classic group stands at the first poison record, and what is behind it stays unread', () => {
  expect(account().classic).toEqual({
    ...{ restarts: 2, standsAt: at(3), failures: 3, committed: 1 },
    // When it was given up there were ids 0 to 8; id 6 is behind id 3 in partition 0.
    ...{ blocked: 1, handled: 5, unread: 4 },
  });
});

test('every id is accepted or dead-lettered', () => {
  expect(account()).toMatchObject({ poison: [3, 9], faults: [] });
  expect(account().share).toEqual({
    ...{ deliveryLimit: 3, accepted: 10, confirmed: 10, acceptedTwice: 0, acceptedPast: 1, deadLettered: 2 },
    deliveries: [3, 9].map((id) => ({ id, times: 3, isDeadLettered: true })),
    ...{ lost: [], undelivered: [], inTwoPlaces: [] },
  });
});

describe('what must not be is found', () => {
  test('an id that is nowhere, and the group is done with it', () => {
    const { share: found, faults } = account({ deadLetters: [deadLetter(9)] });
    expect(found).toMatchObject({ lost: [3], undelivered: [], deadLettered: 1 });
    expect(faults).toEqual([
      '1 record is neither accepted nor in the dead letter queue, and the share group is done with them: id 3.',
    ]);
  });

  test('an id that is nowhere, and the group has still to deliver it', () => {
    const accepted = new Map(healthy.filter((id) => id < 10).map((id) => [id, 1]));
    const startOffsets = new Map([0, 1, 2].map((partition) => [partition, 3]));
    const { share: found, faults } = account({ accepted, startOffsets });
    expect(found).toMatchObject({ lost: [], undelivered: [10, 11] });
    expect(faults).toEqual([expect.stringMatching(/2 records .* has not delivered .*: ids 10, 11\.$/)]);
    // After ^C nobody has waited for it.
    expect(account({ accepted, startOffsets }, { interrupted: true }).faults).toEqual([]);
  });

  test('how far the group is, is unknown: nothing counts as lost, and nothing as well', () => {
    const { share: found, faults } = account({ deadLetters: [deadLetter(9)], startOffsets: null });
    expect(found).toMatchObject({ lost: [], undelivered: [3] });
    expect(faults.join()).toContain('how far the share group is, is unknown');
  });

  test('an id in two places', () => {
    const both = account({ accepted: new Map([...share.accepted, [3, 1]]) });
    expect(both.share).toMatchObject({ inTwoPlaces: [3] });
    expect(both.faults).toEqual(['1 record is in two places: id 3.']);
    const twice = account({ deadLetters: [deadLetter(3), deadLetter(9), deadLetter(9)] });
    expect(twice.faults).toEqual(['1 record is in two places: id 9.']);
  });

  test('a record in the dead letter queue that could be handled', () => {
    const accepted = new Map([...share.accepted].filter(([id]) => id !== 6));
    const { faults } = account({ accepted, deadLetters: [...share.deadLetters, deadLetter(6)] });
    expect(faults).toEqual(['1 record is in the dead letter queue that could be handled: id 6.']);
  });

  test.each([{ offset: 2 }, { partition: null }])('headers that name another place: %j', (header) => {
    const { faults } = account({ deadLetters: [{ ...deadLetter(3), ...header }, deadLetter(9)] });
    expect(faults).toEqual([expect.stringContaining('with headers that name another place: id 3.')]);
  });

  test('a reading that broke off', () => {
    expect(account({ problem: 'no broker answers' }).faults.join()).toContain('no broker answers');
  });

  test.each([
    [{ deaths: [] }, 'met no poison record'],
    [{ deaths: [at(3), at(3), at(9)] }, 'went on from one poison record to another: its last one is id 9'],
    [{ committed: new Map([[0, 2]]) }, 'goes on at offset 2 of partition 0, not at 1'],
    [{ committed: new Map<number, number>() }, 'goes on at offset unknown'],
  ])('a classic group that gets past it: %j', (changed, words) => {
    const { faults } = poisonAccountOf(log, setting, { classic: { ...classic, ...changed }, share });
    expect(faults).toEqual([expect.stringContaining(words)]);
  });
});

test('accepted twice is counted, and is no fault: a share group delivers at least once', () => {
  const { share: found, faults } = account({ accepted: new Map([...share.accepted, [0, 2]]) });
  expect(found).toMatchObject({ accepted: 10, acceptedTwice: 1 });
  expect(faults).toEqual([]);
});

test('interrupted before anything was read', () => {
  const seen = { classic: null, share: null };
  expect(poisonAccountOf(log, { ...setting, interrupted: true }, seen)).toEqual({
    ...{ poison: [3, 9], faults: [] },
    ...seen,
  });
});
