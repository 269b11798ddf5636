/** The names there are at present, as the Tab key has them too, recent ones first. */
import { ownerOfConfigs, presentNames } from '../../cli/completion/present-names.js';
import { listGroups } from '../../kafka/groups/list-groups.js';
import type { Completable } from '../../contract/fields.js';
import type { Menu } from './menu-context.js';
import { recentFirst } from './recent.js';

/** Empty for files; throws LabError if the cluster does not answer. */
export async function liveNames(
  menu: Menu,
  kind: Completable,
  chosen: Readonly<Record<string, unknown>> = {},
  path: readonly string[] = [],
): Promise<readonly string[]> {
  if (kind === 'file') return [];
  const { context } = menu;
  const { name } = chosen;
  const names = await presentNames(kind, {
    places: context,
    cluster: typeof name === 'string' ? name : context.globals.cluster,
    part: '',
    configs: {
      of: ownerOfConfigs(path[0]),
      name: textOf(chosen['topic'] ?? chosen['broker'] ?? chosen['group']),
      words: Array.isArray(chosen['config']) ? chosen['config'].map(String) : [],
    },
    ask: async (question) => question(await context.kafka()),
    registry: () => context.registry(),
  });
  const sorted = [...new Set(names)].sort(ownLast);
  if (kind !== 'topic') return sorted;
  const read = await topicsReadBy(menu, chosen['group']);
  return recentFirst(sorted, [...new Set([...read, ...menu.recent.topics])]);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Of the groups that were chosen, these are what is meant. */
async function topicsReadBy(menu: Menu, groups: unknown): Promise<readonly string[]> {
  const chosen = new Set(Array.isArray(groups) ? groups : [groups]);
  if (groups === undefined) return [];
  const list = await listGroups(await menu.context.kafka(), (group) => chosen.has(group.group));
  return list.groups.flatMap(({ topics }) => topics);
}

/** Kafka's own are rarely meant; numbers go by their size. */
function ownLast(one: string, other: string): number {
  const [isOne, isOther] = [one.startsWith('__'), other.startsWith('__')];
  if (isOne !== isOther) return isOne ? 1 : -1;
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}
