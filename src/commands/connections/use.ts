/** `kafka-lab connections use` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { requireConnection } from '../../config/choose-connection.js';
import { loadConnections } from '../../config/load-connections.js';
import { changeUserFile } from '../../config/change-user-file.js';
import { LabError } from '../../text/errors.js';
import { existingName } from './_connection-options.js';

export const connectionsUse = defineCommand({
  path: ['connections', 'use'],
  summary: 'use a connection from now on, whenever no other cluster is named',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({
    name: existingName.optional(),
    none: z.boolean().default(false).meta({ description: 'no default: the practice cluster again' }),
  }),
  positionals: ['name'],
  examples: ['connections use staging', 'connections use --none'],
  async run(context, { name, none }) {
    if ((name === undefined) !== none) {
      throw new LabError(
        'usage',
        name === undefined ? 'Which connection?' : 'A name and --none contradict each other.',
        {
          hint: 'Name one of them: kafka-lab connections list; or none: kafka-lab connections use --none',
        },
      );
    }
    const connections = await loadConnections(context);
    const found = name === undefined ? undefined : requireConnection(name, connections);
    const path = changeUserFile(context.folders, (document) => {
      if (name === undefined) document.delete('current');
      else document.set('current', name);
    });
    const overruledBy =
      connections.current && connections.current.path !== path ? connections.current : undefined;
    return {
      name: name ?? null,
      bootstrapServers: found?.settings.bootstrapServers ?? null,
      path,
      overruledBy: overruledBy ?? null,
    };
  },
  view: ({ name, bootstrapServers, path, overruledBy }) => ({
    header: [],
    rows: [],
    notes: [
      name === null
        ? 'There is no default connection now: kafka-lab uses the practice cluster.'
        : `From now on: ${name} (${bootstrapServers ?? ''}), as saved in ${path}.`,
      ...(overruledBy && overruledBy.name !== name
        ? [
            `But not in this folder: here ${overruledBy.path} says ${overruledBy.name}, and a project's file goes first.`,
          ]
        : []),
      ...(name === null ? [] : ['Try it: kafka-lab connections ping']),
    ],
  }),
});
