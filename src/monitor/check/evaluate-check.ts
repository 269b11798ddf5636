/** Evaluates checks against the numbers of a round. What is unknown does not pass. */
import type { Check, Operator } from './check-grammar.js';
import { nearestNames } from '../../text/nearest-names.js';
import { rateOf, type History } from '../picture/history.js';
import {
  countPartitions,
  deletedUnreadOf,
  isLagHidden,
  isLagPartial,
  isLagUnknown,
  isOffline,
  isPartlyKnown,
  isUnderReplicated,
  recordsOf,
  uncommittedOf,
  type Snapshot,
} from '../take/snapshot.js';

export interface CheckOutcome {
  readonly check: string;
  readonly ok: boolean;
  /** Null if it could not be measured; `problem` says why. */
  readonly value: number | null;
  readonly problem: string | null;
  /** What the value does not say by itself. */
  readonly note: string | null;
}

export function evaluateCheck(check: Check, history: History): CheckOutcome {
  const measured =
    history.latest === undefined ? 'nothing was measured' : measure(check, history.latest, history);
  if (typeof measured === 'string')
    return { check: check.text, ok: false, value: null, problem: measured, note: null };
  const ok = compare[check.operator](measured, check.value);
  return { check: check.text, ok, value: measured, problem: null, note: noteOn(check, history) };
}

/** Lag as Kafka counts it has records in it that nothing can read any more, and leaves out what nothing is committed in. */
function noteOn({ measure: name, args: [first, topic] }: Check, { latest }: History): string | null {
  if (name === 'max_lag') {
    const unknown = latest?.groups.filter(isLagUnknown).map(({ group }) => group) ?? [];
    return unknown.length === 0 ? null : `not counted, since their lag is unknown: ${unknown.join(', ')}`;
  }
  const group = name === 'lag' ? latest?.groups.find((each) => each.group === first) : undefined;
  if (!group || !latest) return null;
  const topics = latest.topics.filter((each) => topic === undefined || each.name === topic);
  const deleted = deletedUnreadOf(group, topics).reduce((sum, each) => sum + each.deleted, 0);
  const uncommitted = uncommittedOf(group, topics);
  const notes = [
    ...(deleted > 0 ? [`${deleted} of it were deleted before the group read them`] : []),
    ...(uncommitted > 0
      ? [
          `${uncommitted} ${uncommitted === 1 ? 'partition' : 'partitions'} with nothing committed not counted`,
        ]
      : []),
  ];
  return notes.length === 0 ? null : notes.join('; ');
}

const compare: Readonly<Record<Operator, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '=': (one, other) => one === other,
  '==': (one, other) => one === other,
  '!=': (one, other) => one !== other,
};

/** A number, or why there is none. */
function measure({ measure: name, args }: Check, snapshot: Snapshot, history: History): number | string {
  const [first, second] = args;
  switch (name) {
    case 'lag':
      return lagOf(snapshot, first ?? '', second);
    case 'max_lag':
      return maxLag(snapshot);
    case 'members': {
      const group = snapshot.groups.find((each) => each.group === first);
      if (!group) return noGroup(snapshot, first ?? '');
      return group.members?.length ?? 'its members are unknown';
    }
    case 'under_replicated':
      return ofTopics(snapshot, first, (topics) => countPartitions({ topics }, isUnderReplicated));
    case 'offline':
      return ofTopics(snapshot, first, (topics) => countPartitions({ topics }, isOffline));
    case 'partitions':
      return ofTopics(snapshot, first, (topics) => countPartitions({ topics }));
    case 'brokers':
      return snapshot.brokers.filter(({ state }) => state === 'up').length;
    case 'topics':
      return snapshot.topics.filter(({ isInternal }) => !isInternal).length;
    case 'records':
      return ofTopics(
        snapshot,
        first,
        ([topic]) => (topic && wholeRecords(topic)) ?? 'not all its leaders answer',
      );
    case 'rate':
      return ofTopics(snapshot, first, () => rate(history, first) ?? 'it takes two answered rounds');
    case 'disk':
      return diskOf(snapshot, first);
  }
}

type Topics = Snapshot['topics'];

function ofTopics(
  { topics }: Snapshot,
  name: string | undefined,
  act: (topics: Topics) => number | string,
): number | string {
  if (name === undefined) return act(topics);
  const own = topics.filter((topic) => topic.name === name);
  return own.length === 0
    ? none(
        'topic',
        name,
        topics.map((topic) => topic.name),
      )
    : act(own);
}

function wholeRecords(topic: Topics[number]): number | null {
  return isPartlyKnown(topic) ? null : recordsOf(topic);
}

function rate(history: History, topic: string | undefined): number | null {
  return topic === undefined ? (history.totalRates.at(-1)?.value ?? null) : rateOf(history, topic);
}

function lagOf(snapshot: Snapshot, name: string, topic: string | undefined): number | string {
  const group = snapshot.groups.find((each) => each.group === name);
  if (!group) return noGroup(snapshot, name);
  const partitions = group.partitions.filter((each) => topic === undefined || each.topic === topic);
  if (group.type === 'share' && group.partitions.length === 0) {
    return 'what a share group has consumed is unknown';
  }
  if (partitions.length === 0) {
    const what = topic === undefined ? 'it has committed nothing' : `it does not read "${topic}"`;
    return group.members === null ? 'its members are unknown, and it has committed nothing there' : what;
  }
  // A deleted partition has no lag; one that cannot be measured could hide the lag that is checked for.
  const unknown = partitions.filter(isLagHidden);
  if (unknown.length > 0) {
    const { topic: of, partition } = unknown[0] ?? { topic: '', partition: 0 };
    return `its lag in ${of}/${partition} is unknown`;
  }
  return partitions.reduce((sum, { lag }) => sum + (lag ?? 0), 0);
}

function maxLag(snapshot: Snapshot): number | string {
  const silent = silentOf(snapshot);
  if (silent !== undefined) return silent;
  const partial = snapshot.groups.find(isLagPartial);
  if (partial) return `the lag of ${partial.group} is known only in part`;
  const known = snapshot.groups.filter((group) => !isLagUnknown(group));
  if (known.length === 0 && snapshot.groups.length > 0) return 'the lag of no group is known';
  return Math.max(0, ...known.map(({ lag }) => lag ?? 0));
}

function noGroup(snapshot: Snapshot, name: string): string {
  return (
    silentOf(snapshot) ??
    none(
      'group',
      name,
      snapshot.groups.map(({ group }) => group),
    )
  );
}

function none(what: string, name: string, names: readonly string[]): string {
  const [near] = nearestNames(name, names);
  return `there is no ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

/** The groups of a silent broker are missing from the picture. */
function silentOf({ brokers }: Snapshot): string | undefined {
  const silent = brokers.find(({ state }) => state === 'silent');
  return silent && `broker ${silent.id} does not answer, so its groups are unknown`;
}

function diskOf({ brokers }: Snapshot, id: string | undefined): number | string {
  const own = brokers.filter((broker) => id === undefined || String(broker.id) === id);
  if (own.length === 0) return `there is no broker ${id ?? ''}`;
  const unknown = own.find(({ diskBytes }) => diskBytes === null);
  if (unknown) return `broker ${unknown.id} does not report its disks`;
  return own.reduce((sum, { diskBytes }) => sum + (diskBytes ?? 0), 0);
}
