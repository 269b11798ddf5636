import { describe, expect, test } from '@jest/globals';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { partitionState } from '../../testing/brokers/cluster-state.js';
import { topicsDescribe } from './describe.js';

test('argv → options', async () => {
  expect(await optionsOf('topics describe a b')).toEqual({
    topic: ['a', 'b'],
    underReplicated: false,
    underMinIsr: false,
    atMinIsr: false,
    offline: false,
    empty: false,
    skipEmpty: false,
  });
});

const state = { isUnderReplicated: false, eligibleLeaders: null };
const known = { ...state, low: 0, high: 120, records: 120, upperBound: null, problem: null };
const unknown = { ...known, low: null, high: null, records: null, problem: 'no leader' };
const orders: TopicDescription = {
  name: 'orders',
  replicationFactor: 3,
  isInternal: false,
  configs: { 'retention.ms': '3600000', 'cleanup.policy': 'compact' },
  partitionCount: 3,
  partitions: [
    { ...partitionState(0, [1, 2, 3]), ...known },
    {
      ...partitionState(1, [2, 3, 1], { isr: [2, 1], offlineReplicas: [3] }),
      ...known,
      upperBound: 'compacted',
      isUnderReplicated: true,
    },
    {
      ...partitionState(2, [3], { leader: null, isr: [], offlineReplicas: [3] }),
      ...unknown,
      isUnderReplicated: true,
    },
  ],
};
const small: TopicDescription = {
  ...orders,
  name: 'small',
  configs: {},
  partitionCount: 1,
  partitions: [orders.partitions[0]!],
};

describe('result → output', () => {
  test('one topic', async () => {
    const outputs = await outputsOf(topicsDescribe, [orders]);
    expect(outputs.table).toBe(
      lines(
        'orders · 3 partitions · replication 3 · retention.ms=3600000 · cleanup.policy=compact',
        'PARTITION  LEADER  REPLICAS  ISR    OFFLINE  LOW  HIGH  RECORDS',
        '        0  1       1,2,3     1,2,3  -          0   120  120',
        '        1  2       2,3,1     2,1    3          0   120  ≤ 120',
        '        2  none    3         none   3          -     -  no leader',
      ),
    );
    expect(outputs.plain).toBe(
      lines(
        '0\t1\t1,2,3\t1,2,3\t\t0\t120\t120',
        '1\t2\t2,3,1\t2,1\t3\t0\t120\t≤ 120',
        '2\tnone\t3\tnone\t3\t\t\tno leader',
      ),
    );
    expect(JSON.parse(outputs.json)).toEqual([orders]);
    expect(JSON.parse(outputs.jsonl)).toEqual(orders);
    expect(outputs.yaml).toMatch(/^- name: orders\n {2}replicationFactor: 3\n/);
    expect(outputs.notes).toBe(
      lines(
        '≤: the topic is compacted, so fewer records than high − low may be left.',
        'orders: partition 2 has no leader and can be neither read nor written until a broker with a replica in sync is back.',
      ).trimEnd(),
    );
  });

  test('several topics: each has its table, and plain lines say which is which', async () => {
    const outputs = await outputsOf(topicsDescribe, [orders, small]);
    expect(outputs.table).toContain('\n\nsmall · 1 partition · replication 3\nTOPIC  PARTITION');
    expect(outputs.plain.split('\n').map((line) => line.split('\t').slice(0, 3))).toEqual([
      ['orders', '0', '1'],
      ['orders', '1', '2'],
      ['orders', '2', 'none'],
      ['small', '0', '1'],
      [''],
    ]);
    expect(outputs.jsonl.split('\n')).toHaveLength(3);
  });

  test('replicas that may lead although they are not in the ISR', async () => {
    const eligibleLeaders = { eligible: [2, 4], lastKnown: [3] };
    const partition = { ...orders.partitions[2]!, eligibleLeaders };
    const outputs = await outputsOf(topicsDescribe, [{ ...orders, partitions: [partition] }]);
    expect(outputs.notes).toContain('orders[2]: may lead although not in the ISR (ELR): 2, 4\n');
    expect(outputs.notes).toContain('orders[2]: led last: 3\n');
    expect(JSON.parse(outputs.json)).toMatchObject([{ partitions: [{ eligibleLeaders }] }]);
  });

  test('what a health filter leaves is told from the whole', async () => {
    const outputs = await outputsOf(topicsDescribe, [{ ...small, partitionCount: 6 }]);
    expect(outputs.table).toMatch(/^small · 1 of 6 partitions · replication 3\n/);
    const none = await outputsOf(topicsDescribe, [{ ...small, partitions: [], partitionCount: 6 }]);
    expect(none.table).toBe('small · 0 of 6 partitions · replication 3\n');
  });
});
