import { describe, expect, test } from '@jest/globals';
import type { GroupSummary } from '../../kafka/groups/list-groups.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { groupsList } from './list.js';

test('argv → options', async () => {
  expect(await optionsOf('groups list')).toEqual({ since: false });
  expect(await optionsOf('groups list --since')).toEqual({ since: true });
  expect(await optionsOf('groups list --state empty --filter ^b')).toEqual({
    state: 'empty',
    filter: '^b',
    since: false,
  });
});

const group = (name: string, rest: Partial<GroupSummary> = {}): GroupSummary => ({
  group: name,
  state: 'Stable',
  type: 'classic',
  protocolType: 'consumer',
  coordinator: 1,
  members: 2,
  topics: ['orders'],
  lag: 12,
  withoutLag: [],
  deletedUnread: 0,
  problem: null,
  ...rest,
});

describe('result → output', () => {
  test('numbers, reasons, and what is missing', async () => {
    const result = {
      groups: [
        group('audit', { state: 'Empty', members: 0, topics: ['a', 'b', 'c', 'd', 'e'] }),
        group('billing', { withoutLag: [{ reason: 'no leader', partitions: 2 }] }),
        group('fresh', { lag: null, withoutLag: [{ reason: 'nothing committed', partitions: 3 }] }),
        group('modern', { type: 'consumer', lag: 0 }),
        group('shared', { type: 'share', members: null, topics: [], lag: null, problem: 'no look inside' }),
      ],
      missing: [{ broker: 3, reason: 'it is down' }],
      leaderless: 1,
      undecided: [],
    };
    const outputs = await outputsOf(groupsList, result);
    expect(outputs).toMatchObject({
      table: lines(
        'GROUP    STATE   TYPE      PROTOCOL  MEMBERS  TOPICS        LAG',
        'audit    Empty   classic   consumer        0  a, b, 3 more  12',
        'billing  Stable  classic   consumer        2  orders        12',
        'fresh    Stable  classic   consumer        2  orders        nothing committed',
        'modern   Stable  consumer  consumer        2  orders        0',
        'shared   Stable  share     consumer        -  -             -',
      ),
      notes: lines(
        'billing: 2 partitions are not in LAG (no leader).',
        'shared: no look inside.',
        'The groups that broker 3 keeps are missing: it is down',
        '1 partition of __consumer_offsets without a leader: the groups kept there are missing until a broker is back.',
      ).trimEnd(),
    });
    expect(outputs.plain.split('\n')[1]).toBe('billing\tStable\tclassic\tconsumer\t2\torders\t12');
    expect(JSON.parse(outputs.json)).toEqual(result);
    expect(outputs.jsonl.split('\n')).toHaveLength(6);
    expect(outputs.yaml).toMatch(/^groups:\n {2}- group: audit\n/);
    expect(groupsList.failed?.(result)).toBe(true);
  });

  test('none', async () => {
    const result = { groups: [], missing: [], leaderless: 0, undecided: [] };
    const outputs = await outputsOf(groupsList, result);
    expect([outputs.table, outputs.jsonl]).toEqual(['', '']);
    expect(outputs.notes).toBe(
      'No groups. Make one by reading as one: kafka-lab consume TOPIC --group my-first-group',
    );
    expect(groupsList.failed?.(result)).toBe(false);
    expect(groupsList.view(result, { since: false, filter: '^x' }).notes).toEqual([
      'No such group. All there are: kafka-lab groups list',
    ]);
  });
});
