import { describe, expect, test } from '@jest/globals';
import { errorCodeNamed, errorCodes, kafkaErrorCode } from './error-codes.js';

describe('error codes', () => {
  test('run from -1 to the newest without a gap', () => {
    expect(errorCodes.map(({ code }) => code)).toEqual(errorCodes.map((_, index) => index - 1));
  });

  test.each(errorCodes.map((each) => [each.name, each] as const))(
    '%s has a sentence',
    (name, { meaning, code }) => {
      expect(name).toMatch(/^[A-Z][A-Z_]+$/);
      expect(meaning).toMatch(/^[A-Z].+\.$/);
      expect(kafkaErrorCode(code).name).toBe(name);
    },
  );

  test('by number', () => {
    expect(kafkaErrorCode(6)).toMatchObject({ name: 'NOT_LEADER_OR_FOLLOWER', retriable: true });
    expect(kafkaErrorCode(36)).toMatchObject({ name: 'TOPIC_ALREADY_EXISTS', retriable: false });
    expect(kafkaErrorCode(9999)).toMatchObject({ code: 9999, name: 'ERROR_9999', retriable: false });
  });

  test('by name', () => {
    expect(errorCodeNamed('UNKNOWN_SERVER_ERROR')).toBe(-1);
    expect(errorCodeNamed('REBOOTSTRAP_REQUIRED')).toBe(129);
  });
});
