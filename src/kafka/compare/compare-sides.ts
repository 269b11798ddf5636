/** How two clusters differ: what `apply` would do to the first, and what it has no words for. */
import { isSameConfigValue } from '../configs/config-value.js';
import type { GroupPositions } from '../groups/list-groups.js';
import { compare, takesAway, type Change, type Comparison } from '../manifest/changes.js';
import type { Manifest } from '../manifest/manifest-schema.js';
import type { Int64 } from '../../text/int64.js';
import { partitionKey } from '../session/partition-key.js';
import type { ComparedSection, Side } from './read-side.js';

export interface GroupPosition {
  /** Null: nothing is committed. */
  readonly offset: Int64 | null;
  readonly lag: number | null;
}

export type Difference =
  | { readonly change: Change; readonly apply: 'changes' | 'prunes' | 'cannot' }
  | {
      readonly change:
        | {
            /** What holds for topics that do not set it themselves. */
            readonly kind: 'topic default';
            readonly name: string;
            readonly before: string;
            readonly after: string;
          }
        | { readonly kind: 'new group' | 'old group'; readonly group: string; readonly partitions: number }
        | {
            readonly kind: 'position';
            readonly group: string;
            readonly topic: string;
            readonly partition: number;
            readonly before: GroupPosition | null;
            readonly after: GroupPosition | null;
          };
      /** It has no words for these. */
      readonly apply: 'cannot';
    };

type WhichSide = 'first' | 'second';

export interface Unknown {
  readonly section: ComparedSection;
  /** Null: the section as a whole. */
  readonly name: string | null;
  readonly side: WhichSide;
  readonly problem: string;
}

export interface SideComparison {
  readonly differences: readonly Difference[];
  /** What one of the two may have or not: it is not told. */
  readonly unknown: readonly Unknown[];
  readonly compared: readonly ComparedSection[];
  /** Sections that one of the two, a file, does not have. */
  readonly absent: readonly ComparedSection[];
  /** Why `apply` could not make some of the changes. */
  readonly impossible: readonly string[];
  /** Passwords that both have, and that neither tells. */
  readonly uncompared: Comparison['uncompared'];
  /** Configs of topics that the brokers of one side do not know, such as those of another version of Kafka. */
  readonly otherConfigs: readonly string[];
}

/** Brokers differ in these by what they are, not by what anybody has set. */
const notOfTopics = new Set([
  'leader.replication.throttled.replicas',
  'follower.replication.throttled.replicas',
]);

export async function compareSides(
  first: Side,
  second: Side,
  sections: readonly ComparedSection[],
  { internal }: { readonly internal: boolean },
): Promise<SideComparison> {
  const unknown: Unknown[] = [];
  const absent: ComparedSection[] = [];
  const compared = sections.filter((section) => {
    // Two clusters without an authorizer have the same rules: none.
    if (section === 'acls' && first.isOpen && second.isOpen) return true;
    const sides = { first, second };
    // What a file does not have is not asked of the other side.
    if (Object.values(sides).some((side) => !isTold(side, section) && !side.unknown.has(section))) {
      absent.push(section);
      return false;
    }
    const problems = (['first', 'second'] as const).flatMap((side) => {
      const problem = sides[side].unknown.get(section);
      return problem === undefined ? [] : [{ section, name: null, side, problem }];
    });
    unknown.push(...problems);
    return problems.length === 0;
  });

  const [[before, after], groups] = await Promise.all([
    withoutHiddenTopics(
      only(first.manifest, compared),
      only(second.manifest, compared),
      first,
      second,
      unknown,
    ),
    compared.includes('groups') ? groupDifferences(first, second, unknown) : [],
  ]);
  const unknownConfigs = new Set<string>();
  for (const [side, { unknownConfigs: names }] of [
    ['first', first],
    ['second', second],
  ] as const) {
    for (const name of names) {
      unknownConfigs.add(name);
      unknown.push({
        section: 'topics',
        name,
        side,
        problem: `the configs of topic ${name} may not be read`,
      });
    }
  }
  const configTypes = new Map([...second.configTypes, ...first.configTypes]);
  const { changes, impossible, blocked } = compare(after, before, {
    prune: true,
    setPasswords: false,
    configTypes,
    unknownConfigs,
    internal,
    ...(first.brokers === null ? {} : { brokers: first.brokers }),
  });
  const defaults = compared.includes('topics')
    ? defaultDifferences(first.topicDefaults, second.topicDefaults, configTypes)
    : { differences: [], otherConfigs: [] };
  return {
    differences: [
      ...[
        ...changes.map((change) => ({ change, apply: takesAway(change) ? 'prunes' : 'changes' }) as const),
        ...blocked.map((change) => ({ change, apply: 'cannot' }) as const),
      ].sort((one, other) => rankOf(one.change) - rankOf(other.change)),
      ...defaults.differences,
      ...groups,
    ],
    unknown,
    compared,
    absent,
    impossible,
    uncompared: samePasswords(before, after),
    otherConfigs: defaults.otherConfigs,
  };
}

const ranks: Readonly<Record<string, number>> = { acl: 1, quota: 2, password: 3 };

/** Topics first; within a section the order is that of `apply`. */
function rankOf({ kind }: Change): number {
  return ranks[kind.replace(/^(new|old) /, '')] ?? 0;
}

function samePasswords({ users: before = {} }: Manifest, { users: after = {} }: Manifest) {
  const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
  return Object.keys(before)
    .filter((user) => Object.hasOwn(after, user))
    .flatMap((user) =>
      mechanisms
        .filter((mechanism) => before[user]?.[mechanism] && after[user]?.[mechanism])
        .map((mechanism) => ({ user, mechanism })),
    );
}

