/** All commands that take what a row is about, to choose from. */
import type { CommandSpec } from '../contract/command.js';
import { actionsOn } from '../menu/form/actions-on.js';
import type { Chosen } from '../contract/command-words.js';
import type { Menu } from '../menu/form/menu-context.js';
import { printable } from '../text/printable.js';

const kinds = ['group', 'topic', 'broker', 'subject', 'connection', 'service', 'lesson'] as const;

interface ChosenAction {
  readonly spec: CommandSpec;
  readonly given: Chosen;
}

/** Undefined after a step back, `none` if no command takes it. */
export async function chooseAction(
  menu: Menu,
  meaning: Readonly<Record<string, string | undefined>>,
): Promise<ChosenAction | 'none' | undefined> {
  const here = kinds.flatMap((kind) => {
    const name = meaning[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
  if (here.length === 0) return 'none';
  const lists = await Promise.all(
    here.map(async ({ kind, name }) => {
      const actions = await actionsOn(menu, kind);
      return actions.map(({ value: { spec, field, isList }, ...choice }) => ({
        ...choice,
        value: { spec, given: { [field]: isList ? [name] : name } },
      }));
    }),
  );
  const title = here.map(({ kind, name }) => `${kind} ${printable(name)}`).join(', ');
  const picked = await menu.ui.pick<ChosenAction>({ title, choices: lists.flat(), search: true });
  return picked?.kind === 'choice' ? picked.value : undefined;
}
