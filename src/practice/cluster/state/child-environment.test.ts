import { expect, test } from '@jest/globals';
import { childEnvironment } from './child-environment.js';

test('a child gets what it needs to run, and no secret', () => {
  const needed = {
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    JAVA_HOME: '/java',
    KAFKA_LAB_HOME: '/lab',
    Path: 'C:',
  };
  const rest = {
    KAFKA_PASSWORD: 'x',
    KAFKA_LAB_SASL_PASSWORD: 'x',
    KAFKA_LAB_SASL_TOKEN_COMMAND: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    GITHUB_TOKEN: 'x',
    UNSET: undefined,
  };
  expect(childEnvironment({ ...needed, ...rest })).toEqual(needed);
});
