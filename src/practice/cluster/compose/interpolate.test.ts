import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from '../../../text/errors.js';
import { interpolate } from './interpolate.js';

const env = { HOST: 'example', EMPTY: '' };

describe('variables in a compose file', () => {
  test.each([
    ['plain', 'plain'],
    ['$HOST:1', 'example:1'],
    ['${HOST}', 'example'],
    ['${NONE:-127.0.0.1}:9092', '127.0.0.1:9092'],
    ['${EMPTY:-x}', 'x'],
    ['${EMPTY-x}', ''],
    ['${NONE-x}', 'x'],
    ['${HOST:+set}', 'set'],
    ['${NONE:+set}', ''],
    ['${NONE:-${HOST}}', 'example'],
    ['${NONE}', ''],
    ['$$HOST $$', '$HOST $'],
    ['${NONE:-${EMPTY:-${NADA:-77777}}}', '77777'],
    ['${NONE:-${EMPTY:-${NADA:-${HOST}}}}:${HOST}', 'example:example'],
    ['${HOST:+${NONE:-${HOST}-x}}', 'example-x'],
    ['${NONE:-{"a": {"b": 1}}}', '{"a": {"b": 1}}'],
    ['${NONE:-$$x}', '$x'],
    ['$ ${ ${1} $1', '$ ${ ${1} $1'],
  ])('%s → %s', (text, filledIn) => {
    expect(interpolate(text, env, 'file.yml')).toBe(filledIn);
  });

  test('one that must be set and is not', () => {
    const attempt = () => interpolate('${NONE:?say where}', env, 'file.yml');
    expect(attempt).toThrow(LabError);
    expect(attempt).toThrow('file.yml needs the variable NONE: say where.');
  });

  test('doubled dollars bring any text back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(interpolate(text.replaceAll('$', '$$$$'), env, '')).toBe(text);
      }),
    );
  });
});