function isTold({ groups, manifest }: Side, section: ComparedSection): boolean {
  return (section === 'groups' ? groups : manifest[section]) !== undefined;
}

function only(manifest: Manifest, sections: readonly ComparedSection[]): Manifest {
  return Object.fromEntries(
    Object.entries(manifest).filter(([section]) => sections.includes(section as ComparedSection)),
  );
}

/** A topic that one side does not list is missing there, unless its login may not see it. */
async function withoutHiddenTopics(
  before: Manifest,
  after: Manifest,
  first: Side,
  second: Side,
  unknown: Unknown[],
): Promise<readonly [Manifest, Manifest]> {
  const [old, next] = [before.topics, after.topics];
  if (!old || !next) return [before, after];
  const notIn = (other: Readonly<Record<string, unknown>>) => (name: string) => !Object.hasOwn(other, name);
  const [hiddenInFirst, hiddenInSecond] = await Promise.all([
    first.hiddenTopics(Object.keys(next).filter(notIn(old))),
    second.hiddenTopics(Object.keys(old).filter(notIn(next))),
  ]);
  const hidden = noteHidden('topics', 'topic', { first: hiddenInFirst, second: hiddenInSecond }, unknown);
  const seen = <T>(topics: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(topics).filter(([name]) => !hidden.has(name)));
  return [
    { ...before, topics: seen(old) },
    { ...after, topics: seen(next) },
  ];
}

/** What may not be seen is unknown on its side; the names of both together. */
function noteHidden(
  section: 'topics' | 'groups',
  noun: string,
  names: Readonly<Record<'first' | 'second', Iterable<string>>>,
  unknown: Unknown[],
): ReadonlySet<string> {
  for (const side of ['first', 'second'] as const) {
    for (const name of names[side]) {
      unknown.push({ section, name, side, problem: `${noun} ${name} may not be seen` });
    }
  }
  return new Set([...names.first, ...names.second]);
}

/** Of configs that both know; a side without topics tells none. */
function defaultDifferences(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
  configTypes: ReadonlyMap<string, string>,
) {
  if (first.size === 0 || second.size === 0) return { differences: [], otherConfigs: [] };
  const names = [...new Set([...first.keys(), ...second.keys()])].filter((name) => !notOfTopics.has(name));
  const differences = names.sort().flatMap((name): Difference[] => {
    const [before, after] = [first.get(name), second.get(name)];
    if (before === undefined || after === undefined) return [];
    if (isSameConfigValue(configTypes.get(name) ?? null, before, after)) return [];
    return [{ change: { kind: 'topic default', name, before, after }, apply: 'cannot' }];
  });
  return { differences, otherConfigs: names.filter((name) => first.has(name) !== second.has(name)) };
}

async function groupDifferences(
  first: Side,
  second: Side,
  unknown: Unknown[],
): Promise<readonly Difference[]> {
  const [before, after] = [byName(first.groups), byName(second.groups)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const [hiddenInFirst, hiddenInSecond] = await Promise.all([
    first.hiddenGroups(names.filter((name) => !before.has(name))),
    second.hiddenGroups(names.filter((name) => !after.has(name))),
  ]);
  const hidden = noteHidden('groups', 'group', { first: hiddenInFirst, second: hiddenInSecond }, unknown);
  return names
    .filter((name) => !hidden.has(name))
    .flatMap((group): readonly Difference[] => {
      const [old, next] = [before.get(group), after.get(group)];
      const problems = [
        { side: 'first', problem: old?.problem },
        { side: 'second', problem: next?.problem },
      ] as const;
      for (const { side, problem } of problems) {
        if (problem == null) continue;
        unknown.push({ section: 'groups', name: group, side, problem: `group ${group}: ${problem}` });
      }
      if (problems.some(({ problem }) => problem != null)) return [];
      if (old && next) return positionDifferences(group, old, next);
      const kind = next ? 'new group' : 'old group';
      const partitions = committedIn(next ?? old).length;
      return [{ change: { kind, group, partitions }, apply: 'cannot' }];
    });
}

/** Where nothing is committed a member may be reading: that is no position. */
function committedIn(group: GroupPositions | undefined) {
  return (group?.partitions ?? []).filter(({ currentOffset }) => currentOffset !== null);
}

function positionDifferences(
  group: string,
  old: GroupPositions,
  next: GroupPositions,
): readonly Difference[] {
  const [before, after] = [old, next].map(
    (side) =>
      new Map(committedIn(side).map((each) => [partitionKey(each.topic, each.partition), each] as const)),
  );
  const positionOf = (each: GroupPositions['partitions'][number] | undefined): GroupPosition | null =>
    each === undefined ? null : { offset: each.currentOffset, lag: each.lag };
  return [...new Map([...(before ?? []), ...(after ?? [])])].flatMap(
    ([key, { topic, partition }]): readonly Difference[] => {
      const [was, is] = [positionOf(before?.get(key)), positionOf(after?.get(key))];
      if (was?.offset === is?.offset) return [];
      const change = { kind: 'position', group, topic, partition, before: was, after: is } as const;
      return [{ change, apply: 'cannot' }];
    },
  );
}

function byName(groups: readonly GroupPositions[] | undefined): ReadonlyMap<string, GroupPositions> {
  return new Map((groups ?? []).map((each) => [each.group, each]));
}
