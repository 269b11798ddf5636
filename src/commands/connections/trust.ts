/** `kafka-lab connections trust` */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { readProjectFile, readProjectFileAt } from '../../config/project-file.js';
import { registrySecretsOf, secretsOf } from '../../config/require-trust.js';
import { trustedFiles, trustFile } from '../../config/trusted-files.js';
import { LabError } from '../../text/errors.js';
import { projectFileOption } from './_connection-options.js';
import { commandLine } from '../../text/command-line.js';

export interface TrustedProject {
  readonly path: string;
  readonly sha256: string;
  /** Null for a file that is not being trusted now: what is listed is not read. */
  readonly connections:
    | readonly {
        readonly name: string;
        readonly bootstrapServers: string;
        readonly secrets: readonly string[];
        /** Null without one. */
        readonly schemaRegistry: { readonly url: string; readonly secrets: readonly string[] } | null;
      }[]
    | null;
}

export const connectionsTrust = defineCommand({
  path: ['connections', 'trust'],
  summary: "trust a project's file as it is now: its connections may use the secrets that they name",
  effect: 'writes',
  changes: 'machine',
  effectOf: ({ list }) => (list ? 'reads' : 'writes'),
  options: z.object({
    file: projectFileOption,
    list: z.boolean().default(false).meta({ description: 'list the files that are trusted' }),
  }),
  positionals: ['file'],
  examples: ['connections trust', 'connections trust ~/work/shop/.kafka-lab.yml', 'connections trust --list'],
  async run({ cwd, folders }, { file, list }): Promise<{ list: boolean; files: readonly TrustedProject[] }> {
    if (list) {
      return { list, files: trustedFiles(folders).map((each) => ({ ...each, connections: null })) };
    }
    const found =
      file === undefined
        ? await readProjectFile(cwd, folders)
        : await readProjectFileAt(resolve(cwd, file), folders);
    if (!found) {
      throw new LabError(
        'not-found',
        file === undefined ? 'There is no .kafka-lab.yml here or above.' : `There is no file ${file}.`,
      );
    }
    trustFile(folders, found);
    const connections = Object.entries(found.config.connections).map(([name, settings]) => ({
      name,
      bootstrapServers: settings.bootstrapServers,
      secrets: secretsOf(settings),
      schemaRegistry: settings.schemaRegistry
        ? { url: settings.schemaRegistry.url, secrets: registrySecretsOf(settings) }
        : null,
    }));
    return { list, files: [{ path: found.path, sha256: found.sha256, connections }] };
  },
  view: ({ list, files }) =>
    list
      ? {
          header: ['FILE', 'SHA-256'],
          rows: files.map(({ path, sha256 }) => [path, sha256.slice(0, 16)]),
          notes: files.length === 0 ? ['No project file is trusted.'] : [],
        }
      : {
          header: ['CONNECTION', 'BOOTSTRAP SERVERS', 'MAY USE'],
          rows: files.flatMap(({ connections }) =>
            (connections ?? []).map(({ name, bootstrapServers, secrets, schemaRegistry: registry }) => [
              name,
              bootstrapServers,
              [
                ...secrets,
                ...(registry?.secrets ?? []).map((each) => `${each} at ${registry?.url ?? ''}`),
              ].join(', ') || 'no secrets',
            ]),
          ),
          notes: files.map(
            ({ path }) =>
              `${path} is trusted until it changes. Take that back: ${commandLine`connections untrust ${path}`}`,
          ),
        },
  items: ({ files }) => files,
});
