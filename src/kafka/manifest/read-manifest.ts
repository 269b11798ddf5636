/** A cluster in the form of such a file. */
import type { Manifest, ManifestAcl } from './manifest-schema.js';
import { LabError } from '../../text/errors.js';
import { listAcls } from '../security/acls.js';
import { listQuotas } from '../security/client-quotas.js';
import { listTopics } from '../topics/list-topics.js';
import { listUsers } from '../security/scram-users.js';
import type { KafkaSession } from '../session/session.js';
import { lastingConfigs, topicConfigs } from '../session/topic-configs.js';

export type ManifestSection = keyof Manifest;
export const manifestSections = ['topics', 'acls', 'quotas', 'users'] as const;

export interface ReadManifest {
  readonly manifest: Manifest;
  /** Sections that cannot be read, and why. */
  readonly missing: Readonly<Partial<Record<ManifestSection, LabError>>>;
  /** Kafka's names of the types of topic configs; none if the cluster has no topics. */
  readonly configTypes: ReadonlyMap<string, string>;
}

/** `internal`: with Kafka's own topics, which brokers create when they need them. */
export async function readManifest(
  session: KafkaSession,
  sections: readonly ManifestSection[],
  { internal }: { readonly internal: boolean },
): Promise<ReadManifest> {
  const missing: Partial<Record<ManifestSection, LabError>> = {};
  const configTypes = new Map<string, string>();
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
    section('topics', () => readTopics(session, internal, configTypes)),
    section('acls', () => readAcls(session)),
    section('quotas', () => readQuotas(session)),
    section('users', () => readUsers(session)),
  ]);
  return { manifest: Object.assign({}, ...parts) as Manifest, missing, configTypes };
}

async function readTopics(
  session: KafkaSession,
  internal: boolean,
  configTypes: Map<string, string>,
): Promise<NonNullable<Manifest['topics']>> {
  const topics = await listTopics(session, { internal });
  const configs = await topicConfigs(
    session,
    topics.map(({ name }) => name),
  );
  // One broker has answered for all of them: it knows the same configs of each.
  const [any] = configs.values();
  for (const [name, type] of any?.types ?? []) configTypes.set(name, type);
  return Object.fromEntries(
    topics.map(({ name, partitions, replicationFactor }) => [
      name,
      { partitions, replicationFactor, configs: lastingConfigs(configs.get(name)?.overrides ?? {}) },
    ]),
  );
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
