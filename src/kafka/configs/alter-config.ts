/** Changes single configs of a topic, group or broker, leaves all others alone, and reads the result back. */
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { configOperation, incrementalAlterConfigs } from '../../wire/requests/incremental-alter-configs.js';
import { send } from '../../wire/protocol/send.js';
import type { ConfigChanges } from './config-changes.js';
import { isSameConfigValue } from './config-value.js';
import { connectionFor, nameOf, wireResource, type ConfigResource } from '../session/config-resource.js';
import { describeConfig, ownSource, type ConfigEntry, type ConfigSourceName } from './describe-config.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';
import { hintForMistyped } from './mistyped-config.js';

export interface ConfigState {
  /** Null when there is none, and always when it is sensitive. */
  readonly value: string | null;
  /** Null if nothing is set and Kafka has no default for it here. */
  readonly source: ConfigSourceName | null;
  /** The config that the value comes from, if it is another: without retention.ms, log.retention.hours applies. */
  readonly from: string | null;
}

export interface ConfigChange {
  readonly name: string;
  readonly isSensitive: boolean;
  readonly before: ConfigState;
  /** As read back; for a dry run, as requested. */
  readonly after: ConfigState;
  /** `accepted`: the broker took it but did not return it yet when last asked. */
  readonly outcome: 'set' | 'unset' | 'unchanged' | 'planned' | 'accepted';
}

/** Brokers accept these, but list them only once they are set. */
const unlisted = [
  'leader.replication.throttled.rate',
  'follower.replication.throttled.rate',
  'replica.alter.log.dirs.io.max.bytes.per.second',
];

/** Throws LabError 'refused' with the broker's message; then nothing was changed, as all are applied together. */
export async function alterConfig(
  session: KafkaSession,
  resource: ConfigResource,
  changes: ConfigChanges,
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly ConfigChange[]> {
  const before = await entriesByName(session, resource);
  const catalogue = await everyConfig(session, resource, before);
  const known = [...catalogue.keys()];
  const names = [...changes.set.keys(), ...changes.unset];
  if (isOfBrokers(resource)) checkBrokerNames(names, known);
  const { responses } = await send(await connectionFor(session, resource), incrementalAlterConfigs, {
    resources: [
      {
        ...wireResource(resource),
        configs: [
          ...[...changes.set].map(([name, value]) => ({
            name,
            configOperation: configOperation.set,
            value,
          })),
          ...changes.unset.map((name) => ({ name, configOperation: configOperation.delete, value: null })),
        ],
      },
    ],
    validateOnly: dryRun,
  });
  const [response] = responses;
  if (response && response.errorCode !== 0) {
    throw refused(resource, names, known, response.errorCode, response.errorMessage);
  }
  const after = dryRun ? undefined : await readBack(session, resource, changes, before);
  // Brokers treat unknown configs as sensitive, and so does this.
  const isSensitive = (name: string) =>
    (after?.get(name) ?? catalogue.get(name))?.isSensitive ?? isOfBrokers(resource);
  return names.map((name) => ({
    name,
    isSensitive: isSensitive(name),
    ...changeOf(resource, changes, name, isSensitive(name), before, after),
  }));
}

type Entries = ReadonlyMap<string, ConfigEntry>;

async function entriesByName(session: KafkaSession, resource: ConfigResource): Promise<Entries> {
  return new Map((await describeConfig(session, resource)).map((entry) => [entry.name, entry]));
}

function isOfBrokers({ kind }: ConfigResource): boolean {
  return kind === 'broker' || kind === 'all-brokers';
}

/** The cluster-wide defaults list only what is set; any broker knows all the names. */
async function everyConfig(
  session: KafkaSession,
  resource: ConfigResource,
  entries: Entries,
): Promise<Entries> {
  if (resource.kind !== 'all-brokers') return entries;
  const { brokers } = await session.metadata([]);
  const [broker] = brokers;
  if (!broker) return entries;
  return new Map([...(await entriesByName(session, { kind: 'broker', id: broker.id })), ...entries]);
}

/** Brokers accept unknown names, for plug-ins, so a typo would pass and do nothing. */
function checkBrokerNames(names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (known.includes(name) || unlisted.includes(name) || name.startsWith('listener.name.')) continue;
    const near = nearestNames(name, known);
    if (near.length === 0) continue;
    throw new LabError('refused', `No broker config is called "${name}". Nothing was changed.`, {
      hint: `Did you mean ${near.join(', ')}?`,
    });
  }
}

