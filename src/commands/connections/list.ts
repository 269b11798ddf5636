/** `kafka-lab connections list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Colour } from '../../config/connection.js';
import { loadConnections } from '../../config/load-connections.js';
import { userFile } from '../../config/user-file.js';
import { guardOf, securityOf } from './_connection-options.js';

export interface ConnectionSummary {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly bootstrapServers: string;
  readonly security: string;
  readonly readonly: boolean;
  readonly protected: boolean;
  readonly colour: Colour | null;
  readonly source: 'project' | 'user';
  /** May it use secrets? Those of a project only after `connections trust`. */
  readonly isTrusted: boolean;
  readonly path: string;
}

interface ConnectionList {
  readonly connections: readonly ConnectionSummary[];
  readonly file: string;
  /** What a file names as the current one although there is none of that name. */
  readonly missing: { readonly name: string; readonly path: string } | null;
}

export const connectionsList = defineCommand({
  path: ['connections', 'list'],
  summary: 'list the named connections, and which of them is used when none is named',
  effect: 'reads',
  changes: 'machine',
  options: z.object({}),
  examples: ['connections list'],
  async run(context): Promise<ConnectionList> {
    const { all, current } = await loadConnections({ ...context, note: (text) => context.say(text, 'warn') });
    const isMissing = current !== undefined && all.every(({ name }) => name !== current.name);
    return {
      missing: isMissing ? current : null,
      file: userFile(context.folders),
      connections: all.map(({ name, settings, source, isTrusted, path }) => ({
        name,
        isCurrent: name === current?.name,
        bootstrapServers: settings.bootstrapServers,
        security: securityOf(settings),
        readonly: settings.readonly ?? false,
        protected: settings.protected ?? false,
        colour: settings.colour ?? null,
        source,
        isTrusted,
        path,
      })),
    };
  },
  view: ({ connections, file, missing }) => ({
    header: ['', 'NAME', 'BOOTSTRAP SERVERS', 'SECURITY', 'GUARD', 'FILE'],
    rows: connections.map((each) => [
      each.isCurrent ? { text: '*', tone: 'strong' } : '',
      { text: each.name, tone: 'strong' },
      each.bootstrapServers.replaceAll(',', ', '),
      each.security,
      guardOf({ ...each, colour: undefined }),
      each.isTrusted ? each.source : { text: `${each.source}, not trusted`, tone: 'warn' },
    ]),
    notes: missing ? [missingNote(missing)] : notesOf(connections, file),
  }),
  items: ({ connections }) => connections,
});

function missingNote({ name, path }: NonNullable<ConnectionList['missing']>): string {
  return `${path} names "${name}" as the current one, and there is no such connection; commands without -c fail. Name another: kafka-lab connections use NAME`;
}

function notesOf(connections: readonly ConnectionSummary[], file: string): string[] {
  if (connections.length === 0) {
    return [
      `No connections yet (they are kept in ${file}).`,
      'Make one: kafka-lab connections add NAME -b HOST:PORT; until then the practice cluster is used.',
    ];
  }
  return connections.some(({ isCurrent }) => isCurrent)
    ? ['* is used when none is named; another one for a single command: -c NAME']
    : ['There is no default. For one command: -c NAME; from now on: kafka-lab connections use NAME'];
}
