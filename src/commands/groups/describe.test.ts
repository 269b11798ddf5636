import { describe, expect, test } from '@jest/globals';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupPartition } from '../../kafka/groups/group-lag.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { groupsDescribe } from './describe.js';

test('argv → options', async () => {
  expect(await optionsOf('groups describe a b')).toEqual({ group: ['a', 'b'] });
});

const member = (memberId: string, partitions: readonly number[]) => ({
  memberId,
  instanceId: null,
  clientId: 'app',
  host: '10.0.0.7',
  subscribed: ['orders'],
  assignment: partitions.length === 0 ? [] : [{ topic: 'orders', partitions }],
});

const partition = (number: number, rest: Partial<GroupPartition> = {}): GroupPartition => ({
  topic: 'orders',
  partition: number,
  currentOffset: 90,
  low: 0,
  logEndOffset: 100,
  lag: 10,
  reason: null,
  upperBound: null,
  consumerId: 'app-1',
  host: '10.0.0.7',
  clientId: 'app',
  ...rest,
});

const nobody = { consumerId: null, host: null, clientId: null };

const billing: GroupDescription = {
  group: 'billing',
  state: 'Stable',
  type: 'classic',
  protocolType: 'consumer',
  assignor: 'range',
  coordinator: { id: 2, address: 'localhost:9093' },
  members: [member('app-1', [0, 1]), member('app-2', [])],
  partitions: [
    partition(0),
    partition(1, { currentOffset: null, lag: null, reason: 'nothing committed' }),
    partition(2, { ...nobody, logEndOffset: null, lag: null, reason: 'no leader' }),
  ],
  uncommitted: [],
  lag: 10,
  problem: null,
};

describe('result → output', () => {
  test('partitions first, members below; plain lines have both in one', async () => {
    const outputs = await outputsOf(groupsDescribe, [billing]);
    expect(outputs.table).toBe(
      lines(
        'billing · Stable · classic · range · coordinator 2 · 2 members · lag 10',
        'TOPIC   PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG                HOST',
        'orders          0              90             100  10                 10.0.0.7',
        'orders          1               -             100  nothing committed  10.0.0.7',
        'orders          2              90               -  no leader          -',
        '-               -               -               -  no partition       10.0.0.7',
        '',
        'Members',
        '  app-1',
        '    app at 10.0.0.7: orders 0,1',
        '  app-2',
        '    app at 10.0.0.7: no partition, subscribed to orders',
      ),
    );
    expect(outputs.plain).toBe(
      lines(
        'orders\t0\t90\t100\t10\tapp-1\t10.0.0.7\tapp',
        'orders\t1\t\t100\tnothing committed\tapp-1\t10.0.0.7\tapp',
        'orders\t2\t90\t\tno leader\t\t\t',
        '\t\t\t\tno partition\tapp-2\t10.0.0.7\tapp',
      ),
    );
    expect(outputs.notes.split('\n')).toEqual([
      'billing: 1 of 2 members has no partition.',
      expect.stringMatching(/^billing: without a committed offset, a member begins as/),
    ]);
    expect(JSON.parse(outputs.json)).toEqual([billing]);
    expect(outputs.yaml).toMatch(/^- group: billing\n {2}state: Stable\n/);
    expect(groupsDescribe.failed?.([billing])).toBe(false);
  });

  test('several groups; no members; what LAG does not say', async () => {
    const empty: GroupDescription = {
      ...billing,
      group: 'audit',
      state: 'Empty',
      assignor: null,
      members: [],
      partitions: [
        partition(0, { ...nobody, currentOffset: 3, low: 5, lag: 97, upperBound: 'transactional' }),
        partition(1, { ...nobody, currentOffset: 300, lag: null, reason: 'beyond the end' }),
      ],
      lag: 97,
    };
    const outputs = await outputsOf(groupsDescribe, [empty, billing]);
    expect(outputs.table).toContain('audit · Empty · classic · coordinator 2 · 0 members · lag 97\n');
    expect(outputs.plain.split('\n')[0]).toBe('audit\torders\t0\t3\t100\t97\t\t\t');
    expect(outputs.notes.split('\n').slice(0, 4)).toEqual([
      'audit: no members; no consumer is reading in this group now.',
      expect.stringMatching(/^audit: LAG counts offsets\. Transactions were ended there/),
      'audit: orders[0] begins at 5 now; offsets 3 to 4 were deleted before the group read them.',
      'audit: orders[1] ends at 100, before the committed offset: the topic was created again or has lost records.',
    ]);
    expect(outputs.jsonl.split('\n')).toHaveLength(3);
  });

  test('members that are unknown are not called none', async () => {
    const shared = {
      ...billing,
      type: 'share',
      members: null,
      partitions: [],
      lag: null,
      problem: 'no look',
    };
    const outputs = await outputsOf(groupsDescribe, [shared]);
    expect(outputs.table).toBe('billing · Stable · share · range · coordinator 2 · members unknown\n');
    expect(outputs.notes).toContain('billing: no look.');
    expect(groupsDescribe.failed?.([shared])).toBe(true);
  });

  test('the newer protocol: epochs, what is on its way, patterns, and members that still speak the classic one', async () => {
    const newer = (
      epoch: number,
      numbers: readonly number[],
      protocol: 'classic' | 'consumer' = 'consumer',
    ) => ({
      ...{ epoch, protocol, pattern: null },
      target: numbers.length === 0 ? [] : [{ topic: 'orders', partitions: numbers }],
    });
    const group: GroupDescription = {
      ...billing,
      type: 'consumer',
      epochs: { group: 5, assignment: 4 },
      members: [
        { ...member('a', [0, 1]), newProtocol: newer(4, [0]) },
        { ...member('b', []), newProtocol: newer(5, [1], 'classic') },
        { ...member('c', []), subscribed: null, newProtocol: { ...newer(5, []), pattern: 'ord.*' } },
      ],
    };
    const outputs = await outputsOf(groupsDescribe, [group]);
    expect(outputs.table).toContain('consumer · range · epoch 5, assigned for 4 · coordinator 2');
    expect(outputs.table).toContain('    app at 10.0.0.7: orders 0,1, target orders 0\n');
    expect(outputs.table).toContain(
      '    app at 10.0.0.7, classic protocol: no partition, target orders 1, subscribed to orders\n',
    );
    expect(outputs.table).toContain('    app at 10.0.0.7: no partition, subscribed to /ord.*/\n');
    expect(JSON.parse(outputs.json)).toEqual([group]);
  });

  test('workers of Kafka Connect are not said to have nothing', async () => {
    const worker = { ...member('connect-1', []), subscribed: null, assignment: null };
    const group = { ...billing, protocolType: 'connect', partitions: [], members: [worker], lag: null };
    const { notes } = await outputsOf(groupsDescribe, [group]);
    expect(notes).toBe(
      'billing: its members are workers of Kafka Connect, not consumers: they commit no offsets here, and what each was given is in their own format.',
    );
  });
});
