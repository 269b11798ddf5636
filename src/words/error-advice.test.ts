import { describe, expect, test } from '@jest/globals';
import { commands } from '../commands/index.js';
import { explainedError } from './error-advice.js';
import { refusal } from '../kafka/connection/errors.js';
import { refusalAdvice } from './refusal-advice.js';
import { errorCodeNamed, errorCodes, type ErrorName } from '../wire/protocol/error-codes.js';

const known = errorCodes.filter(({ code }) => code !== 0).map(({ name }) => explainedError(name)!);
const paths = commands.map(({ path }) => path);

describe('what is said of each error', () => {
  test.each(known.map((each) => [each.name, each] as const))('%s', (_, { meaning, cause, advice }) => {
    for (const text of [cause, advice]) {
      expect(text).toMatch(/^\S.+[.]$/);
      expect(text.length).toBeLessThan(170);
    }
    expect(new Set([meaning, cause, advice]).size).toBe(3);
    // It names commands that there are.
    for (const [, command = ''] of advice.matchAll(/kafka-lab ([a-z-]+(?: [a-z-]+)?)/g)) {
      expect([command, command.split(' ')[0]].some((each) => paths.includes(each!))).toBe(true);
    }
  });

  test('nothing is said twice of different causes', () => {
    const causes = known.map(({ cause }) => cause);
    expect(causes.filter((cause, index) => causes.indexOf(cause) !== index)).toEqual([]);
  });
});

test.each(Object.entries(refusalAdvice))('a refusal and explain advise the same: %s', (name, advice) => {
  expect(explainedError(name)?.advice).toBe(advice);
  expect(refusal('Topic t', errorCodeNamed(name as ErrorName)).hint).toBe(advice);
});

test.each([
  ['-1', 'UNKNOWN_SERVER_ERROR'],
  ['not enough replicas', 'NOT_ENOUGH_REPLICAS'],
  ['NotEnoughReplicasException', 'NOT_ENOUGH_REPLICAS'],
  ['org.apache.kafka.common.errors.TimeoutException', 'REQUEST_TIMED_OUT'],
  ['Timeout', 'REQUEST_TIMED_OUT'],
  ['0', 'NONE'],
  ['partition', undefined],
  ['137', undefined],
  ['', undefined],
])('%s → %s', (word, name) => expect(explainedError(word)?.name).toBe(name));
