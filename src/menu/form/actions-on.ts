/** The commands that take a topic, a group or a broker. */
import type { CommandSpec } from '../../contract/command.js';
import { fieldsOfCommand, type Completable } from '../../contract/fields.js';
import { commandChoice } from './do-command.js';
import type { Menu } from './menu-context.js';
import type { Choice } from '../ui/ui.js';

export interface Action {
  readonly spec: CommandSpec;
  readonly field: string;
  readonly isList: boolean;
}

/** Those that take it without a flag come first. */
export async function actionsOn(menu: Menu, kind: Completable): Promise<Choice<Action>[]> {
  const specs = await Promise.all(menu.entries.map(({ load }) => load()));
  const actions = specs.flatMap((spec) => {
    const field = fieldsOfCommand(spec).find((each) => each.completes === kind);
    if (!field) return [];
    const action: Action = { spec, field: field.name, isList: field.type === 'list' };
    return [{ ...commandChoice(spec), value: action, isMain: field.position !== undefined }];
  });
  return [...actions.filter(({ isMain }) => isMain), ...actions.filter(({ isMain }) => !isMain)];
}
