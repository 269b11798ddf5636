import { describe, expect, test } from '@jest/globals';
import { madeBroker, madePartition, madeSnapshot, madeTopic } from '../../testing/program/made-snapshot.js';
import { clusterEvents } from './events.js';
import type { Snapshot } from '../take/snapshot.js';

const two = [madeBroker(1), madeBroker(2)];
const orders = (...partitions: Parameters<typeof madePartition>[1][]) => [
  madeTopic(
    'orders',
    partitions.map((more, index) => madePartition(index, more)),
  ),
];
const names = (count: number) => Array.from({ length: count }, (_, index) => madeTopic(`t${index}`));

describe('what happened between two rounds', () => {
  test.each<[string, Partial<Snapshot>, Partial<Snapshot>, string[]]>([
    ['nothing', { topics: orders({}) }, { topics: orders({ high: 5 }) }, []],
    [
      'a broker stops answering',
      { brokers: two },
      { brokers: [madeBroker(1), madeBroker(2, { state: 'silent', problem: 'ECONNREFUSED' })] },
      ['broker 2 does not answer'],
    ],
    [
      'it leaves',
      { brokers: [madeBroker(1), madeBroker(2, { state: 'silent' })] },
      { brokers: [madeBroker(1), madeBroker(2, { state: 'gone' })] },
      ['broker 2 left the cluster'],
    ],
    [
      'it is gone without a replica',
      { brokers: two },
      { brokers: [madeBroker(1)] },
      ['broker 2 left the cluster'],
    ],
    [
      'it is back',
      { brokers: [madeBroker(1), madeBroker(2, { state: 'gone' })] },
      { brokers: two },
      ['broker 2 is back'],
    ],
    ['a new one', { brokers: [madeBroker(1)] }, { brokers: two }, ['broker 2 joined the cluster']],
    ['the controller', {}, { controllerId: 3 }, ['controller moved: broker 1 → broker 3']],
    ['no controller', {}, { controllerId: null }, ['controller moved: broker 1 → none']],
    ['a topic is created', {}, { topics: orders({}, {}) }, ['topic orders created, 2 partitions']],
    ['a topic is deleted', { topics: orders({}) }, {}, ['topic orders deleted']],
    ['many topics are created', {}, { topics: names(5) }, ['5 topics created']],
    [
      'a topic gets partitions',
      { topics: orders({}) },
      { topics: orders({}, {}) },
      ['topic orders has more partitions: 1 → 2'],
    ],
    [
      'a leader moves and the ISR shrinks',
      { topics: orders({ leader: 2 }, { leader: 2 }, {}) },
      { topics: orders({ leader: 3, isr: [1, 3] }, { leader: 3, isr: [1, 3] }, {}) },
      ['orders/0,1 leader moved: 2 → 3', 'orders/0,1 ISR shrank: −2'],
    ],
    [
      'a leader is lost and found',
      { topics: orders({ leader: 2 }, { leader: null }) },
      { topics: orders({ leader: null }, { leader: 1 }) },
      ['orders/0 has no leader now (was 2)', 'orders/1 leader moved: none → 1'],
    ],
    [
      'the ISR grows',
      { topics: orders({ isr: [1] }) },
      { topics: orders({ isr: [1, 2, 3] }) },
      ['orders/0 ISR grew: +2 +3'],
    ],
    [
      'a broker that leads many partitions dies: one line',
      { topics: names(9) },
      { topics: names(9).map((topic) => ({ ...topic, partitions: [madePartition(0, { leader: 2 })] })) },
      ['9 partitions of 9 topics: leader moved: 1 → 2'],
    ],
  ])('%s', (_what, before, after, expected) => {
    const events = clusterEvents(madeSnapshot(0, before), madeSnapshot(2000, after));
    expect(events.map(({ text }) => text)).toEqual(expected);
    expect(events.every(({ at }) => at === 2000)).toBe(true);
  });
});
