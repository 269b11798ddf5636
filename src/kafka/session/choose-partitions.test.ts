import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { parsePositions, type Positions } from '../../text/positions.js';
import { checkPartition, choosePartitions } from './choose-partitions.js';

const topics = [
  topicState(
    'orders',
    [0, 1, 2].map((partition) => partitionState(partition, [1])),
  ),
  topicState(
    'clicks',
    [0, 1].map((partition) => partitionState(partition, [2])),
  ),
];
const positions = (text: string) => parsePositions(text, new Date(0));
const chosen = (numbers: readonly number[], ...where: Positions[]) =>
  choosePartitions(topics, numbers, where).map(
    ({ topic, partition, leader }) => `${topic}/${partition}@${leader}`,
  );

test('all of them, those with a number, those that positions name', () => {
  expect(chosen([])).toEqual(['orders/0@1', 'orders/1@1', 'orders/2@1', 'clicks/0@2', 'clicks/1@2']);
  expect(chosen([1], positions('end'))).toEqual(['orders/1@1', 'clicks/1@2']);
  expect(chosen([], positions('0:5,1:7'), positions('1:9'))).toEqual(['orders/1@1', 'clicks/1@2']);
  const ofOrders = { kind: 'each', offsets: new Map([['orders', new Map([[2, 5]])]]), source: 'f' } as const;
  expect(chosen([], ofOrders)).toEqual(['orders/2@1']);
});

test('one that does not exist is refused, however it is named', () => {
  const message = 'Topic "clicks" has no partition 2: it has 2, 0 to 1.';
  expect(() => chosen([2])).toThrow(message);
  expect(() => chosen([], positions('2:0'))).toThrow(message);
  const ofClicks = { kind: 'each', offsets: new Map([['clicks', new Map([[2, 5]])]]), source: 'f' } as const;
  expect(() => chosen([], ofClicks)).toThrow(message);
});

test('checkPartition', () => {
  expect(() => checkPartition('t', 2, 3)).not.toThrow();
  expect(() => checkPartition('t', 3, 3)).toThrow('Topic "t" has no partition 3: it has 3, 0 to 2.');
});
