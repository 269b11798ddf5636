/** A cluster in the form of such a file. */
import type { Manifest, ManifestAcl } from './manifest-schema.js';
import { LabError } from '../../text/errors.js';
import { listAcls } from '../security/acls.js';
import { listQuotas } from '../security/client-quotas.js';
import { listTopics } from '../topics/list-topics.js';
import { listUsers } from '../security/scram-users.js';
import type { KafkaSession } from '../session/session.js';
import { lastingConfigs, topicConfigs, type TopicConfigs } from '../session/topic-configs.js';

export type ManifestSection = keyof Manifest;
export const manifestSections = ['topics', 'acls', 'quotas', 'users'] as const;

/** Between so many topics each config is left to its default by one. */
const mostAskedForDefaults = 50;

export interface ReadManifest {
  readonly manifest: Manifest;
  /** Sections that cannot be read, and why. */
  readonly missing: Readonly<Partial<Record<ManifestSection, LabError>>>;
  /** Kafka's names of the types of topic configs; none if the cluster has no topics. */
  readonly configTypes: ReadonlyMap<string, string>;
  /** Topics whose configs this login may not read. */
  readonly unknownConfigs: readonly string[];
  /** What applies to a topic that sets nothing itself; empty if that is unknown. */
  readonly topicDefaults: ReadonlyMap<string, string>;
}

interface ReadSettings {
  /** With Kafka's own topics, which brokers create when they need them. */
  readonly internal: boolean;
  /** Only topics with such a name. */
  readonly filter?: Pick<RegExp, 'test'> | undefined;
}

export async function readManifest(
  session: KafkaSession,
  sections: readonly ManifestSection[],
  settings: ReadSettings,
): Promise<ReadManifest> {
  const missing: Partial<Record<ManifestSection, LabError>> = {};
  let known: TopicKnowledge = { configTypes: new Map(), unknownConfigs: [], topicDefaults: new Map() };
  const section = async <T>(name: ManifestSection, read: () => Promise<T>): Promise<Record<string, T>> => {
    if (!sections.includes(name)) return {};
    try {
      return { [name]: await read() };
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'refused') throw error;
      missing[name] = error;
      return {};
    }
  };
  const parts = await Promise.all([
    section('topics', async () => {
      const { topics, ...rest } = await readTopics(session, settings);
      known = rest;
      return topics;
    }),
    section('acls', () => readAcls(session)),
    section('quotas', () => readQuotas(session)),
    section('users', () => readUsers(session)),
  ]);
  return { manifest: Object.assign({}, ...parts) as Manifest, missing, ...known };
}

type TopicKnowledge = Pick<ReadManifest, 'configTypes' | 'unknownConfigs' | 'topicDefaults'>;

async function readTopics(
  session: KafkaSession,
  { internal, filter }: ReadSettings,
): Promise<TopicKnowledge & { readonly topics: NonNullable<Manifest['topics']> }> {
  const topics = await listTopics(session, { internal, ...(filter ? { filter } : {}) });
  const configs = await topicConfigs(
    session,
    topics.map(({ name }) => name),
  );
  // One broker has answered for all of them: it knows the same configs of each.
  const [any] = configs.values();
  return {
    topics: Object.fromEntries(
      topics.map(({ name, partitions, replicationFactor }) => [
        name,
        { partitions, replicationFactor, configs: lastingConfigs(configs.get(name)?.overrides ?? {}) },
      ]),
    ),
    configTypes: any?.types ?? new Map<string, string>(),
    unknownConfigs: topics.flatMap(({ name }) => (configs.has(name) ? [] : name)),
    topicDefaults: defaultsOf([...configs.values()]),
  };
}

/** What one topic sets itself, another one may not. */
function defaultsOf(configs: readonly TopicConfigs[]): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>();
  for (const { inherited } of configs.slice(0, mostAskedForDefaults)) {
    for (const [name, value] of inherited) if (!defaults.has(name)) defaults.set(name, value);
  }
  return defaults;
}

async function readAcls(session: KafkaSession): Promise<readonly ManifestAcl[]> {
  return (await listAcls(session)).map(
    ({ resource, name, pattern, principal, permission, operation, host }) =>
      ({ resource, name, pattern, principal, permission, operation, host }) as ManifestAcl,
  );
}

async function readQuotas(session: KafkaSession): Promise<NonNullable<Manifest['quotas']>> {
  return (await listQuotas(session)).map(({ entity, limits }) => ({ ...entity, limits: { ...limits } }));
}

async function readUsers(session: KafkaSession): Promise<NonNullable<Manifest['users']>> {
  const users = new Map<string, NonNullable<Manifest['users']>[string]>();
  for (const { user, mechanism, iterations } of await listUsers(session, null)) {
    users.set(user, { ...users.get(user), [mechanism]: { iterations } });
  }
  return Object.fromEntries(users);
}
