import { expect, test } from '@jest/globals';
import { partitionState } from '../../testing/brokers/cluster-state.js';
import { isAffected } from './partition-health.js';

const none = { underReplicated: false, underMinIsr: false, atMinIsr: false, offline: false };
const whole = partitionState(0, [1, 2, 3]);
const oneAway = partitionState(0, [1, 2, 3], { isr: [1, 2] });
const twoAway = partitionState(0, [1, 2, 3], { isr: [1] });
const dead = partitionState(0, [1], { leader: null, isr: [1] });
const single = partitionState(0, [1]);

test.each([
  ['underReplicated', whole, false],
  ['underReplicated', oneAway, true],
  ['underReplicated', dead, false],
  ['offline', twoAway, false],
  ['offline', dead, true],
  ['underMinIsr', oneAway, false],
  ['underMinIsr', twoAway, true],
  ['underMinIsr', dead, true],
  // Brokers then need one replica only.
  ['underMinIsr', single, false],
  ['atMinIsr', whole, false],
  ['atMinIsr', oneAway, true],
  ['atMinIsr', twoAway, false],
  ['atMinIsr', single, true],
  ['atMinIsr', dead, false],
] as const)('%s of %j with min.insync.replicas=2 is %s', (filter, partition, expected) => {
  expect(isAffected(partition, { ...none, [filter]: true }, 2)).toBe(expected);
});

test('several filters widen the search', () => {
  expect(isAffected(dead, { ...none, underReplicated: true, offline: true }, undefined)).toBe(true);
  expect(isAffected(oneAway, { ...none, underReplicated: true, offline: true }, undefined)).toBe(true);
});

test('where min.insync.replicas may not be known, only what has no leader is certain', () => {
  const filter = { ...none, underMinIsr: true, atMinIsr: true };
  expect(isAffected(dead, filter, undefined)).toBe(true);
  expect(isAffected(twoAway, filter, undefined)).toBe(false);
});
