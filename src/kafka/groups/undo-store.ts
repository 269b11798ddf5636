/** The offsets that groups had before resets, saved in one file per reset, so that any can be undone. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../files/make-folder.js';
import type { Folders } from '../../view/world.js';
import { exactInJson, parseInt64, type Int64 } from '../../text/int64.js';

/** Beyond 2^53 it is kept as text, which JSON does not round. */
const int64Schema = z.union([
  z.int(),
  z.string().transform((text, { addIssue }): Int64 => {
    const value = parseInt64(text);
    if (value === undefined) addIssue({ code: 'custom', message: 'not a whole number of 64 bits' });
    return value ?? 0;
  }),
]);

const entrySchema = z.object({
  group: z.string(),
  /** `share`, or none: offsets of a share group are kept as such even if the group is gone. */
  type: z.string().optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** What was done then: `reset orders to the beginning`. */
  change: z.string(),
  offsets: z.array(
    z.object({
      topic: z.string(),
      partition: z.int(),
      /** Null: nothing was committed. */
      offset: int64Schema.nullable(),
      metadata: z.string().default(''),
    }),
  ),
});

export type UndoEntry = z.output<typeof entrySchema>;

export interface KeptEntry extends UndoEntry {
  /** Its file. */
  readonly path: string;
}

interface KeptEntries {
  /** The newest first. */
  readonly kept: readonly KeptEntry[];
  /** Files that cannot be read, passed over: one of them must not keep the others from being taken back. */
  readonly damaged: readonly string[];
}

export interface UndoStore {
  /** Resolves with the new file. The oldest entries beyond `mostEntries` go. */
  keep(entry: UndoEntry): Promise<string>;
  entries(): Promise<KeptEntries>;
  forget(path: string): Promise<void>;
}

export const mostEntries = 20;

/** For a cluster that is deleted with its data. */
export async function forgetCluster(folders: Pick<Folders, 'data'>, clusterId: string): Promise<void> {
  await rm(folderOf(folders, clusterId), { recursive: true, force: true });
}

const folderOf = ({ data }: Pick<Folders, 'data'>, clusterId: string | null): string =>
  join(data, 'undo', fileName(clusterId ?? 'unknown'));

/** Group ids may contain any character, and file systems may ignore case: hence the hash. */
export function openUndoStore(
  { data }: Pick<Folders, 'data'>,
  clusterId: string | null,
  group: string,
): UndoStore {
  const folder = join(folderOf({ data }, clusterId), fileName(group));

  /** Names begin with the time, so that they sort by it. */
  async function files(): Promise<readonly string[]> {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  return {
    async keep(entry) {
      makeFolder(folder, 0o700);
      const name = `${entry.at.replaceAll(':', '-')}-${randomBytes(3).toString('hex')}.json`;
      const path = join(folder, name);
      // Complete or not at all: an undo from half a file would be worse than none.
      await writeFile(`${path}.new`, `${JSON.stringify(entry, exactInJson, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.new`, path);
      const surplus = (await files()).slice(0, -mostEntries);
      for (const old of surplus) await rm(join(folder, old), { force: true });
      return path;
    },
    async entries() {
      const kept: KeptEntry[] = [];
      const damaged: string[] = [];
      for (const name of [...(await files())].reverse()) {
        const path = join(folder, name);
        const entry = await readEntry(path).catch(() => undefined);
        if (entry) kept.push(entry);
        else damaged.push(path);
      }
      return { kept, damaged };
    },
    forget: (path) => rm(path, { force: true }),
  };
}

async function readEntry(path: string): Promise<KeptEntry> {
  return { ...entrySchema.parse(JSON.parse(await readFile(path, 'utf8'))), path };
}

/** One for each file that was passed over. */
export function damagedNotes(damaged: readonly string[]): readonly string[] {
  return damaged.map(
    (path) =>
      `The offsets kept in ${path} cannot be read: that reset cannot be taken back. The file is damaged and can be deleted.`,
  );
}

function fileName(name: string): string {
  const readable = name.replace(/[^a-zA-Z0-9._-]/g, '_').slice(0, 60);
  return `${readable}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
