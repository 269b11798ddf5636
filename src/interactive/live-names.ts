/** What there is at present of the thing that an option names: topics, groups, brokers, clusters. */
import { existsSync, readdirSync } from 'node:fs';
import { clusterFolder, clustersFolder, readState } from '../cluster/find-cluster.js';
import type { CommandSpec } from '../command.js';
import type { Field } from '../fields.js';
import { groupIds } from '../kafka/group-ids.js';
import type { Menu } from './menu-context.js';
import { recentFirst } from './recent.js';

export type LiveKind = 'topic' | 'group' | 'broker' | 'connection' | 'cluster' | 'service' | 'file';

const byName: Readonly<Record<string, LiveKind>> = {
  topic: 'topic',
  topics: 'topic',
  group: 'group',
  groups: 'group',
  broker: 'broker',
  connection: 'connection',
};

/** The schema's own word (`.meta({ completes })`), else what the option's name says. */
export function liveKindOf(spec: Pick<CommandSpec, 'path'>, field: Field): LiveKind | undefined {
  const { completes } = field as Field & { readonly completes?: LiveKind };
  if (completes !== undefined) return completes;
  if (spec.path[0] === 'cluster') {
    if (field.name === 'broker') return 'service';
    if (field.name === 'name' && spec.path[1] !== 'up') return 'cluster';
  }
  return byName[field.name];
}

/** Those used lately first. Empty for files; throws LabError when nobody answers. */
export async function liveNames(
  menu: Menu,
  kind: LiveKind,
  chosen: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { context } = menu;
  switch (kind) {
    case 'topic': {
      const { topics } = await (await context.kafka()).metadata(null);
      const names = topics.map(({ name }) => name).sort(ownTopicsLast);
      return recentFirst(names, menu.recent.topics);
    }
    case 'group':
      return [...(await groupIds(await context.kafka()))].sort();
    case 'broker': {
      const { brokers } = await (await context.kafka()).metadata([]);
      return brokers.map(({ id }) => String(id));
    }
    case 'cluster':
      return existsSync(clustersFolder(context.folders)) ? readdirSync(clustersFolder(context.folders)) : [];
    case 'service': {
      const name = typeof chosen['name'] === 'string' ? chosen['name'] : (context.globals.cluster ?? 'lab');
      const services = readState(clusterFolder(context.folders, name))?.services ?? [];
      return services.map((service) => (service.kind === 'broker' ? String(service.id) : service.name));
    }
    case 'connection':
    case 'file':
      return [];
  }
}

/** Kafka's own are rarely meant. */
function ownTopicsLast(one: string, other: string): number {
  const [isOne, isOther] = [one.startsWith('__'), other.startsWith('__')];
  return isOne === isOther ? (one < other ? -1 : 1) : isOne ? 1 : -1;
}
