/** The names there are at present, as the Tab key has them too, those used lately first. */
import { presentNames } from '../../cli/completion/present-names.js';
import type { Completable } from '../../contract/fields.js';
import type { Menu } from './menu-context.js';
import { recentFirst } from './recent.js';

/** Empty for files; throws LabError when nobody answers. */
export async function liveNames(
  menu: Menu,
  kind: Completable,
  chosen: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> {
  if (kind === 'file') return [];
  const { context } = menu;
  const { name } = chosen;
  const names = await presentNames(kind, {
    places: context,
    cluster: typeof name === 'string' ? name : context.globals.cluster,
    part: '',
    ask: async (question) => question(await context.kafka()),
  });
  const sorted = [...new Set(names)].sort(ownLast);
  return kind === 'topic' ? recentFirst(sorted, menu.recent.topics) : sorted;
}

/** Kafka's own are rarely meant; numbers go by their size. */
function ownLast(one: string, other: string): number {
  const [isOne, isOther] = [one.startsWith('__'), other.startsWith('__')];
  if (isOne !== isOther) return isOne ? 1 : -1;
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}
