/** One of the topics, found by typing a part of its name; those used lately come first. */
import { liveNames } from './live-names.js';
import type { Menu } from './menu-context.js';
import { withTopic } from './recent.js';

export async function pickTopic(menu: Menu, title: string): Promise<string | undefined> {
  const names = await menu.ui.busy('Asking for the topics', liveNames(menu, 'topic', {}));
  if (names === undefined) return undefined;
  if (names.length === 0) {
    menu.ui.say('There are no topics yet. Make one: Do → topics → create.');
    return undefined;
  }
  const recent = new Set(menu.recent.topics);
  const picked = await menu.ui.pick({
    title: `${title} (${names.length})`,
    search: true,
    choices: names.map((name) => ({
      value: name,
      label: name,
      ...(recent.has(name) ? { detail: 'used lately' } : {}),
      term: 'topic',
    })),
  });
  if (picked?.kind !== 'choice') return undefined;
  menu.remember((before) => withTopic(before, picked.value));
  return picked.value;
}
