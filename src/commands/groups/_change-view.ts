/** How a change of offsets looks, planned or done. */
import type { Cell, View } from '../../view/view.js';
import { membersInWords, whenCrashed } from '../../kafka/groups/group-snapshots.js';
import type { OffsetChange, OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { upperBoundNotes } from '../shared/records-cell.js';
import { commandLine } from '../../text/command-line.js';

export function viewOfChanges(result: OffsetChanges, command: 'reset' | 'undo'): View {
  return {
    header: ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'NEW-OFFSET', 'CHANGE'],
    rows: result.partitions.map((each) => [
      each.topic,
      each.partition,
      each.currentOffset,
      each.newOffset,
      changeCell(each),
    ]),
    notes: [...result.notes, ...boundNotes(result.partitions), ...outcomeNotes(result, command)],
  };
}

/** One group as ever; several in one table, with what is to be said of each. */
export function viewOfResets(results: readonly OffsetChanges[]): View {
  const [only, second] = results;
  if (only && !second) return viewOfChanges(only, 'reset');
  const views = results.map((result) => ({ group: result.group, ...viewOfChanges(result, 'reset') }));
  return {
    header: ['GROUP', ...(views[0]?.header ?? [])],
    rows: views.flatMap(({ group, rows }) => rows.map((row) => [group, ...row])),
    notes: [
      ...results.flatMap(({ group, notes }) => notes.map((note) => `${group}: ${note}`)),
      ...boundNotes(results.flatMap(({ partitions }) => partitions)),
      ...outcomeOfSeveral(results),
    ],
  };
}

/** A line each in JSON lines, each with its group. */
export function itemsOfResets(results: readonly OffsetChanges[]): readonly unknown[] {
  return results.flatMap(({ group, partitions }) => partitions.map((each) => ({ group, ...each })));
}

function changeCell(each: OffsetChange): Cell {
  if (each.problem !== null) return { text: each.problem, tone: 'bad' };
  if (each.change === null) return null;
  const { kind, offsets } = each.change;
  const count = isBounded(each) ? `≤ ${offsets}` : String(offsets);
  switch (kind) {
    case 'replays':
      return { text: `replays ${count}`, tone: 'warn' };
    case 'skips':
      return { text: `skips ${count}`, tone: 'warn' };
    case 'begins':
      return offsets === 0 ? 'begins at the end' : `begins, ${count} to read`;
    case 'forgets':
      return 'nothing committed';
    case 'returns':
      return 'back to what is there';
    case 'unchanged':
      return { text: 'unchanged', tone: 'muted' };
  }
}

function boundNotes(partitions: readonly OffsetChange[]): readonly string[] {
  return upperBoundNotes(
    partitions.filter(isBounded).map(({ upperBound }) => ({ records: null, problem: null, upperBound })),
  );
}

function isBounded({ change, upperBound }: OffsetChange): boolean {
  return upperBound !== null && change !== null && change.offsets > 0;
}

function outcomeNotes(result: OffsetChanges, command: 'reset' | 'undo'): readonly string[] {
  const { group, executed, partitions, blockedBy, undoable } = result;
  const moved = movedOf(partitions);
  const counted = `${moved} ${moved === 1 ? 'partition' : 'partitions'}`;
  if (executed) {
    if (moved === 0) return ['Nothing to change: the group is there already.'];
    const done = `Done: ${counted} changed and read back.`;
    if (command === 'undo') return [done];
    return undoable > 0 ? [done, `To take it back: ${commandLine`groups undo ${group} --execute`}`] : [done];
  }
  if (blockedBy.length > 0) {
    return [
      `A plan only, and --execute is refused for now: the group has ${activeMembers(result)}. Stop ${blockedBy.length === 1 ? 'it' : 'them'} first. ${whenCrashed}`,
    ];
  }
  if (moved === 0) return ['Nothing to change: the group is there already.'];
  return [`A plan: nothing was changed. To do it (${counted}), add --execute.`];
}

function outcomeOfSeveral(results: readonly OffsetChanges[]): readonly string[] {
  const free = results.filter(({ blockedBy }) => blockedBy.length === 0);
  const blocked = results
    .filter(({ blockedBy }) => blockedBy.length > 0)
    .map(
      (result) => `${result.group} has ${activeMembers(result)}, and keeps its offsets until they are gone.`,
    );
  const moving = free.filter(({ partitions }) => movedOf(partitions) > 0);
  const moved = moving.reduce((sum, { partitions }) => sum + movedOf(partitions), 0);
  const counted = `${moved} ${moved === 1 ? 'partition' : 'partitions'} of ${moving.length} ${moving.length === 1 ? 'group' : 'groups'}`;
  if (moved === 0) return [...blocked, 'Nothing to change.'];
  return [
    ...blocked,
    free.some(({ executed }) => executed)
      ? `Done: ${counted} changed and read back. To take it back, one by one: kafka-lab groups undo GROUP --execute`
      : `A plan: nothing was changed. To do it (${counted}), add --execute.`,
  ];
}

function movedOf(partitions: readonly OffsetChange[]): number {
  return partitions.filter(
    ({ change, problem }) => problem === null && change !== null && change.kind !== 'unchanged',
  ).length;
}

function activeMembers({ blockedBy }: OffsetChanges): string {
  return `${blockedBy.length} active ${blockedBy.length === 1 ? 'member' : 'members'} (${membersInWords(blockedBy)})`;
}
