/** What happened to groups between two rounds: members, and rebalances with the assignment before → after. */
import { formatDuration } from '../../text/duration.js';
import type { MonitorEvent } from './events.js';
import type { GroupPicture, MemberPicture, Snapshot } from '../take/snapshot.js';

/** A rebalance in progress: the group before it, and when it was last seen so. */
interface OpenRebalance {
  readonly before: GroupPicture;
  readonly lastSettledAt: number;
  readonly firstSeenAt: number;
}

/** Kept from round to round. */
export interface GroupMemory {
  /** As last seen outside of a rebalance. */
  readonly settled: ReadonlyMap<string, { readonly group: GroupPicture; readonly at: number }>;
  readonly open: ReadonlyMap<string, OpenRebalance>;
  readonly seen: ReadonlyMap<string, GroupPicture>;
  /** The time of the last round, which limits how exact times are. */
  readonly roundAt: number | null;
}

export const noGroupMemory: GroupMemory = {
  settled: new Map(),
  open: new Map(),
  seen: new Map(),
  roundAt: null,
};

const rebalancing = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling']);

function isRebalancing({ state }: GroupPicture): boolean {
  return rebalancing.has(state);
}

/** `isFirst`: all groups were there before the first round, so none is new. */
export function groupEvents(
  memory: GroupMemory,
  after: Snapshot,
  isFirst: boolean,
): { readonly events: readonly MonitorEvent[]; readonly memory: GroupMemory } {
  const events: Omit<MonitorEvent, 'at'>[] = [];
  const settled = new Map(memory.settled);
  const open = new Map(memory.open);
  const seen = new Map(memory.seen);
  for (const group of after.groups) {
    const old = seen.get(group.group);
    seen.set(group.group, group);
    if (old === undefined && !isFirst) {
      events.push({
        kind: 'group-appeared',
        text: `group ${group.group} appeared, ${group.state}`,
        tone: 'good',
      });
    }
    if (old !== undefined) events.push(...memberEvents(old, group));
    const last = settled.get(group.group);
    if (isRebalancing(group)) {
      if (!open.has(group.group)) {
        const before = last?.group ?? { ...group, members: [] };
        const firstSeenAt = after.at;
        open.set(group.group, { before, firstSeenAt, lastSettledAt: last?.at ?? firstSeenAt });
        const text = `group ${group.group} is rebalancing (${group.state})`;
        if (!isFirst) events.push({ kind: 'rebalancing', text, tone: 'warn' });
      }
      continue;
    }
    const begun = open.get(group.group);
    const before = begun?.before ?? last?.group;
    if (before !== undefined && (begun !== undefined || assignmentChanged(before, group))) {
      const atLeastMs = begun === undefined ? 0 : (memory.roundAt ?? after.at) - begun.firstSeenAt;
      const atMostMs = after.at - (begun?.lastSettledAt ?? last?.at ?? after.at);
      events.push(rebalanced(before, group, Math.max(0, atLeastMs), atMostMs));
    }
    open.delete(group.group);
    settled.set(group.group, { group, at: after.at });
  }
  const here = new Set(after.groups.map(({ group }) => group));
  // The groups of a broker that does not answer are unknown, not gone.
  const isComplete = after.brokers.every(({ state }) => state === 'up');
  for (const name of isComplete ? [...seen.keys()].filter((each) => !here.has(each)) : []) {
    events.push({ kind: 'group-gone', text: `group ${name} is gone`, tone: 'warn' });
    for (const map of [settled, open, seen]) map.delete(name);
  }
  return {
    events: events.map((event) => ({ ...event, at: after.at })),
    memory: { settled, open, seen, roundAt: after.at },
  };
}

function memberEvents(before: GroupPicture, after: GroupPicture): Omit<MonitorEvent, 'at'>[] {
  if (before.members === null || after.members === null) return [];
  const earlier = new Set(before.members.map(({ memberId }) => memberId));
  const later = new Set(after.members.map(({ memberId }) => memberId));
  const joined = after.members.filter(({ memberId }) => !earlier.has(memberId));
  const left = before.members.filter(({ memberId }) => !later.has(memberId));
  return [
    ...joined.map((member) => memberEvent(after.group, member, 'joined')),
    ...left.map((member) => memberEvent(after.group, member, 'left')),
  ];
}

function memberEvent(
  group: string,
  member: MemberPicture,
  what: 'joined' | 'left',
): Omit<MonitorEvent, 'at'> {
  const text = `member ${nameOf(member)} ${what} group ${group}`;
  return { kind: `member-${what}`, text, tone: what === 'joined' ? 'good' : 'warn' };
}

function rebalanced(
  before: GroupPicture,
  after: GroupPicture,
  atLeastMs: number,
  atMostMs: number,
): Omit<MonitorEvent, 'at'> {
  const members = (group: GroupPicture) => group.members?.length ?? 0;
  const took =
    atLeastMs === 0
      ? `took at most ${formatDuration(atMostMs)}`
      : `took ${formatDuration(atLeastMs)} to ${formatDuration(atMostMs)}`;
  const text = `group ${after.group} rebalanced: ${members(before)} → ${members(after)} members, ${took}`;
  return { kind: 'rebalanced', text, tone: 'warn', details: assignmentLines(before, after) };
}

/** `kafka-lab-1a2b: orders 0-5 → orders 0-2`, by member; a dash for one that is absent. */
function assignmentLines(before: GroupPicture, after: GroupPicture): readonly string[] {
  const old = new Map(before.members?.map((member) => [member.memberId, member]));
  const now = new Map(after.members?.map((member) => [member.memberId, member]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((id) => {
    const member = now.get(id) ?? old.get(id);
    const name = member ? nameOf(member) : id;
    return `${name}: ${assignmentOf(old.get(id))} → ${assignmentOf(now.get(id))}`;
  });
}

function assignmentChanged(before: GroupPicture, after: GroupPicture): boolean {
  const lines = ({ members }: GroupPicture) =>
    (members ?? [])
      .map((member) => `${member.memberId} ${assignmentOf(member)}`)
      .sort()
      .join('\n');
  return lines(before) !== lines(after);
}

function assignmentOf(member: MemberPicture | undefined): string {
  if (member === undefined) return '–';
  if (member.assignment === null) return 'unknown';
  if (member.assignment.every(({ partitions }) => partitions.length === 0)) return 'nothing';
  return member.assignment.map(({ topic, partitions }) => `${topic} ${ranges(partitions)}`).join(', ');
}

/** `0-2,5` */
export function ranges(numbers: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const each of [...numbers].sort((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && each === last[1] + 1) last[1] = each;
    else spans.push([each, each]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** Member ids are client ids followed by a UUID, whose first digits tell them apart. */
export function nameOf({ memberId, clientId }: MemberPicture): string {
  const rest = memberId.startsWith(`${clientId}-`) ? memberId.slice(clientId.length + 1) : memberId;
  return `${clientId}-${rest.slice(0, 6)}`;
}
