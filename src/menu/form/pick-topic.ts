/** One of the topics, found by typing a part of its name; recent ones come first, and a new one can be created. */
import { doPath } from './do-command.js';
import { liveNames } from './live-names.js';
import type { Menu } from './menu-context.js';
import { withTopic } from './recent.js';

export async function pickTopic(menu: Menu, title: string): Promise<string | undefined> {
  let before: readonly string[] | undefined;
  for (;;) {
    const names = await menu.ui.busy('Asking for the topics', liveNames(menu, 'topic', {}));
    if (names === undefined) return undefined;
    const made = before && names.filter((name) => !before?.includes(name));
    // A topic that was created here is the one that is wanted.
    if (made?.length === 1) return remembered(menu, made[0] ?? '');
    before = names;
    const recent = new Set(menu.recent.topics);
    const choices = names.map((name) => ({
      value: name,
      label: name,
      ...(recent.has(name) ? { detail: 'recent' } : {}),
      term: 'topic',
    }));
    const picked = await menu.ui.pick<string | null>({
      title: names.length === 0 ? 'There are no topics yet.' : `${title} (${names.length})`,
      search: names.length > 0,
      ...(names.length > 0 ? { free: 'a new topic' } : {}),
      choices:
        names.length > 0
          ? choices
          : [{ value: null, label: 'Create one', detail: 'it needs a name', term: 'topic' }],
    });
    if (picked === undefined || picked.kind === 'key') return undefined;
    if (picked.kind === 'choice' && picked.value !== null) {
      return remembered(menu, picked.value);
    }
    await doPath(menu, 'topics create', picked.kind === 'text' ? { name: picked.text } : {});
  }
}

function remembered(menu: Menu, topic: string): string {
  menu.remember((recent) => withTopic(recent, topic));
  return topic;
}
