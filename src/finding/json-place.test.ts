import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonPlace, inDoubt } from './json-place.js';
import { anyText } from '../testing/text/arbitrary-text.js';

type Steps = readonly (string | number)[];

/** As `--filter` says what a path is: own members of objects by name, elements of arrays by number. */
function byParsing(bytes: Buffer, steps: Steps): { found: unknown } | undefined {
  let found: unknown;
  try {
    found = JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    if ((typeof step === 'number') !== Array.isArray(found)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return { found };
}

function byPlace(bytes: Buffer, steps: Steps): { found: unknown } | undefined {
  const place = new JsonPlace(steps);
  const within = Buffer.concat([Buffer.from('"{'), bytes, Buffer.from('}"')]);
  const isFound = place.find(within, 2, 2 + bytes.length);
  expect(isFound).not.toBe(inDoubt);
  return isFound === true
    ? { found: JSON.parse(within.toString('utf8', place.start, place.end)) as unknown }
    : undefined;
}

test.each<[string, Steps, unknown]>([
  ['{"a":1,"b":{"a":2}}', ['a'], 1],
  ['{"a":1,"a":2}', ['a'], 2],
  ['{"a":{"b":1},"a":{"c":2}}', ['a', 'b'], undefined],
  ['{"a":1,"\\u0061":2}', ['a'], 2],
  ['{"\\u0061b":2}', ['a'], undefined],
  ['{"a\\u0062":2}', ['ab'], 2],
  ['{"a\\\\":2}', ['a\\'], 2],
  [' \t\r\n{ "a" : [ 1 , { "b" : null } ] } ', ['a', 1, 'b'], null],
  ['{"":1}', [''], 1],
  ['{"__proto__":1,"length":2}', ['__proto__'], 1],
  ['{"a":{}}', ['a', 'toString'], undefined],
  ['[1,2]', ['length'], undefined],
  ['{"0":1}', [0], undefined],
  ['[[],[[7]]]', [1, 0, 0], 7],
  ['"text"', ['a'], undefined],
  ['{"a":"\ufffd\ud83d\ude00"}', ['a'], '\ufffd\ud83d\ude00'],
])('%s at %j', (json, steps, expected) => {
  expect(byPlace(Buffer.from(json), steps)?.found).toEqual(expected);
  expect(byPlace(Buffer.from(json), steps)).toEqual(byParsing(Buffer.from(json), steps));
});

describe('what is not JSON leads nowhere', () => {
  test.each([
    '',
    ' ',
    '{',
    '{"a":1',
    '{"a":1}}',
    '{"a":1} x',
    '{"a":1,}',
    '{,"a":1}',
    '{"a" 1}',
    '{a:1}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":-}',
    '{"a":tru}',
    '{"a":truex}',
    '{"a":1,"b":[1,]}',
    '{"a":1,"b":[}',
    '{"a":1,"b":{]}',
    '{"a":1,"b":"\t"}',
    '{"a":1,"b":"\\x"}',
    '{"a":1,"b":"\\u12g4"}',
    '{"a":1,"b":"\\u12',
    '{"a":1,"b":"',
    '\ufeff{"a":1}',
    '{"a":1}\u00a0',
    '{"a":1,"b":NaN}',
    "{'a':1}",
    '{"a":1 "b":2}',
    '{"a":1,"b"}',
    '{"a":1,"b":"\\',
  ])('%j', (json) => {
    expect(byParsing(Buffer.from(json), ['a'])).toBeUndefined();
    expect(byPlace(Buffer.from(json), ['a'])).toBeUndefined();
  });
});

test('bytes that are not UTF-8 are characters inside a text, and nothing outside', () => {
  for (const json of ['{"a":"\xff","b\xc3":1}', '{"a":1}\xff', '{\xff"a":1}', '{"a\xff":2,"a":1}']) {
    const bytes = Buffer.from(json, 'latin1');
    expect(byPlace(bytes, ['a'])).toEqual(byParsing(bytes, ['a']));
  }
});

test('texts nested too deeply, and names that bytes cannot tell, are left to others', () => {
  const deep = Buffer.from(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`);
  expect(new JsonPlace(['a']).find(deep, 0, deep.length)).toBe(inDoubt);
  expect(JsonPlace.canFind(['a', 0])).toBe(true);
  expect(JsonPlace.canFind(['\ufffd'])).toBe(false);
  expect(JsonPlace.canFind(['\ud800'])).toBe(false);
});

const name = fc.constantFrom('a', 'b', '', 'é', '"', '\\', '__proto__', '0');
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      '0',
      '-0',
      '1e999',
      '9007199254740993',
      '-1.5E-3',
      'true',
      'null',
      '"\\ud800"',
      '"\\n\\/\\u00e9"',
    ),
    anyText(8).map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => `[${values.join(' ,')}]`),
    fc
      .array(fc.tuple(name, fc.boolean(), tie('value')), { maxLength: 4 })
      .map((members) =>
        members.map(
          ([text, isEscaped, value]) => `${isEscaped ? escapedName(text) : JSON.stringify(text)}: ${value}`,
        ),
      )
      .map((members) => `{${members.join(',\n')}}`),
  ),
})).value;
const steps = fc.array(fc.oneof(name, fc.nat({ max: 3 })), { minLength: 1, maxLength: 3 });

function escapedName(text: string): string {
  return `"${Array.from(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}

test('finds what parsing finds', () => {
  fc.assert(
    fc.property(json, steps, (text, path) => {
      expect(byPlace(Buffer.from(text), path)).toEqual(byParsing(Buffer.from(text), path));
    }),
    { numRuns: 1000 },
  );
});

test('finds what parsing finds, also where the text is damaged', () => {
  fc.assert(
    fc.property(
      json,
      steps,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.boolean(),
      (text, path, place, byte, isCut) => {
        const whole = Buffer.from(text);
        const at = place % (whole.length + 1);
        const bytes = isCut
          ? whole.subarray(0, at)
          : Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at + 1)]);
        expect(byPlace(bytes, path)).toEqual(byParsing(bytes, path));
      },
    ),
    { numRuns: 2000 },
  );
});
