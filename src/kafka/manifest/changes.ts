/** What has to change for a cluster to match a file: a comparison of the two. Pure. */
import { isSameConfigValue } from '../configs/config-value.js';
import type { Manifest, ManifestAcl } from './manifest-schema.js';

type Mechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

interface QuotaWhose {
  readonly user?: string | null;
  readonly 'client-id'?: string | null;
  readonly ip?: string | null;
}

export type Change =
  | {
      readonly kind: 'new topic';
      readonly topic: string;
      readonly partitions: number | null;
      readonly replicationFactor: number | null;
      readonly configs: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'old topic'; readonly topic: string }
  | { readonly kind: 'partitions'; readonly topic: string; readonly before: number; readonly after: number }
  | { readonly kind: 'replicas'; readonly topic: string; readonly before: number; readonly after: number }
  | {
      readonly kind: 'config';
      readonly topic: string;
      readonly name: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly kind: 'new acl' | 'old acl'; readonly acl: ManifestAcl }
  | {
      readonly kind: 'quota';
      readonly whose: QuotaWhose;
      readonly limit: string;
      readonly before: number | null;
      readonly after: number | null;
    }
  | {
      readonly kind: 'password';
      readonly user: string;
      readonly mechanism: Mechanism;
      readonly before: number | null;
      readonly iterations: number;
      readonly password: string | null;
    }
  | { readonly kind: 'old password'; readonly user: string; readonly mechanism: Mechanism };

export interface Comparison {
  readonly changes: readonly Change[];
  /** What is in the cluster and not in the file, and stays because pruning was not requested. */
  readonly kept: readonly Change[];
  /** What no change can do. */
  readonly impossible: readonly string[];
  /** The changes that these sentences are about. */
  readonly blocked: readonly Change[];
  /** Passwords that are both in the file and in the cluster, and cannot be compared. */
  readonly uncompared: readonly { readonly user: string; readonly mechanism: Mechanism }[];
}

export interface CompareSettings {
  readonly prune: boolean;
  /** Write every password that the file names, since none can be compared. */
  readonly setPasswords: boolean;
  /** How many are up: no topic can have more replicas. */
  readonly brokers?: number;
  /** Of topic configs: brokers return the values of some types in another spelling than they were set in. */
  readonly configTypes?: ReadonlyMap<string, string>;
  /** Topics whose configs one of the two does not know. */
  readonly unknownConfigs?: ReadonlySet<string>;
  /** Kafka's own topics too, which it manages itself. */
  readonly internal?: boolean;
}

interface Impossible {
  readonly change: Change;
  readonly why: string;
}

/** Sections that the file leaves out stay as they are. */
export function compare(wanted: Manifest, actual: Manifest, settings: CompareSettings): Comparison {
  const { prune, setPasswords } = settings;
  const impossible: Impossible[] = [];
  const users = userChanges(wanted, actual, impossible);
  const isNeeded = (change: Change) => setPasswords || !isUncompared(change);
  const changes = [
    ...topicChanges(wanted, actual, impossible, settings),
    ...aclChanges(wanted, actual),
    ...quotaChanges(wanted, actual),
    ...users.filter(isNeeded),
  ];
  return {
    changes: changes.filter((change) => prune || !takesAway(change)),
    kept: changes.filter((change) => !prune && takesAway(change)),
    impossible: impossible.map(({ why }) => why),
    blocked: impossible.map(({ change }) => change),
    uncompared: users.flatMap((change) =>
      change.kind === 'password' && !isNeeded(change)
        ? { user: change.user, mechanism: change.mechanism }
        : [],
    ),
  };
}

/** A cluster returns the iterations of a password, and nothing to compare the password itself by. */
function isUncompared(change: Change): boolean {
  return change.kind === 'password' && change.before === change.iterations;
}

export function takesAway(change: Change): boolean {
  return change.kind.startsWith('old') || ('after' in change && change.after === null);
}

