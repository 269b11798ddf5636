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

test('what members say of themselves begins no line of its own', async () => {
  const forged = 'orders\n  admin\u001b[31m';
  const members = [
    { ...member('app-1', []), assignment: [{ topic: forged, partitions: [0] }] },
    { ...member('app-2', []), subscribed: [forged] },
  ];
  const { table } = await outputsOf(groupsDescribe, [{ ...billing, members }]);
  expect(table).toContain(
    lines(
      'Members',
      '  app-1',
      '    app at 10.0.0.7: orders\\n  admin\\x1b[31m 0',
      '  app-2',
      '    app at 10.0.0.7: no partition, subscribed to orders\\n  admin\\x1b[31m',
    ),
  );
});

test('a share group has start offsets, and commits none', async () => {
  const uncommitted = [{ topic: 'orders', partition: 3 }];
  const share = { ...billing, type: 'share', members: [], partitions: [], uncommitted };
  expect((await outputsOf(groupsDescribe, [share])).notes).toContain(
    'billing: 1 partition of orders with records has no start offset yet: not in the lag.',
  );
});

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

  test('a share group: what is done ahead of the start offset, and how many may read', async () => {
    const reader = { ...member('s-1', [0, 1]), rack: 'r1', share: { epoch: 2 } };
    const group: GroupDescription = {
      ...billing,
      ...{ type: 'share', protocolType: 'share', assignor: 'simple', epochs: { group: 2, assignment: 2 } },
      members: [reader, { ...reader, memberId: 's-2', rack: null }],
      partitions: [
        partition(0, {
          ...{ ...nobody, currentOffset: 90, lag: 4 },
          share: { leaderEpoch: 3, doneAhead: 6, readers: ['s-1', 's-2'] },
        }),
        partition(1, {
          ...{ ...nobody, currentOffset: null, lag: null, reason: 'nothing committed' },
          share: { leaderEpoch: null, doneAhead: null, readers: ['s-1', 's-2'] },
        }),
      ],
      lag: 4,
    };
    const outputs = await outputsOf(groupsDescribe, [group]);
    expect(outputs.plain).toBe(
      lines('orders\t0\t90\t100\t4\t6\t2\t3', 'orders\t1\t\t100\tnothing committed\t\t2\t'),
    );
    expect(outputs.table).toContain('  s-1\n    app at 10.0.0.7, rack r1: orders 0,1\n');
    expect(outputs.notes).toBe(
      'billing: where it has not read yet, it begins as its share.auto.offset.reset says, at the end unless it is set: kafka-lab groups config billing share.auto.offset.reset',
    );
  });

  test('a streams group: topology, tasks that are on their way, and a topology that is not ready', async () => {
    const tasks = (active: readonly number[], standby: readonly number[] = []) => ({
      active: active.length === 0 ? [] : [{ subtopology: '0', partitions: active }],
      standby: standby.length === 0 ? [] : [{ subtopology: '0', partitions: standby }],
      warmup: [],
    });
    const streams = {
      ...{ epoch: 4, topologyEpoch: 1, processId: 'p-1', isClassic: false, clientTags: { zone: 'a' } },
      ...{ endpoint: { host: 'app', port: 80 }, tasks: tasks([0, 1]), target: tasks([0], [1]) },
    };
    const group: GroupDescription = {
      ...billing,
      ...{ type: 'streams', protocolType: 'streams', assignor: 'sticky' },
      members: [{ ...member('t-1', [0, 1]), rack: null, streams }],
      topology: {
        epoch: 1,
        subtopologies: [
          {
            ...{ id: '0', sources: ['orders'], repartitionSources: ['b-r-repartition'] },
            ...{ repartitionSinks: ['b-s-repartition'], changelogs: ['b-c-changelog'] },
          },
        ],
      },
    };
    const { table } = await outputsOf(groupsDescribe, [group]);
    expect(table).toContain(
      lines(
        'Topology, epoch 1',
        '  0: reads orders, b-r-repartition (repartition); repartitions to b-s-repartition; changelogs b-c-changelog',
        '',
        'Members',
        '  t-1',
        '    app at 10.0.0.7, process p-1, topology epoch 1, endpoint app:80, tags zone=a: active 0_0 0_1, target active 0_0; standby 0_1',
      ).trimEnd(),
    );
    const unready = await outputsOf(groupsDescribe, [
      { ...group, state: 'NotReady', topology: { epoch: 1, subtopologies: null } },
    ]);
    expect(unready.table).toContain('Topology, epoch 1: not ready\n');
    expect(unready.notes).toContain('billing: its topology is not ready: source topics are missing');
  });
});
