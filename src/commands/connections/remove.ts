/** `kafka-lab connections remove` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { requireConnection } from '../../config/choose-connection.js';
import { loadConnections } from '../../config/load-connections.js';
import { changeUserFile } from '../../config/change-user-file.js';
import { LabError } from '../../text/errors.js';
import { existingName } from './_connection-options.js';

export const connectionsRemove = defineCommand({
  path: ['connections', 'remove'],
  summary: 'remove a connection; its cluster is not touched',
  effect: 'destroys',
  changes: 'machine',
  output: 'report',
  options: z.object({ name: existingName }),
  positionals: ['name'],
  examples: ['connections remove staging'],
  confirmation: ({ name }) => ({ question: `Connection ${name} will be removed.`, word: name }),
  async run(context, { name }) {
    const { source, path } = requireConnection(name, await loadConnections(context));
    if (source === 'project') {
      throw new LabError('refused', `Connection ${name} belongs to the project; it is defined in ${path}.`, {
        hint: 'kafka-lab changes your own file only. Edit that one yourself.',
      });
    }
    changeUserFile(context.folders, (document) => {
      document.deleteIn(['connections', name]);
      if (document.get('current') === name) document.delete('current');
    });
    return { name, path };
  },
  view: ({ name, path }) => ({ header: [], rows: [], notes: [`Removed ${name} from ${path}.`] }),
});
