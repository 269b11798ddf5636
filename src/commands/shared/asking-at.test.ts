import { expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { errorAskingAt } from './asking-at.js';

const staging = [{ flag: '-c', value: 'staging' }];

test('commands of a hint ask the cluster that it is about, those about this machine ask none', () => {
  const error = new LabError('not-found', 'There is no topic "a".', {
    hint: 'Make it: kafka-lab topics create a; or see: kafka-lab connections list',
  });
  expect(errorAskingAt(error, staging, 'In staging: ')).toMatchObject({
    code: 'not-found',
    message: 'In staging: There is no topic "a".',
    hint: 'Make it: kafka-lab -c staging topics create a; or see: kafka-lab connections list',
  });
  expect(errorAskingAt(error, [])).toMatchObject({ message: error.message, hint: error.hint });
});
