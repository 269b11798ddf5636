import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { asLabError, refusal } from './errors.js';

/** As kafkajs throws: a name, and what else it knows. */
function kafkajsError(name: string, rest: object = {}, message = 'words of kafkajs'): Error {
  return Object.assign(new Error(message), { name, ...rest });
}

describe('refusal', () => {
  test.each([
    [3, undefined, 'not-found', /^Topic t: .+ \(UNKNOWN_TOPIC_OR_PARTITION\)$/, undefined],
    [36, null, 'exists', /\(TOPIC_ALREADY_EXISTS\)$/, undefined],
    [7, '', 'timeout', /\(REQUEST_TIMED_OUT\)$/, undefined],
    [
      40,
      'Unknown topic config name: x',
      'refused',
      /^Topic t: Unknown topic config name: x \(INVALID_CONFIG\)$/,
      undefined,
    ],
    [38, ' own words ', 'refused', /^Topic t: own words \(INVALID_REPLICATION_FACTOR\)$/, /brokers list/],
    [29, undefined, 'refused', /TOPIC_AUTHORIZATION_FAILED/, /ACLs/],
    [9999, undefined, 'refused', /9999/, undefined],
  ])('%d %j', (errorCode, detail, code, message, hint) => {
    const error = refusal('Topic t', errorCode, detail);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    if (hint) expect(error.hint).toMatch(hint);
    else expect(error.hint).toBeUndefined();
  });
});

describe('asLabError', () => {
  test.each<[string, unknown, object]>([
    [
      'retries exceeded, for a reason below',
      kafkajsError('KafkaJSNumberOfRetriesExceeded', {
        cause: kafkajsError('KafkaJSProtocolError', { type: 'GROUP_AUTHORIZATION_FAILED' }),
      }),
      { code: 'refused', message: expect.stringContaining('GROUP_AUTHORIZATION_FAILED') },
    ],
    [
      'a code that kafkajs calls by an older name',
      kafkajsError('KafkaJSProtocolError', { type: 'GROUP_LOAD_IN_PROGRESS', code: 14 }),
      { code: 'refused', message: expect.stringContaining('COORDINATOR_LOAD_IN_PROGRESS') },
    ],
    [
      'a time-out',
      kafkajsError('KafkaJSRequestTimeoutError', { broker: 'h:1' }),
      { code: 'timeout', message: expect.stringContaining('at h:1') },
    ],
    ['a broken connection', kafkajsError('KafkaJSConnectionClosedError'), { code: 'unreachable' }],
    ['a broker that is gone', kafkajsError('KafkaJSBrokerNotFound'), { code: 'unreachable' }],
    [
      'a wrong password',
      kafkajsError('KafkaJSSASLAuthenticationError'),
      { code: 'refused', hint: expect.stringContaining('password') },
    ],
    [
      'an error of ours below',
      new Error('x', { cause: new LabError('not-found', 'y') }),
      { code: 'not-found', message: 'y' },
    ],
    [
      'anything else',
      new TypeError('x is not a function'),
      { code: 'failed', message: 'x is not a function' },
    ],
    ['no error at all', 'words', { code: 'failed', message: 'words' }],
    [
      'a type nobody knows',
      kafkajsError('KafkaJSProtocolError', { type: 'NEW_ERROR' }),
      { code: 'failed', message: 'words of kafkajs' },
    ],
  ])('%s', (_what, error, expected) => {
    const lab = asLabError(error);
    expect(lab).toBeInstanceOf(LabError);
    expect(lab).toMatchObject(expected);
  });

  test('ours stay as they are, others are kept as the cause', () => {
    const own = new LabError('usage', 'x');
    expect(asLabError(own)).toBe(own);
    const other = kafkajsError('KafkaJSRequestTimeoutError');
    expect(asLabError(other).cause).toBe(other);
  });
});
