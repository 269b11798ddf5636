/** Takes away what a lesson made, also after ^C, and leaves brokers and their settings as they were found. */
import { readState } from '../cluster/state/find-cluster.js';
import { clusterFolder } from '../cluster/state/cluster-folder.js';
import { isBroker } from '../cluster/state/state.js';
import type { Context } from '../../contract/command.js';
import { shellWords } from '../../text/shell-words.js';
import { describeConfig } from '../../kafka/configs/describe-config.js';
import type { Lesson } from './lesson.js';
import { withClusterName } from './with-cluster-name.js';

export interface Found {
  /** Their ids, whether they run or not. */
  readonly brokers: readonly number[];
  /** Those set for all brokers, of those that the lesson sets. */
  readonly configs: ReadonlyMap<string, string>;
}

/** How things are before the lesson begins. */
export async function lookAround(lesson: Lesson, context: Context, cluster: string): Promise<Found> {
  const { clusterWide = [] } = lesson;
  const entries =
    clusterWide.length === 0 ? [] : await describeConfig(await context.kafka(), { kind: 'all-brokers' });
  const own = entries.filter(
    ({ name, source }) => clusterWide.includes(name) && source === 'dynamic-default',
  );
  return {
    brokers: brokersIn(context, cluster),
    configs: new Map(own.map(({ name, value }) => [name, value ?? ''])),
  };
}

/** The commands that do it, as a person would type them; those about things that are not there simply fail. */
export function cleanUpLines(
  lesson: Lesson,
  cluster: string,
  found: Found,
  brokersNow: readonly number[],
): readonly string[] {
  const added = brokersNow.filter((id) => !found.brokers.includes(id));
  return [
    ...(lesson.breaksBrokers ? ['cluster up'] : []),
    ...lesson.groups.map((group) => `groups delete ${group} --yes`),
    ...lesson.topics.map((topic) => `topics delete ${topic} --yes`),
    ...(lesson.clusterWide ?? []).map((name) => {
      const value = found.configs.get(name);
      const change = value === undefined ? `unset ${name}` : `set ${name}=${value}`;
      return `brokers config --cluster-wide ${change} --yes`;
    }),
    // The last one goes first.
    ...added.sort((one, other) => other - one).map((id) => `cluster remove ${id} --yes`),
  ].map((line) => withClusterName(line, cluster));
}

export async function cleanUp(
  lesson: Lesson,
  context: Context,
  cluster: string,
  found: Found,
): Promise<void> {
  // ^C has ended the lesson, not this.
  const { signal } = new AbortController();
  for (const line of cleanUpLines(lesson, cluster, found, brokersIn(context, cluster))) {
    await context.invoke(shellWords(`kafka-lab ${line} `).before, { signal, silent: true });
  }
}

function brokersIn({ folders }: Context, cluster: string): readonly number[] {
  const services = readState(clusterFolder(folders, cluster))?.services ?? [];
  return services.filter(isBroker).map(({ id }) => id);
}
