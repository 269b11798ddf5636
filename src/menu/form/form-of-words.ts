/** A command line as it was typed → the command and what was chosen for it. */
import { parseCommandLine } from '../../cli/cli.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { LabError } from '../../text/errors.js';
import { withoutDefaults } from './form.js';
import type { Form, Menu } from './menu-context.js';

export async function formOfWords(
  argv: readonly string[],
  { entries, groups }: Pick<Menu, 'entries' | 'groups'>,
): Promise<Form | LabError> {
  try {
    const request = await parseCommandLine(argv, { entries, groups, version: '', columns: 80 });
    if (request.kind !== 'run') return new LabError('usage', 'That only prints help.');
    return { spec: request.spec, chosen: withoutDefaults(request.spec, request.options) };
  } catch (error) {
    return asLabError(error);
  }
}
