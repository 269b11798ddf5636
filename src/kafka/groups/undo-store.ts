/** The offsets that groups had before resets, saved in one file per reset, so that any can be undone. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Folders } from '../../view/world.js';
import { LabError } from '../../text/errors.js';

const entrySchema = z.object({
  group: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** What was done then: `reset orders to the beginning`. */
  change: z.string(),
  offsets: z.array(
    z.object({
      topic: z.string(),
      partition: z.int(),
      /** Null: nothing was committed. */
      offset: z.int().nullable(),
      metadata: z.string().default(''),
    }),
  ),
});

export type UndoEntry = z.output<typeof entrySchema>;

export interface KeptEntry extends UndoEntry {
  /** Its file. */
  readonly path: string;
}

export interface UndoStore {
  /** Resolves with the new file. The oldest entries beyond `mostEntries` go. */
  keep(entry: UndoEntry): Promise<string>;
  /** The newest first. */
  entries(): Promise<readonly KeptEntry[]>;
  forget(path: string): Promise<void>;
}

export const mostEntries = 20;

/** Group ids may contain any character, and file systems may ignore case: hence the hash. */
export function openUndoStore(
  { data }: Pick<Folders, 'data'>,
  clusterId: string | null,
  group: string,
): UndoStore {
  const folder = join(data, 'undo', fileName(clusterId ?? 'unknown'), fileName(group));

  /** Names begin with the time, so that they sort by it. */
  async function files(): Promise<readonly string[]> {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  return {
    async keep(entry) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${entry.at.replaceAll(':', '-')}-${randomBytes(3).toString('hex')}.json`;
      const path = join(folder, name);
      // Complete or not at all: an undo from half a file would be worse than none.
      await writeFile(`${path}.new`, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.new`, path);
      const surplus = (await files()).slice(0, -mostEntries);
      for (const old of surplus) await rm(join(folder, old), { force: true });
      return path;
    },
    async entries() {
      const found: KeptEntry[] = [];
      for (const name of [...(await files())].reverse()) found.push(await readEntry(join(folder, name)));
      return found;
    },
    forget: (path) => rm(path, { force: true }),
  };
}

async function readEntry(path: string): Promise<KeptEntry> {
  try {
    return { ...entrySchema.parse(JSON.parse(await readFile(path, 'utf8'))), path };
  } catch (cause) {
    throw new LabError('failed', `The offsets kept in ${path} cannot be read.`, {
      hint: 'The file is damaged; without it, the resets before it can still be taken back.',
      cause,
    });
  }
}

function fileName(name: string): string {
  const readable = name.replace(/[^a-zA-Z0-9._-]/g, '_').slice(0, 60);
  return `${readable}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