function refused(
  resource: ConfigResource,
  names: readonly string[],
  known: readonly string[],
  errorCode: number,
  errorMessage: string | null,
): LabError {
  const error = refusal(`${nameOf(resource)}: nothing was changed`, errorCode, errorMessage);
  const hint = hintForMistyped(names, known, errorMessage) ?? hintFor(errorMessage) ?? error.hint;
  return new LabError(error.code, error.message, hint === undefined ? {} : { hint });
}

function hintFor(errorMessage: string | null): string | undefined {
  if (errorMessage === null) return undefined;
  if (/Cannot update these configs dynamically/i.test(errorMessage)) {
    return "Only the broker's server.properties and a restart can change that.";
  }
  if (/Password encoder secret not configured/i.test(errorMessage)) {
    return 'Brokers with ZooKeeper store secrets only encrypted: give them password.encoder.secret in server.properties first.';
  }
  return undefined;
}

async function readBack(
  session: KafkaSession,
  resource: ConfigResource,
  changes: ConfigChanges,
  before: Entries,
): Promise<Entries> {
  return untilSeen(
    session,
    () => entriesByName(session, resource),
    (entries) =>
      [...changes.set].every(([name, value]) => isSet(resource, entries.get(name), value)) &&
      changes.unset.every((name) => isUnset(resource, entries.get(name), before.get(name))),
  );
}

/** A broker returns the new source a moment before the new value. */
function isUnset(resource: ConfigResource, entry: ConfigEntry | undefined, old: ConfigEntry | undefined) {
  if (!entry || entry.source === ownSource(resource)) return !entry;
  const expected =
    old?.source === ownSource(resource) && old.fallback?.name === old.name ? old.fallback : null;
  return !expected || entry.value === expected.value;
}

function isSet(resource: ConfigResource, entry: ConfigEntry | undefined, value: string): boolean {
  return (
    entry?.source === ownSource(resource) &&
    (entry.isSensitive || isSameConfigValue(entry.type, entry.value, value))
  );
}

function stateOf(entry: ConfigEntry | undefined): ConfigState {
  return { value: entry?.value ?? null, source: entry?.source ?? null, from: null };
}

/** `after`: undefined for a dry run. */
function changeOf(
  resource: ConfigResource,
  changes: ConfigChanges,
  name: string,
  isSensitive: boolean,
  before: Entries,
  after: Entries | undefined,
): Pick<ConfigChange, 'before' | 'after' | 'outcome'> {
  const old = before.get(name);
  const now = after?.get(name);
  const value = changes.set.get(name);
  const own = ownSource(resource);
  const isNothingNew =
    value === undefined ? old?.source !== own : !isSensitive && isSet(resource, old, value);
  if (isNothingNew) return { before: stateOf(old), after: stateOf(after ? now : old), outcome: 'unchanged' };
  if (!after) {
    const planned =
      value === undefined ? withoutOwn(old) : { value: isSensitive ? null : value, source: own, from: null };
    return { before: stateOf(old), after: planned, outcome: 'planned' };
  }
  const isDone = value === undefined ? isUnset(resource, now, old) : isSet(resource, now, value);
  const outcome = isDone ? (value === undefined ? 'unset' : 'set') : 'accepted';
  return { before: stateOf(old), after: stateOf(now), outcome };
}

function withoutOwn(entry: ConfigEntry | undefined): ConfigState {
  const { name = null, value = null, source = null } = entry?.fallback ?? {};
  return { value, source, from: name === entry?.name ? null : name };
}
