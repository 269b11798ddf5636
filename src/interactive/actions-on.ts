/** Whatever commands take a thing of some kind: what can be done with a topic, a group, a broker. */
import type { CommandSpec } from '../command.js';
import { fieldsOfCommand } from '../fields.js';
import { commandChoice } from './do-command.js';
import { liveKindOf, type LiveKind } from './live-names.js';
import type { Menu } from './menu-context.js';
import type { Choice } from './ui.js';

export interface Action {
  readonly spec: CommandSpec;
  readonly field: string;
  readonly isList: boolean;
}

/** Those that take it without a flag come first. */
export async function actionsOn(menu: Menu, kind: LiveKind): Promise<Choice<Action>[]> {
  const specs = await Promise.all(menu.entries.map(({ load }) => load()));
  const actions = specs.flatMap((spec) => {
    const field = fieldsOfCommand(spec).find((each) => liveKindOf(spec, each) === kind);
    if (!field) return [];
    const action: Action = { spec, field: field.name, isList: field.type === 'list' };
    return [{ ...commandChoice(spec), value: action, isMain: field.position !== undefined }];
  });
  return [...actions.filter(({ isMain }) => isMain), ...actions.filter(({ isMain }) => !isMain)];
}
