/** The definition of a command, by the words of its path; undefined if the menu has none of it. */
import type { CommandSpec } from '../../contract/command.js';
import type { Menu } from './menu-context.js';

export async function loadCommand(
  { entries }: Pick<Menu, 'entries'>,
  path: string,
): Promise<CommandSpec | undefined> {
  return entries.find((each) => each.path === path)?.load();
}
