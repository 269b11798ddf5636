/** What one of two clusters that are compared says of itself, or a file in the place of one. */
import type { Manifest } from '../manifest/manifest-schema.js';
import { manifestSections, readManifest, type ManifestSection } from '../manifest/read-manifest.js';
import { isWithoutAuthorizer } from '../security/acls.js';
import { findGroups } from '../groups/group-snapshots.js';
import { listPositions, type GroupPositions } from '../groups/list-groups.js';
import type { KafkaSession } from '../session/session.js';
import { LabError } from '../../text/errors.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';

/** What a file about a cluster has, and what only a cluster has. */
export const comparedSections = [...manifestSections, 'groups'] as const;
export type ComparedSection = (typeof comparedSections)[number];

export interface SideSettings {
  readonly sections: readonly ComparedSection[];
  /** With Kafka's own topics. */
  readonly internal: boolean;
  /** Only what has such a name: topics, groups, users, what rules and quotas are about. */
  readonly filter?: Pick<RegExp, 'test'> | undefined;
}

export interface Side {
  readonly manifest: Manifest;
  readonly groups: readonly GroupPositions[] | undefined;
  /** Why a section is not known; those that a file does not have are in neither. */
  readonly unknown: ReadonlyMap<ComparedSection, string>;
  /** There are no access rules, for want of an authorizer. */
  readonly isOpen: boolean;
  readonly unknownConfigs: readonly string[];
  readonly configTypes: ReadonlyMap<string, string>;
  /** Empty if they are unknown, as of a file. */
  readonly topicDefaults: ReadonlyMap<string, string>;
  /** Null for a file. */
  readonly clusterId: string | null;
  readonly brokers: number | null;
  /** Which of these topics that it did not list may be there all the same, hidden from this login. */
  hiddenTopics(names: readonly string[]): Promise<readonly string[]>;
  hiddenGroups(names: readonly string[]): Promise<readonly string[]>;
}

export async function readSide(session: KafkaSession, settings: SideSettings): Promise<Side> {
  const { sections, internal, filter } = settings;
  const wanted = manifestSections.filter((section) => sections.includes(section));
  const [{ clusterId, brokers }, read, groups] = await Promise.all([
    session.metadata([]),
    readManifest(session, wanted, { internal, filter }),
    sections.includes('groups') ? readPositions(session, filter) : undefined,
  ]);
  const { acls } = read.missing;
  const isOpen = acls !== undefined && isWithoutAuthorizer(acls);
  const unknown = new Map<ComparedSection, string>(
    Object.entries(read.missing).map(([section, { message }]) => [section as ManifestSection, message]),
  );
  if (groups?.problem !== undefined) unknown.set('groups', groups.problem);
  return {
    manifest: narrowed(read.manifest, settings),
    groups: groups?.groups,
    unknown,
    isOpen,
    unknownConfigs: read.unknownConfigs,
    configTypes: read.configTypes,
    topicDefaults: read.topicDefaults,
    clusterId,
    brokers: brokers.length,
    hiddenTopics: (names) => hiddenTopics(session, names),
    hiddenGroups: (names) => hiddenGroups(session, names),
  };
}

export function sideOfFile(manifest: Manifest, settings: SideSettings): Side {
  return {
    manifest: narrowed(manifest, settings),
    groups: undefined,
    unknown: new Map(),
    isOpen: false,
    unknownConfigs: [],
    configTypes: new Map(),
    topicDefaults: new Map(),
    clusterId: null,
    brokers: null,
    hiddenTopics: () => Promise.resolve([]),
    hiddenGroups: () => Promise.resolve([]),
  };
}

interface Positions {
  readonly groups: readonly GroupPositions[] | undefined;
  readonly problem?: string;
}

/** Groups whose coordinators do not answer are unknown, and with them which groups there are. */
async function readPositions(session: KafkaSession, filter: SideSettings['filter']): Promise<Positions> {
  try {
    const { groups, missing, leaderless } = await listPositions(
      session,
      ({ group }) => filter?.test(group) ?? true,
    );
    const [absent] = missing;
    if (absent) return { groups: undefined, problem: absent.reason };
    if (leaderless === 0) return { groups };
    return { groups: undefined, problem: 'partitions of __consumer_offsets have no leader.' };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'refused') throw error;
    return { groups: undefined, problem: error.message };
  }
}

/** A list leaves out what the login may not see; asked by name, a broker says so. */
async function hiddenTopics(session: KafkaSession, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const hidden = errorCodeNamed('TOPIC_AUTHORIZATION_FAILED');
  const { topics } = await session.metadata(names);
  return topics.filter(({ errorCode }) => errorCode === hidden).map(({ name }) => name);
}

/** One refusal is taken for all: asked one by one, thousands of groups would be as many requests. */
async function hiddenGroups(session: KafkaSession, names: readonly string[]): Promise<readonly string[]> {
  try {
    await findGroups(session, names);
    return [];
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'refused') throw error;
    return names;
  }
}

function narrowed(manifest: Manifest, { sections, internal, filter }: SideSettings): Manifest {
  const isMeant = (...names: readonly (string | null | undefined)[]) =>
    filter === undefined || names.some((name) => name != null && filter.test(name));
  const entries = <T>(of: Readonly<Record<string, T>>, isWanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => isWanted(name)));
  const { topics, acls, quotas, users } = manifest;
  return {
    ...(topics &&
      sections.includes('topics') && {
        topics: entries(topics, (name) => isMeant(name) && (internal || !name.startsWith('__'))),
      }),
    ...(acls && sections.includes('acls') && { acls: acls.filter(({ name }) => isMeant(name)) }),
    ...(quotas &&
      sections.includes('quotas') && {
        quotas: quotas.filter(({ user, 'client-id': clientId, ip }) => isMeant(user, clientId, ip)),
      }),
    ...(users && sections.includes('users') && { users: entries(users, (name) => isMeant(name)) }),
  };
}
