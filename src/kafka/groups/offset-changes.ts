/** A change of a group's committed offsets, planned or done: what `groups reset` and `groups undo` both show. */
import { LabError } from '../../text/errors.js';
import type { Int64 } from '../../text/int64.js';
import type { GroupMember } from './kinds/group-members.js';
import { membersInWords, whenCrashed, type GroupSnapshot } from './group-snapshots.js';
import type { PartitionRange } from '../session/list-offsets.js';
import type { Change } from './reset-target.js';
import type { TopicPartition } from '../session/partition-key.js';
import { commandLine } from '../../text/command-line.js';

export interface OffsetChange extends TopicPartition {
  /** Committed before; null for nothing. */
  readonly currentOffset: Int64 | null;
  /** Null: nothing will be committed there, or there is a `problem`. */
  readonly newOffset: Int64 | null;
  readonly change: Change | null;
  /** Why fewer records than offsets may be replayed or skipped. */
  readonly upperBound: PartitionRange['upperBound'];
  readonly problem: string | null;
}

export interface OffsetChanges {
  readonly group: string;
  /** False: a plan. */
  readonly executed: boolean;
  readonly partitions: readonly OffsetChange[];
  /** Members that prevent this now. */
  readonly blockedBy: readonly (Pick<GroupMember, 'memberId' | 'host' | 'clientId'> &
    Partial<Pick<GroupMember, 'instanceId'>>)[];
  readonly notes: readonly string[];
  /** Resets that `groups undo` can undo, including this one. */
  readonly undoable: number;
}

/** The broker refuses offsets from outside while a group has members, and those would overwrite them anyway. */
export function activeGroup(group: string, members: OffsetChanges['blockedBy'], cause?: unknown): LabError {
  const who =
    members.length === 0
      ? 'members'
      : `${members.length} active ${members.length === 1 ? 'member' : 'members'}: ${membersInWords(members)}`;
  return new LabError(
    'refused',
    `Group "${group}" has ${who}. Its offsets can be changed only while it has no members.`,
    {
      hint: `Stop ${members.length === 1 ? 'it' : 'them'} first, then try again. ${whenCrashed} See its members: ${commandLine`groups describe ${group}`}`,
      cause,
    },
  );
}

/** Throws LabError 'refused' if the broker would refuse, or would not but should. */
export function checkInactive(snapshot: GroupSnapshot | undefined): void {
  if (snapshot === undefined) return;
  if (snapshot.members !== null && snapshot.members.length > 0) {
    throw activeGroup(snapshot.group, snapshot.members);
  }
  checkHasOffsets(snapshot);
  if (snapshot.members === null && snapshot.state !== 'Empty' && snapshot.state !== 'Dead') {
    throw activeGroup(snapshot.group, []);
  }
}

/** Groups of other kinds than consumers have none, and a broker that is too old does not tell those of share groups. */
export function checkHasOffsets(snapshot: GroupSnapshot | undefined): void {
  if (snapshot?.type === 'share' && snapshot.problem !== null) {
    throw new LabError('refused', `Group "${snapshot.group}" is a share group, and ${snapshot.problem}.`);
  }
  if (snapshot?.type !== 'classic' || ['', 'consumer'].includes(snapshot.protocolType)) return;
  if (snapshot.committed.length > 0) return;
  const whose =
    snapshot.protocolType === 'connect' ? 'Kafka Connect' : `the protocol "${snapshot.protocolType}"`;
  throw new LabError(
    'refused',
    `Group "${snapshot.group}" is a group of ${whose}, not of consumers: it has no committed offsets to set.`,
    {
      hint:
        snapshot.protocolType === 'connect'
          ? 'A sink connector reads as a group of its own, connect-NAME: kafka-lab groups list'
          : 'See what it is: kafka-lab groups describe GROUP',
    },
  );
}
