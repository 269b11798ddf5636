import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { civilDay, daysOf, dayText, parseDay, parseInstant, parseTimeOfDay } from './civil-time.js';

test("days are those of Date, as far as that goes, and each day's text means the day", () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
      const date = new Date(days * 86_400_000);
      expect(civilDay(days)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(parseDay(dayText(days))).toBe(days);
    }),
  );
  fc.assert(fc.property(fc.integer({ min: -1e11, max: 1e11 }), (days) => daysOf(civilDay(days)) === days));
});

test('years of more than four digits have a sign', () => {
  expect([-719_529, 0, 2_932_896, 2_932_897].map(dayText)).toEqual([
    '-0001-12-31',
    '1970-01-01',
    '9999-12-31',
    '+10000-01-01',
  ]);
});

test.each(['2026-02-29', '2026-13-01', '2026-00-01', '2026-1-1', '26-01-01', ' 2026-01-01', ''])(
  '"%s" is no day',
  (text) => expect(parseDay(text)).toBeUndefined(),
);

test.each(['24:00', '10:60', '10:15:60', '10:15:30.', '10:15:30.1234567890', '1:15', ''])(
  '"%s" is no time of day',
  (text) => expect(parseTimeOfDay(text)).toBeUndefined(),
);

test('a time has its zone taken off', () => {
  const noon = { days: 0, seconds: 43_200, nanos: 0, hasZone: true };
  expect(parseInstant('1970-01-01T12:00Z')).toEqual(noon);
  expect(parseInstant('1970-01-01T13:30:00+01:30')).toEqual(noon);
  expect(parseInstant('1970-01-01T10:30:00-0130')).toEqual(noon);
  expect(parseInstant('1970-01-01 12:00:00.000')).toEqual({ ...noon, hasZone: false });
  expect(parseInstant('1970-01-01T12:00+19:00')).toBeUndefined();
  expect(parseInstant('1970-01-01')).toBeUndefined();
});