function topicChanges(
  wanted: Manifest,
  actual: Manifest,
  impossible: Impossible[],
  {
    brokers = Infinity,
    configTypes = new Map(),
    unknownConfigs = new Set(),
    internal = false,
  }: CompareSettings,
): readonly Change[] {
  if (!wanted.topics) return [];
  const present = actual.topics ?? {};
  const changes = Object.entries(wanted.topics).flatMap(([topic, want]): readonly Change[] => {
    const have = own(present, topic);
    const { partitions, replicationFactor, configs } = want;
    const isTooMany = replicationFactor !== undefined && replicationFactor > brokers;
    const tooMany = () =>
      `topic ${topic} cannot have ${replicationFactor ?? 0} replicas: ${brokers} ${brokers === 1 ? 'broker is' : 'brokers are'} up, and each replica needs a broker of its own.`;
    if (!have) {
      const change: Change = {
        kind: 'new topic',
        topic,
        partitions: partitions ?? null,
        replicationFactor: replicationFactor ?? null,
        configs,
      };
      if (!isTooMany) return [change];
      impossible.push({ change, why: tooMany() });
      return [];
    }
    const found: Change[] = [];
    if (partitions !== undefined && have.partitions !== undefined && partitions !== have.partitions) {
      const change: Change = { kind: 'partitions', topic, before: have.partitions, after: partitions };
      if (partitions < have.partitions) {
        const why = `topic ${topic} has ${have.partitions} partitions and cannot have ${partitions}: Kafka cannot remove partitions.`;
        impossible.push({ change, why });
      } else found.push(change);
    }
    const before = have.replicationFactor;
    if (replicationFactor !== undefined && before !== undefined && replicationFactor !== before) {
      const change: Change = { kind: 'replicas', topic, before, after: replicationFactor };
      if (isTooMany) impossible.push({ change, why: tooMany() });
      else found.push(change);
    }
    if (unknownConfigs.has(topic)) return found;
    for (const name of union(Object.keys(configs), Object.keys(have.configs))) {
      const [old, after] = [own(have.configs, name) ?? null, own(configs, name) ?? null];
      if (isSameConfigValue(configTypes.get(name) ?? null, old, after)) continue;
      found.push({ kind: 'config', topic, name, before: old, after });
    }
    return found;
  });
  // Kafka manages its own topics.
  const old = Object.keys(present).filter(
    (topic) => !Object.hasOwn(wanted.topics ?? {}, topic) && (internal || !topic.startsWith('__')),
  );
  return [...changes, ...old.map((topic): Change => ({ kind: 'old topic', topic }))];
}

function aclChanges(wanted: Manifest, actual: Manifest): readonly Change[] {
  if (!wanted.acls) return [];
  const want = new Map(wanted.acls.map((acl) => [aclKey(acl), acl]));
  const have = new Map((actual.acls ?? []).map((acl) => [aclKey(acl), acl]));
  return [
    ...[...want].flatMap(([key, acl]): Change[] => (have.has(key) ? [] : [{ kind: 'new acl', acl }])),
    ...[...have].flatMap(([key, acl]): Change[] => (want.has(key) ? [] : [{ kind: 'old acl', acl }])),
  ];
}

function quotaChanges(wanted: Manifest, actual: Manifest): readonly Change[] {
  if (!wanted.quotas) return [];
  const want = new Map(wanted.quotas.map((quota) => [JSON.stringify(whoseOf(quota)), quota]));
  const have = new Map((actual.quotas ?? []).map((quota) => [JSON.stringify(whoseOf(quota)), quota]));
  return [...new Map([...want, ...have])].flatMap(([key, quota]) => {
    const [old, next] = [have.get(key)?.limits ?? {}, want.get(key)?.limits ?? {}];
    return union(Object.keys(next), Object.keys(old)).flatMap((limit): Change[] => {
      const [before, after] = [own(old, limit) ?? null, own(next, limit) ?? null];
      return before === after ? [] : [{ kind: 'quota', whose: whoseOf(quota), limit, before, after }];
    });
  });
}

function userChanges(wanted: Manifest, actual: Manifest, impossible: Impossible[]): readonly Change[] {
  if (!wanted.users) return [];
  const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
  const present = actual.users ?? {};
  return union(Object.keys(wanted.users), Object.keys(present)).flatMap((user) =>
    mechanisms.flatMap((mechanism): Change[] => {
      const [have, want] = [own(present, user)?.[mechanism], own(wanted.users ?? {}, user)?.[mechanism]];
      if (!want) return have ? [{ kind: 'old password', user, mechanism }] : [];
      const { iterations, password = null } = want;
      if (password === null && have?.iterations === iterations) return [];
      const before = have?.iterations ?? null;
      const change: Change = { kind: 'password', user, mechanism, before, iterations, password };
      if (password === null) {
        const why = `user ${user} ${have ? `has other iterations (${have.iterations}) for` : 'has no'} ${mechanism}, and the file does not say where the password is.`;
        impossible.push({ change, why });
        return [];
      }
      return [change];
    }),
  );
}

/** Always in this order, so that it can be compared as text. */
function whoseOf(quota: QuotaWhose): QuotaWhose {
  const { user, 'client-id': clientId, ip } = quota;
  return {
    ...(user === undefined ? {} : { user }),
    ...(clientId === undefined ? {} : { 'client-id': clientId }),
    ...(ip === undefined ? {} : { ip }),
  };
}

function aclKey({ resource, name, pattern, principal, permission, operation, host }: ManifestAcl): string {
  return JSON.stringify([resource, name, pattern, principal, permission, operation, host]);
}

/** Not what every object has, such as `constructor`. */
function own<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])];
}
