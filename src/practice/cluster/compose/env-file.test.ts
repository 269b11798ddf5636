import { expect, test } from '@jest/globals';
import { parseEnvFile } from './env-file.js';

test.each<[string, string | undefined]>([
  ['A=1', '1'],
  ['A: 1', '1'],
  ['export A=1', '1'],
  ['A = 1  ', '1'],
  ['A=', ''],
  ['A=a#b', 'a#b'],
  ['A=a #b', 'a'],
  ['A=#b', ''],
  ['A="a #b"', 'a #b'],
  ["A='a ${HOST} $$'", 'a ${HOST} $$'],
  ['A="a\\nb"', 'a\nb'],
  ['A="one\ntwo"', 'one\ntwo'],
  ['A=${HOST}:1', 'example:1'],
  ['B=x\nA=${B}-${C:-${B}}', 'x-x'],
  ['HOST=mine\nA=$HOST', 'example'],
  ['A=pa$$word', 'pa$word'],
  ['HOST\nA=1', '1'],
  ['\uFEFFA=1\r\n', '1'],
  ['# A=1', undefined],
])('%j', (text, value) => {
  expect(parseEnvFile(text, { HOST: 'example' }, '.env')['A']).toBe(value);
});

test('a name alone takes the variable of the environment', () => {
  expect(parseEnvFile('HOST\nNONE\n', { HOST: 'example' }, '.env')).toEqual({ HOST: 'example' });
});
