/** What `topics config`, `groups config` and `brokers config` share: their options, and how configs and changes look. */
import { z } from 'zod';
import { hiddenValue } from '../../config/secrets.js';
import type { Context, Effect } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { alterConfig, type ConfigChange, type ConfigState } from '../../kafka/configs/alter-config.js';
import { isChange, parseConfigChanges, type TypedChanges } from '../../kafka/configs/config-changes.js';
import { nameOf, type ConfigResource } from '../../kafka/session/config-resource.js';
import { describeConfig, type ConfigEntry } from '../../kafka/configs/describe-config.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { lineToSeeAll, lineToUndo } from './config-lines.js';
import { typedSecret } from './typed-secret.js';
import { nearestNames } from '../../text/nearest-names.js';
import { commandLine } from '../../text/command-line.js';

export const configOptions = {
  config: z.array(z.string()).default([]).meta({
    description:
      'names of configs to show, or the change: set NAME=VALUE … unset NAME …; a VALUE may be env:NAME, keyring:NAME or prompt',
    completes: 'config-change',
    secret: 'pairs',
  }),
  all: z.boolean().default(false).meta({ description: "show Kafka's defaults too" }),
  docs: z.boolean().default(false).meta({ description: "add the broker's documentation of each config" }),
  set: z.array(z.string()).default([]).meta({
    description: 'set a config and leave the others; may be repeated',
    placeholder: 'NAME=VALUE',
    completes: 'config-value',
    secret: 'pairs',
  }),
  unset: z
    .array(z.string())
    .default([])
    .meta({ description: 'remove a config; may be repeated', placeholder: 'NAME', completes: 'config' }),
  dryRun: z.boolean().default(false).meta({ description: 'validate only; change nothing' }),
};

export type ConfigOptions = TypedChanges & {
  readonly all: boolean;
  readonly docs: boolean;
  readonly dryRun: boolean;
};

export type ConfigReport = { readonly resource: ConfigResource } & (
  | { readonly configs: readonly ConfigEntry[]; readonly isDocumented: boolean }
  | { readonly changes: readonly ConfigChange[]; readonly dryRun: boolean }
);

/** A dry run changes nothing, so it is allowed even if changes are not. */
export function effectOfConfig(options: ConfigOptions): Effect {
  return isChange(parseConfigChanges(options)) && !options.dryRun ? 'writes' : 'reads';
}

export async function runConfig(
  context: Context,
  session: KafkaSession,
  resource: ConfigResource,
  options: ConfigOptions,
): Promise<ConfigReport> {
  const changes = parseConfigChanges(options);
  if (isChange(changes)) {
    const set = await withSecrets(context, changes.set);
    const made = await alterConfig(session, resource, { ...changes, set }, options);
    return { resource, changes: made, dryRun: options.dryRun };
  }
  const entries = await describeConfig(session, resource);
  const configs =
    changes.show.length > 0
      ? changes.show.map((name) => entryNamed(name, entries, resource))
      : entries.filter(({ source }) => options.all || source !== 'default');
  return { resource, configs, isDocumented: options.docs || changes.show.length > 0 };
}

/** A value may name where it is: sensitive ones have no place on a command line. */
async function withSecrets(
  context: Context,
  typed: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of typed) {
    values.set(name, await typedSecret(context, value, `the value of ${name}`));
  }
  return values;
}

export function itemsOfConfig(report: ConfigReport): readonly unknown[] {
  return 'changes' in report ? report.changes : report.configs;
}

export function viewOfConfig(report: ConfigReport): View {
  return 'changes' in report
    ? viewOfChanges(report.resource, report.changes, report.dryRun)
    : viewOfEntries(report.resource, report.configs, report.isDocumented);
}

function entryNamed(name: string, entries: readonly ConfigEntry[], resource: ConfigResource): ConfigEntry {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  if (resource.kind === 'all-brokers') {
    throw new LabError('not-found', `"${name}" has no cluster-wide default.`, {
      hint: `What a broker does: ${commandLine`brokers config ID ${name}`}`,
    });
  }
  const near = nearestNames(
    name,
    entries.map((entry) => entry.name),
  );
  throw new LabError('not-found', `${nameOf(resource)} has no config "${name}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Show all names: --all',
  });
}

function viewOfEntries(
  resource: ConfigResource,
  configs: readonly ConfigEntry[],
  isDocumented: boolean,
): View {
  const notes = isDocumented ? configs.flatMap(documentationOf) : [];
  if (configs.length === 0) {
    notes.push(
      resource.kind === 'all-brokers'
        ? 'No cluster-wide default is set.'
        : `Nothing is set: the defaults apply. See them: ${lineToSeeAll(resource)}`,
    );
  }
  return {
    title: nameOf(resource),
    header: ['NAME', 'VALUE', 'SOURCE', 'OTHERWISE'],
    rows: configs.map((entry) => [
      entry.name,
      entry.isSensitive ? hidden : entry.value,
      entry.source === 'default' ? { text: entry.source, tone: 'muted' } : entry.source,
      entry.fallback && !entry.isSensitive ? fallbackText(entry.name, entry.fallback) : null,
    ]),
    notes,
  };
}

const hidden: Cell = { text: hiddenValue, tone: 'muted' };

function fallbackText(name: string, fallback: { readonly name: string; readonly value: string | null }) {
  const value = fallback.value ?? 'none';
  return fallback.name === name ? value : `${fallback.name}=${value}`;
}

function documentationOf({ name, type, isReadOnly, documentation }: ConfigEntry): readonly string[] {
  if (documentation === null) return [];
  const kind = [type, isReadOnly ? 'only by restart' : null].filter((word) => word !== null).join(', ');
  return [`${name}${kind === '' ? '' : ` (${kind})`}: ${documentation}`];
}

const tones = {
  set: 'good',
  unset: 'good',
  unchanged: 'muted',
  planned: 'strong',
  accepted: 'warn',
} as const;

function viewOfChanges(resource: ConfigResource, changes: readonly ConfigChange[], dryRun: boolean): View {
  return {
    title: nameOf(resource),
    header: ['NAME', 'BEFORE', 'AFTER', 'SOURCE', 'OUTCOME'],
    rows: changes.map((change) => [
      change.name,
      stateCell(change, change.before),
      isUnknown(change) ? 'the default' : stateCell(change, change.after),
      change.after.source,
      { text: change.outcome, tone: tones[change.outcome] },
    ]),
    notes: notesOf(resource, changes, dryRun),
  };
}

/** Without a value of its own it falls back on something that the broker has no name for. */
function isUnknown({ outcome, after }: ConfigChange): boolean {
  return outcome === 'planned' && after.source === null;
}

function stateCell({ isSensitive }: ConfigChange, { value, source, from }: ConfigState): Cell {
  if (isSensitive && source !== null) return hidden;
  return from === null ? value : `${from}=${value ?? 'none'}`;
}

function notesOf(
  resource: ConfigResource,
  changes: readonly ConfigChange[],
  dryRun: boolean,
): readonly string[] {
  if (dryRun) return ['A dry run: the broker would accept it; nothing was changed.'];
  const notes: string[] = [];
  if (changes.some(({ outcome }) => outcome === 'accepted')) {
    notes.push('accepted: the broker took it but does not show it yet; look again in a moment.');
  }
  const undo = lineToUndo(resource, changes);
  if (undo !== undefined) notes.push(`To undo: ${undo}`);
  return notes;
}
