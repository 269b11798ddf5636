import { describe, expect, test } from '@jest/globals';
import type { OffsetChange, OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { groupsReset } from './reset.js';
import { groupsUndo } from './undo.js';

test('argv → options', async () => {
  expect(await optionsOf('groups reset g -t a --topic b --to -10 -p 0 --partition 1 --execute')).toEqual({
    group: ['g'],
    allGroups: false,
    topic: ['a', 'b'],
    allTopics: false,
    to: '-10',
    partition: ['0', '1'],
    execute: true,
  });
  expect(await optionsOf('groups reset g --all-topics --shift-by -5')).toEqual({
    group: ['g'],
    allGroups: false,
    topic: [],
    allTopics: true,
    shiftBy: -5,
    partition: [],
    execute: false,
  });
  expect(await optionsOf('groups reset --all-groups -t a --from-file f')).toMatchObject({
    group: [],
    allGroups: true,
    fromFile: 'f',
  });
  expect(await optionsOf('groups clone a b --execute')).toEqual({ from: 'a', to: 'b', execute: true });
  expect(await optionsOf('groups undo g')).toEqual({ group: 'g', execute: false });
});

test.each([
  ['groups reset --to start -t a', 'Which groups? Name them, or use --all-groups.'],
  ['groups reset g --all-groups --to start -t a', '--all-groups and groups by name exclude each other'],
  ['groups reset g --from-file f -t a', '--from-file says what goes where: leave out --topic'],
  ['groups reset g --from-file f --to end', '--from-file says what goes where: leave out --to'],
  ['groups reset g --from-file -', 'standard input names no offsets'],
  ['groups clone g g', 'A group is its own clone already'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

const row = (partition: number, rest: Partial<OffsetChange>): OffsetChange => ({
  topic: 'orders',
  partition,
  currentOffset: 100,
  newOffset: 0,
  change: { kind: 'unchanged', offsets: 0 },
  upperBound: null,
  problem: null,
  ...rest,
});

const plan: OffsetChanges = {
  group: 'billing',
  executed: false,
  partitions: [
    row(0, { change: { kind: 'replays', offsets: 100 } }),
    row(1, { newOffset: 140, change: { kind: 'skips', offsets: 40 }, upperBound: 'transactional' }),
    row(2, { currentOffset: null, change: { kind: 'begins', offsets: 7 } }),
    row(3, { newOffset: 100 }),
    row(4, { newOffset: null, change: null, problem: 'no leader' }),
  ],
  blockedBy: [],
  notes: ['orders[0]: a note.'],
  undoable: 0,
};

describe('result → output', () => {
  test('a plan', async () => {
    const outputs = await outputsOf(groupsReset, [plan]);
    expect(outputs).toMatchObject({
      table: lines(
        'TOPIC   PARTITION  CURRENT-OFFSET  NEW-OFFSET  CHANGE',
        'orders          0             100           0  replays 100',
        'orders          1             100         140  skips ≤ 40',
        'orders          2               -           0  begins, 7 to read',
        'orders          3             100         100  unchanged',
        'orders          4             100           -  no leader',
      ),
      notes: lines(
        'orders[0]: a note.',
        '≤: transactions were ended there, and each end takes an offset without being a record.',
        'A plan: nothing was changed. To do it (3 partitions), add --execute.',
      ).trimEnd(),
    });
    expect(outputs.plain.split('\n')[2]).toBe('orders\t2\t\t0\tbegins, 7 to read');
    expect(JSON.parse(outputs.json)).toEqual([plan]);
    expect(JSON.parse(outputs.jsonl.split('\n')[0]!)).toMatchObject({ group: 'billing', topic: 'orders' });
    expect(outputs.jsonl.split('\n')).toHaveLength(6);
    expect(outputs.yaml).toMatch(/^- group: billing\n {2}executed: false\n {2}partitions:\n/);
    expect(groupsReset.failed?.([plan])).toBe(true);
  });

  test('a plan that cannot be done now', async () => {
    const member = { memberId: 'app-1', host: '10.0.0.7', clientId: 'app' };
    const { notes } = await outputsOf(groupsReset, [{ ...plan, blockedBy: [member] }]);
    expect(notes.split('\n').at(-1)).toBe(
      'A plan only, and --execute is refused for now: the group has 1 active member (app-1 at 10.0.0.7 (client app)). Stop it first. A member that has crashed is removed by its session time-out, after 45 seconds by default.',
    );
  });

  test('several groups in one table', async () => {
    const small = { ...plan, partitions: [row(0, { change: { kind: 'replays', offsets: 100 } })], notes: [] };
    const member = { memberId: 'app-1', host: '10.0.0.7', clientId: 'app' };
    const busy = { ...small, group: 'busy', blockedBy: [member], notes: ['a note.'] };
    const planned = await outputsOf(groupsReset, [small, busy]);
    expect(planned.table).toBe(
      lines(
        'GROUP    TOPIC   PARTITION  CURRENT-OFFSET  NEW-OFFSET  CHANGE',
        'billing  orders          0             100           0  replays 100',
        'busy     orders          0             100           0  replays 100',
      ),
    );
    expect(planned.notes.split('\n')).toEqual([
      'busy: a note.',
      'busy has 1 active member (app-1 at 10.0.0.7 (client app)), and keeps its offsets until they are gone.',
      'A plan: nothing was changed. To do it (1 partition of 1 group), add --execute.',
    ]);
    const done = await outputsOf(groupsReset, [
      { ...small, executed: true },
      { ...small, group: 'b', executed: true },
    ]);
    expect(done.notes).toBe(
      'Done: 2 partitions of 2 groups changed and read back. To take it back, one by one: kafka-lab groups undo GROUP --execute',
    );
  });

  test('done', async () => {
    const done = { ...plan, group: 'my group', executed: true, undoable: 1, notes: [] };
    expect((await outputsOf(groupsReset, [done])).notes.split('\n').slice(1)).toEqual([
      'Done: 3 partitions changed and read back.',
      "To take it back: kafka-lab groups undo 'my group' --execute",
    ]);
    expect((await outputsOf(groupsUndo, done)).notes.split('\n').at(-1)).toBe(
      'Done: 3 partitions changed and read back.',
    );
  });

  test('nothing to do', async () => {
    const same = { ...plan, partitions: [row(3, { newOffset: 100 })], notes: [] };
    expect((await outputsOf(groupsReset, [same])).notes).toBe(
      'Nothing to change: the group is there already.',
    );
    expect(groupsReset.failed?.([same])).toBe(false);
  });
});
