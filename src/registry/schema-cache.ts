/**
 * What a registry gave an id to, kept on disk: it never changes. One file a schema in a folder of the registry's address, so
 * that any number of commands may write at once; each is written whole. Nothing is taken from a file that others may have
 * written, that is damaged, or that is of another registry.
 */
import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isPrivate } from '../files/is-private.js';
import { writePrivateFile } from '../files/private-file.js';
import { once } from '../text/once.js';
import type { StoredSchema } from './registry.js';

export interface SchemaCache {
  /** `key`: what was asked for. Undefined if it is not there, or not to be believed. */
  read(key: string): Promise<StoredSchema | undefined>;
  /** Never throws: a disk that is full or read-only makes commands slower, not wrong. */
  write(key: string, schema: StoredSchema): Promise<void>;
  /** Forgets all of this registry: it is another one than before. */
  clear(): Promise<void>;
}

export const noCache: SchemaCache = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};

const mostBytes = 16_000_000;

const fileSchema = once(() =>
  z.object({
    version: z.literal(1),
    url: z.string(),
    key: z.string(),
    sha256: z.string(),
    schema: z.object({
      id: z.int().optional(),
      guid: z.string().optional(),
      type: z.enum(['AVRO', 'PROTOBUF', 'JSON']),
      text: z.string(),
      references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.int() })),
      subject: z.string().optional(),
      version: z.int().optional(),
    }),
  }),
);

/** `cacheFolder`: the user's. */
export function openSchemaCache(cacheFolder: string, url: string): SchemaCache {
  const folder = join(cacheFolder, 'schemas', hash(url).slice(0, 32));
  const fileOf = (key: string) => join(folder, `${hash(key).slice(0, 32)}.json`);
  return {
    async read(key) {
      const file = fileOf(key);
      try {
        const found = await stat(file);
        // A pipe would be waited for.
        if (!found.isFile() || found.size > mostBytes || !isPrivate(file)) return undefined;
        const kept = fileSchema().parse(JSON.parse(await readFile(file, 'utf8')));
        if (kept.url !== url || kept.key !== key || kept.sha256 !== hash(JSON.stringify(kept.schema)))
          return undefined;
        return kept.schema as StoredSchema;
      } catch {
        return undefined;
      }
    },
    async write(key, schema) {
      const { id, guid, type, text, references, subject, version } = schema;
      // In the order in which they are read, as the checksum is of their text.
      const plain = fileSchema().shape.schema.parse({ id, guid, type, text, references, subject, version });
      const content = { version: 1, url, key, sha256: hash(JSON.stringify(plain)), schema: plain };
      const written = `${JSON.stringify(content)}\n`;
      if (written.length > mostBytes / 4) return;
      await writePrivateFile(fileOf(key), written).catch(() => undefined);
    },
    async clear() {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
