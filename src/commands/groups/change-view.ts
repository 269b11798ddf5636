/** How a change of offsets looks, planned or done. */
import type { Cell, View } from '../../command.js';
import type { OffsetChange, OffsetChanges } from '../../kafka/offset-changes.js';
import { upperBoundNotes } from '../offsets/list.js';

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
    notes: [
      ...result.notes,
      ...upperBoundNotes(
        result.partitions
          .filter(isBounded)
          .map(({ upperBound }) => ({ records: null, problem: null, upperBound })),
      ),
      ...outcomeNotes(result, command),
    ],
  };
}

export function changeCell(each: OffsetChange): Cell {
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

function isBounded({ change, upperBound }: OffsetChange): boolean {
  return upperBound !== null && change !== null && change.offsets > 0;
}

function outcomeNotes(result: OffsetChanges, command: 'reset' | 'undo'): readonly string[] {
  const { group, executed, partitions, blockedBy, undoable } = result;
  const moved = partitions.filter(
    ({ change, problem }) => problem === null && change !== null && change.kind !== 'unchanged',
  ).length;
  const counted = `${moved} ${moved === 1 ? 'partition' : 'partitions'}`;
  if (executed) {
    if (moved === 0) return ['Nothing to change: the group is there already.'];
    const done = `Done: ${counted} changed and read back.`;
    if (command === 'undo') return [done];
    return undoable > 0
      ? [done, `To take it back: kafka-lab groups undo ${quoted(group)} --execute`]
      : [done];
  }
  if (blockedBy.length > 0) {
    const who = blockedBy
      .slice(0, 2)
      .map(({ memberId, host }) => `${memberId} at ${host}`)
      .join(', ');
    const more = blockedBy.length > 2 ? ` and ${blockedBy.length - 2} more` : '';
    return [
      `A plan only, and --execute is refused for now: the group has ${blockedBy.length} active ${blockedBy.length === 1 ? 'member' : 'members'} (${who}${more}). Stop ${blockedBy.length === 1 ? 'it' : 'them'} first.`,
    ];
  }
  if (moved === 0) return ['Nothing to change: the group is there already.'];
  return [`A plan: nothing was changed. To do it (${counted}), add --execute.`];
}

/** As a shell wants it. */
function quoted(word: string): string {
  return /^[\w.@%+=:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
