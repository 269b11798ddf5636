/** What a readonly connection would refuse in the end, said before anything is asked. */
import type { CommandSpec } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import type { Chosen } from '../../contract/command-words.js';
import { chosenEffect, isComplete } from './form.js';
import type { Menu } from './menu-context.js';

/** A plan only reads. The guard of the commands comes later all the same. */
export async function refusal(
  { context }: Pick<Menu, 'context'>,
  spec: CommandSpec,
  chosen: Chosen,
): Promise<LabError | undefined> {
  if (spec.changes === 'machine' || chosenEffect(spec, chosen) === 'reads') return undefined;
  if (spec.effectOf !== undefined && !isComplete(spec, chosen)) return undefined;
  const connection = await context.connection();
  if (!connection?.settings.readonly) return undefined;
  return new LabError(
    'refused',
    `${spec.path.join(' ')} would change the cluster, and connection ${connection.name} is readonly.`,
    { hint: 'Another cluster can be chosen at home, with "Another cluster".' },
  );
}
