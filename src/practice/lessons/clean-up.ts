/** Deletes what a lesson created, also after ^C, and restores brokers and their configs. */
import { readState } from '../cluster/state/find-cluster.js';
import { clusterFolder } from '../cluster/state/cluster-folder.js';
import { isBroker } from '../cluster/state/state.js';
import type { Context } from '../../contract/command.js';
import { shellWords } from '../../text/shell-words.js';
import { describeConfig } from '../../kafka/configs/describe-config.js';
import type { Lesson } from './lesson.js';
import { withClusterName } from './with-cluster-name.js';

export interface Found {
  /** Ids of all brokers, running or not. */
  readonly brokers: readonly number[];
  /** Cluster-wide values, before the lesson, of the configs that it sets. */
  readonly configs: ReadonlyMap<string, string>;
  /** Whether the cluster had a schema registry. */
  readonly registry: boolean;
}

/** The state before the lesson. */
export async function lookAround(
  lesson: Lesson,
  context: Context,
  { cluster, hadRegistry }: { readonly cluster: string; readonly hadRegistry: boolean },
): Promise<Found> {
  const { clusterWide = [] } = lesson;
  const entries =
    clusterWide.length === 0 ? [] : await describeConfig(await context.kafka(), { kind: 'all-brokers' });
  const own = entries.filter(
    ({ name, source }) => clusterWide.includes(name) && source === 'dynamic-default',
  );
  return {
    brokers: brokersIn(context, cluster),
    configs: new Map(own.map(({ name, value }) => [name, value ?? ''])),
    registry: hadRegistry,
  };
}

/** The commands that do it, as you would type them; those for things that do not exist simply fail. */
export function cleanUpLines(
  lesson: Lesson,
  cluster: string,
  found: Found,
  brokersNow: readonly number[],
): readonly string[] {
  const added = brokersNow.filter((id) => !found.brokers.includes(id));
  return [
    ...(lesson.breaksBrokers ? ['cluster up'] : []),
    ...Object.entries(lesson.groupConfigs ?? {}).map(
      ([group, names]) => `groups config ${group} unset ${names.join(' ')} --yes`,
    ),
    ...lesson.groups.map((group) => `groups delete ${group} --yes`),
    ...lesson.topics.map((topic) => `topics delete ${topic} --yes`),
    ...(lesson.clusterWide ?? []).map((name) => {
      const value = found.configs.get(name);
      const change = value === undefined ? `unset ${name}` : `set ${name}=${value}`;
      return `brokers config --cluster-wide ${change} --yes`;
    }),
    ...registryLines(lesson, found),
    // The last one is removed first.
    ...added.sort((one, other) => other - one).map((id) => `cluster remove ${id} --yes`),
  ].map((line) => withClusterName(line, cluster));
}

/** Its schemas go with a registry that is there for the lesson only. */
function registryLines({ subjects }: Lesson, { registry }: Found): readonly string[] {
  if (!subjects) return [];
  return registry
    ? subjects.map((subject) => `schemas delete ${subject} --permanent --yes`)
    : ['cluster remove registry --yes'];
}

export async function cleanUp(
  lesson: Lesson,
  context: Context,
  cluster: string,
  found: Found,
): Promise<void> {
  // ^C ends the lesson, but not its cleanup.
  const { signal } = new AbortController();
  for (const line of cleanUpLines(lesson, cluster, found, brokersIn(context, cluster))) {
    await context.invoke(shellWords(`kafka-lab ${line} `).before, { signal, silent: true });
  }
}

/** Ids, running or not. */
export function brokersIn({ folders }: Pick<Context, 'folders'>, cluster: string): readonly number[] {
  const services = readState(clusterFolder(folders, cluster))?.services ?? [];
  return services.filter(isBroker).map(({ id }) => id);
}
