import { expect, test } from '@jest/globals';
import { parseConfigs } from './topic-configs.js';

test.each([
  [[], {}],
  [['retention.ms=1000'], { 'retention.ms': '1000' }],
  [[' a = b ', 'c='], { a: 'b', c: '' }],
  [
    ['follower.replication.throttled.replicas=0:1,0:2'],
    { 'follower.replication.throttled.replicas': '0:1,0:2' },
  ],
  [['x=1=2'], { x: '1=2' }],
])('%j', (pairs, expected) => {
  expect(Object.fromEntries(parseConfigs(pairs))).toEqual(expected);
});

test.each([
  [['retention.ms'], '--config retention.ms: not NAME=VALUE.'],
  [['=1'], '--config =1: not NAME=VALUE.'],
  [[' =1'], '--config  =1: not NAME=VALUE.'],
  [['a=1', 'a=2'], '--config a is given twice.'],
])('%j is refused', (pairs, message) => {
  expect(() => parseConfigs(pairs)).toThrow(expect.objectContaining({ code: 'usage', message }));
});

test.each([
  ['retention.ms=1h', 'retention.ms=3600000'],
  ['retention.ms=7d', 'retention.ms=604800000'],
  ['segment.bytes=1GiB', 'segment.bytes=1073741824'],
  ['max.message.bytes=2m', 'max.message.bytes=2097152'],
])('%s has a unit, which Kafka does not take', (pair, meant) => {
  expect(() => parseConfigs([pair])).toThrow(
    expect.objectContaining({ code: 'usage', hint: `It looks like: --config ${meant}` }),
  );
});

test.each([['retention.ms=-1'], ['retention.ms=3600000'], ['cleanup.policy=1h'], ['retention.ms=soon']])(
  '%s is left to the broker',
  (pair) => {
    expect(parseConfigs([pair]).size).toBe(1);
  },
);
