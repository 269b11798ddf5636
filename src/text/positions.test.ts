import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from './errors.js';
import { describePosition, parsePosition, parsePositions, parseTimePosition } from './positions.js';

const now = new Date('2026-01-15T12:00:00Z');

describe('parsePosition', () => {
  test.each([
    ['start', { kind: 'start' }],
    ['beginning', { kind: 'start' }],
    ['earliest', { kind: 'start' }],
    ['end', { kind: 'end' }],
    ['latest', { kind: 'end' }],
    [' end ', { kind: 'end' }],
    ['0', { kind: 'offset', offset: 0 }],
    ['42', { kind: 'offset', offset: 42 }],
    ['9007199254740991', { kind: 'offset', offset: Number.MAX_SAFE_INTEGER }],
    ['-10', { kind: 'last', count: 10 }],
    ['latest-tiered', { kind: 'place', place: 'latest-tiered' }],
    ['@-1h', { kind: 'time', timestampMs: Date.parse('2026-01-15T11:00:00Z') }],
    ['@-1.5s', { kind: 'time', timestampMs: Date.parse('2026-01-15T11:59:58.5Z') }],
    ['@2026-01-15T10:00Z', { kind: 'time', timestampMs: Date.parse('2026-01-15T10:00:00Z') }],
    ['@2026-01-15T10:00:30.250+02:00', { kind: 'time', timestampMs: Date.parse('2026-01-15T08:00:30.250Z') }],
    ['@1768471200000', { kind: 'time', timestampMs: 1_768_471_200_000 }],
    ['@1768471200', { kind: 'time', timestampMs: 1_768_471_200_000 }],
  ])('%j', (text, expected) => {
    expect(parsePosition(text, now)).toEqual(expected);
  });

  test.each([
    ['@2026-01-15', new Date(2026, 0, 15)],
    ['@today', new Date(2026, 0, now.getDate())],
    ['today', new Date(2026, 0, now.getDate())],
    ['@yesterday', new Date(2026, 0, now.getDate() - 1)],
    ['yesterday', new Date(2026, 0, now.getDate() - 1)],
    ['@now', now],
    ['@2026-01-15T10:00', new Date(2026, 0, 15, 10)],
    ['@2026-01-15 10:00:05', new Date(2026, 0, 15, 10, 0, 5)],
  ])('%j is local time', (text, expected) => {
    expect(parsePosition(text, now)).toEqual({ kind: 'time', timestampMs: expected.getTime() });
  });

  test.each([
    '',
    'begin',
    '1.5',
    '--1',
    '+1',
    '9007199254740992',
    '@',
    '@tomorrow',
    'constructor',
    '@latest-tiered',
    'now',
    '@2026-04-31T10:00Z',
    '@2026-00-10',
    '@1768471200000000000',
    '9223372036854775807',
    '@9223372036854775807',
    '@12',
    '@2026-1-5',
    '@2026-02-31',
    '@2026-01-15T25:00',
    '@8640000000000001',
    '@-1h30',
    '@-99999999999d',
    '@2026-01-15T10:00 or so',
  ])('refuses %j as wrong usage', (text) => {
    expect(() => parsePosition(text, now)).toThrow(LabError);
    expect(() => parsePosition(text, now)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  test('whatever is typed, it is understood and can be described, or refused as wrong usage', () => {
    const nearlyRight = fc.stringMatching(/^@?[-+]?[0-9a-zTZ:. -]{0,24}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearlyRight), (text) => {
        try {
          expect(describePosition(parsePosition(text, now))).not.toBe('');
        } catch (error) {
          expect(error).toMatchObject({ name: 'LabError', code: 'usage' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['start', 'the beginning'],
  ['end', 'the end'],
  ['7', 'offset 7'],
  ['-3', 'the last 3 of each partition'],
  ['@2026-01-15T10:00Z', '2026-01-15T10:00:00.000Z'],
  ['earliest-local', "the first offset on its leader's own disk"],
])('describePosition %s', (text, expected) => {
  expect(describePosition(parsePosition(text, now))).toBe(expected);
});

test.each(['0:9007199254740993', '0:1,99999999999999999999:2'])(
  '%s would be rounded, and is refused',
  (text) => {
    expect(() => parsePositions(text, now)).toThrow(`"${text}" is not a position.`);
  },
);

test('a time alone, with its @ or without', () => {
  const then = Date.UTC(2026, 0, 15, 10);
  for (const text of ['@2026-01-15T10:00Z', '2026-01-15T10:00Z', String(then), `@${then}`]) {
    expect([text, parseTimePosition(text, new Date(then))]).toEqual([text, then]);
  }
  expect(parseTimePosition('@-1h', new Date(then))).toBe(then - 3_600_000);
  for (const text of ['end', '42', '', '@', 'tomorrow']) {
    expect(() => parseTimePosition(text, new Date(then))).toThrow(`"${text}" is not a time.`);
  }
});
