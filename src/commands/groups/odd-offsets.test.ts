/** Offsets that no log has: clients may commit any number of 64 bits. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupList } from '../../kafka/groups/list-groups.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import type { Int64 } from '../../text/int64.js';
import { groupCluster } from '../../testing/brokers/group-cluster.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { groupsClone } from './clone.js';
import { groupsDescribe } from './describe.js';
import { groupsList } from './list.js';
import { groupsReset } from './reset.js';
import { groupsUndo } from './undo.js';

let home: TemporaryHome;
let nowMs = Date.UTC(2026, 0, 15);
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const clusterWith = (offset: Int64) =>
  groupCluster({
    topics: { orders: 1, other: 1 },
    groups: {
      huge: { committed: { 'orders/0': { offset, metadata: 'mine' } } },
      usual: { committed: { 'orders/0': { offset: 40 } } },
    },
  });
type Cluster = ReturnType<typeof clusterWith>;
const run = async (command: unknown, { session }: Cluster, line: string): Promise<unknown> => {
  const context = {
    kafka: () => Promise.resolve(session),
    now: () => new Date((nowMs += 1000)),
    folders: home.folders,
  } as unknown as Context;
  return (command as CommandSpec).run(context, (await optionsOf(line)) as never);
};

test.each([2n ** 53n + 1n, 4611686018427387904n, 2n ** 63n - 1n])(
  'an offset of %s hides no other group, is shown exactly, and can be put right and taken back',
  async (offset) => {
    const cluster = clusterWith(offset);
    const list = (await run(groupsList, cluster, 'groups list')) as GroupList;
    expect(list.groups.map(({ group, lag }) => [group, lag])).toEqual([
      ['huge', null],
      ['usual', 60],
    ]);
    const described = (await run(groupsDescribe, cluster, 'groups describe huge')) as GroupDescription[];
    const shown = await outputsOf(groupsDescribe, described);
    expect(described[0]!.partitions[0]).toMatchObject({ currentOffset: offset, reason: 'beyond the end' });
    expect(shown.plain).toContain(`orders\t0\t${offset}\t100\t`);
    expect(JSON.parse(shown.json)).toMatchObject([{ partitions: [{ currentOffset: String(offset) }] }]);

    const committed = () => cluster.groups.get('huge')!.committed['orders/0'];
    await run(groupsReset, cluster, 'groups reset huge --all-topics --to end --execute');
    expect(committed()!.offset).toBe(100);
    await run(groupsUndo, cluster, 'groups undo huge --execute');
    expect(committed()).toEqual({ offset, metadata: 'mine' });
    const cloned = (await run(groupsClone, cluster, 'groups clone huge copy')) as OffsetChanges;
    expect(cloned.partitions[0]!.newOffset).toBe(100);
    expect(cloned.notes).toContain(`orders[0]: there is no offset ${offset} yet; it ends at 100.`);
    const back = await run(groupsReset, cluster, 'groups reset huge --topic orders --shift-by -1');
    expect((back as OffsetChanges[])[0]!.partitions[0]!.newOffset).toBe(100);
  },
);

test('a reset beside a damaged undo file is done, and says which file is damaged; an older one is taken back', async () => {
  const cluster = clusterWith(7);
  const reset = async (to: number) => {
    const line = `groups reset huge --topic orders --to ${to} --execute`;
    return ((await run(groupsReset, cluster, line)) as OffsetChanges[])[0]!;
  };
  await reset(10);
  const files = readdirSync(home.folders.data, { recursive: true, encoding: 'utf8' });
  const damaged = join(
    home.folders.data,
    files.find((name) => name.endsWith('.json'))!.replace(/[^/]+$/, '2027.json'),
  );
  writeFileSync(damaged, '{');
  const note = `The offsets kept in ${damaged} cannot be read: that reset cannot be taken back. The file is damaged and can be deleted.`;
  const done = await reset(20);
  expect([done.executed, done.undoable, done.notes]).toEqual([true, 2, [note]]);
  const undone = (await run(groupsUndo, cluster, 'groups undo huge --execute')) as OffsetChanges;
  expect([undone.executed, undone.notes.at(-1)]).toEqual([true, note]);
  expect(cluster.groups.get('huge')!.committed['orders/0']!.offset).toBe(10);
});
