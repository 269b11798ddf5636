import { expect, test } from '@jest/globals';
import { parseAddresses } from './addresses.js';
import { meet, placesOf } from './same-place.js';

const isSame = async (one: string, other: string) =>
  meet(await placesOf(parseAddresses(one)), await placesOf(parseAddresses(other)));

test.each([
  ['localhost:1', '127.0.0.1:1'],
  ['localhost:1', '[::1]:1'],
  ['LocalHost.:1', '127.8.9.1:1'],
  ['[::ffff:127.0.0.1]:1', 'localhost:1'],
  ['0.0.0.0:1', 'localhost:1'],
  ['Kafka.Example:1', 'kafka.example.:1'],
  ['[2001:db8:0:0::1]:1', '[2001:DB8::1]:1'],
  ['[::ffff:10.1.2.3]:1', '10.1.2.3:1'],
  ['a.invalid:1,b.invalid:2', 'c.invalid:3,b.invalid:2'],
])('%s is %s', async (one, other) => {
  expect(await isSame(one, other)).toBe(true);
});

test.each([
  ['localhost:1', 'localhost:2'],
  ['a.invalid:1', 'b.invalid:1'],
  ['10.1.2.3:1', '10.1.2.4:1'],
  ['[2001:db8::1]:1', '[2001:db8::2]:1'],
])('%s is not %s', async (one, other) => {
  expect(await isSame(one, other)).toBe(false);
});
