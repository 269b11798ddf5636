import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../../text/errors.js';
import { parseAssignment, parseReassignmentFile, parseReplicaLists } from './replica-lists.js';

function complaint(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof LabError && error.code === 'usage') return error.message;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('the lists of a new topic', () => {
  test.each([
    ['1', [[1]]],
    [
      '1:2,2:3,3:1',
      [
        [1, 2],
        [2, 3],
        [3, 1],
      ],
    ],
  ])('%s', (text, lists) => {
    expect(parseAssignment(text)).toEqual(lists);
  });

  test.each([
    ['1:2,2', 'partition 0 has 2, partition 1 has 1'],
    ['1:1', 'Broker 1 is listed twice for partition 0'],
    ['1:2,', '"", for partition 1, is not a list of brokers'],
    ['1;2', '"1;2", for partition 0, is not a list of brokers'],
    ['-1', '"-1", for partition 0, is not a list of brokers'],
  ])('%s is refused', (text, message) => {
    expect(complaint(() => parseAssignment(text))).toContain(message);
  });
});

describe('lists for partitions that there are', () => {
  test('by the number of the partition', () => {
    expect(parseReplicaLists('orders', ['3=1:2', '0=2'])).toEqual([
      { topic: 'orders', partition: 3, replicas: [1, 2] },
      { topic: 'orders', partition: 0, replicas: [2] },
    ]);
  });

  test.each([
    [['1:2'], 'not PARTITION=ID:ID'],
    [['0=1,2'], '"1,2", for partition 0, is not a list'],
    [['0=1', '0=2'], 'orders 0 is given two lists'],
  ])('%j is refused', (words, message) => {
    expect(complaint(() => parseReplicaLists('orders', words))).toContain(message);
  });
});

describe("the file of Kafka's script", () => {
  const file = (...partitions: unknown[]) => JSON.stringify({ version: 1, partitions });
  const one = { topic: 'orders', partition: 0, replicas: [1, 2] };

  test('with the disks left to the brokers', () => {
    expect(parseReassignmentFile(file({ ...one, log_dirs: ['any', 'any'] }), 'f')).toEqual([one]);
  });

  test.each([
    ['{', 'f is not JSON'],
    [file(), 'f names no partitions'],
    [file({ ...one, replicas: [] }), 'f: partitions.0.replicas'],
    [file({ ...one, partition: '0' }), 'f: partitions.0.partition'],
    [JSON.stringify({ version: 2, partitions: [one] }), 'f: version'],
    [file({ ...one, replicas: [2, 2] }), 'Broker 2 is listed twice for orders 0'],
    [file(one, one), 'orders 0 is given two lists'],
    [file({ ...one, log_dirs: ['/data', 'any'] }), 'orders 0 names a disk'],
  ])('%s is refused', (text, message) => {
    expect(complaint(() => parseReassignmentFile(text, 'f'))).toContain(message);
  });
});
