/** `kafka-lab connections show` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { requireConnection } from '../../config/choose-connection.js';
import type { Connection } from '../../config/connection.js';
import { loadConnections } from '../../config/load-connections.js';
import { LabError } from '../../text/errors.js';
import { existingName, withoutSecretValues } from './_connection-options.js';
import { commandLine } from '../../text/command-line.js';

export interface ShownConnection {
  readonly name: string;
  readonly path: string;
  readonly source: 'project' | 'user';
  /** Secrets as references, or hidden. */
  readonly settings: Connection;
}

export const connectionsShow = defineCommand({
  path: ['connections', 'show'],
  summary: 'show one connection without its secrets (default: the one in use)',
  effect: 'reads',
  changes: 'machine',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  examples: ['connections show', 'connections show prod -o yaml'],
  async run(context, options): Promise<ShownConnection> {
    const found =
      options.name === undefined
        ? await context.connection()
        : requireConnection(
            options.name,
            await loadConnections({ ...context, note: (text) => context.say(text, 'warn') }),
          );
    if (!found) {
      throw new LabError('not-found', 'No connection is in use.', {
        hint: 'See which there are: kafka-lab connections list; use one: kafka-lab connections use NAME',
      });
    }
    const { name, path, source } = found;
    return { name, path, source, settings: withoutSecretValues(found.settings) };
  },
  view: ({ name, path, source, settings }) => ({
    title: `Connection ${name}`,
    header: ['SETTING', 'VALUE'],
    rows: [...rowsOf(settings), ['file', `${path} (${source})`]],
    notes: [
      `Try it: ${commandLine`connections ping ${name}`}; step by step: ${commandLine`connections doctor ${name}`}`,
    ],
  }),
});

function rowsOf(settings: object, before = ''): Cell[][] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return [[before + key, value.join(' ')]];
    if (typeof value === 'object' && value !== null) {
      const rows = rowsOf(value, `${before}${key}.`);
      return rows.length > 0 ? rows : [[before + key, true]];
    }
    return [[before + key, value as Cell]];
  });
}
