import { expect, test } from '@jest/globals';
import { isChange, parseConfigChanges, type TypedChanges } from './config-changes.js';

const typed = (words: string, rest: Partial<TypedChanges> = {}): TypedChanges => ({
  config: words === '' ? [] : words.split(' '),
  set: [],
  unset: [],
  ...rest,
});

test.each([
  [typed(''), [], {}, []],
  [typed('a b a'), ['a', 'b'], {}, []],
  [typed('set a=1 b=x=y'), [], { a: '1', b: 'x=y' }, []],
  [typed('unset a b a'), [], {}, ['a', 'b']],
  [typed('set a=1 unset b set c='), [], { a: '1', c: '' }, ['b']],
  [typed('', { set: ['a=1'], unset: ['b'] }), [], { a: '1' }, ['b']],
  [typed('set a=1', { set: ['b=2'] }), [], { a: '1', b: '2' }, []],
])('%j', (words, show, set, unset) => {
  const changes = parseConfigChanges(words);
  expect({ ...changes, set: Object.fromEntries(changes.set) }).toEqual({ show, set, unset });
  expect(isChange(changes)).toBe(show.length === 0 && (unset.length > 0 || Object.keys(set).length > 0));
});

test.each([
  [typed('set'), '"set" needs NAME=VALUE after it.'],
  [typed('set a=1 unset'), '"unset" needs a NAME after it.'],
  [typed('set a'), 'set a: not NAME=VALUE.'],
  [typed('set a=1 a=2'), 'set a is given twice.'],
  [typed('a=1'), '"a=1" is not the name of a config.'],
  [typed('unset a=1'), '"a=1" is not the name of a config.'],
  [typed('a set b=1'), '"a" stands before "set" or "unset".'],
  [typed('set a=1 unset a'), 'a is both set and unset.'],
])('%j is refused', (words, message) => {
  expect(() => parseConfigChanges(words)).toThrow(expect.objectContaining({ code: 'usage', message }));
});
