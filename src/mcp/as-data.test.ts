import { describe, expect, test } from '@jest/globals';
import { asData, capped } from './as-data.js';

describe('results as data', () => {
  test('controls and what is not seen are shown, in names too; other text stays as it is', () => {
    expect(asData({ 'a\u001b': 'x\u202ey\u{e0041}\n\tz é 日本', deep: [{ b: '\u0007' }] })).toEqual({
      'a\\x1b': 'x\\u202ey\\u{e0041}\n\tz é 日本',
      deep: [{ b: '\\x07' }],
    });
  });

  test('numbers beyond 2^53 are exact, dates and absent members as in JSON', () => {
    expect(asData({ big: 2n ** 60n, small: 5n, at: new Date(0), none: undefined })).toEqual({
      big: '1152921504606846976',
      small: 5,
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(asData(undefined)).toBeNull();
  });
});

describe('caps', () => {
  const rows = (count: number, value = 'v') => ({ rows: Array.from({ length: count }, () => ({ value })) });

  test('what fits is left as it is', () => {
    expect(capped(rows(3), { maxRows: 3, maxBytes: 1000 })).toEqual({ value: rows(3), cuts: [] });
  });

  test('lists end at so many entries, and it is said where', () => {
    expect(capped(rows(5), { maxRows: 2, maxBytes: 1000 })).toEqual({
      value: rows(2),
      cuts: [{ at: 'rows', what: 'entries', shown: 2, of: 5 }],
    });
  });

  test('long texts are cut before entries are left out', () => {
    const { value, cuts } = capped(rows(3, 'x'.repeat(50_000)), { maxRows: 100, maxBytes: 20_000 });
    expect(value).toEqual(rows(3, `${'x'.repeat(4000)}…`));
    expect(cuts).toEqual([{ at: 'rows[].value', what: 'characters', shown: 4000, of: 50_000 }]);
  });

  test('no half of a character is left at a cut', () => {
    const { value } = capped(
      { text: `${'x'.repeat(599)}🎈${'x'.repeat(5000)}` },
      { maxRows: 1, maxBytes: 1000 },
    );
    expect(value).toEqual({ text: `${'x'.repeat(599)}…` });
  });

  test.each([1, 10, 1000])('a result of %d entries of any size fits', (count) => {
    const many = rows(count, 'é'.repeat(100_000 / count));
    const { value, cuts } = capped({ ...many, more: rows(count) }, { maxRows: 500, maxBytes: 2000 });
    expect(Buffer.byteLength(JSON.stringify(value))).toBeLessThanOrEqual(2000);
    expect(cuts).not.toEqual([]);
  });

  test('names of members are capped, too: a result may be a table by name', () => {
    const table = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`name-${index}`, index]));
    const { value, cuts } = capped({ table }, { maxRows: 100, maxBytes: 100_000 });
    expect(Object.keys((value as { table: object }).table)).toHaveLength(100);
    expect(cuts).toEqual([{ at: 'table', what: 'entries', shown: 100, of: 500 }]);
  });

  test('what cannot be cut is left out and said', () => {
    const deep = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`name-${index}`, Array.from({ length: 40 }, () => 'text')]),
    );
    expect(capped(deep, { maxRows: 5, maxBytes: 100 })).toEqual({
      value: null,
      cuts: [{ at: '', what: 'characters', shown: 0, of: JSON.stringify(deep).length }],
    });
  });
});
