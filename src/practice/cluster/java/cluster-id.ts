/** The id of a cluster without ZooKeeper. Other state refers to a cluster by its id, so that no two may share one. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolderOf } from './service-files.js';
import type { EngineName } from '../state/state.js';

/** Written when storage is formatted, and never afterwards. */
export const metaFile = 'meta.properties';

/**
 * Java engine: the id for which the data in `folder` was formatted, else a new one. Docker engine, whose data is not
 * accessible here: derived from the name; `undefined`, which stands for the compose file's own, for the cluster that
 * plain `docker compose up` makes as well.
 */
export async function clusterIdFor(
  name: string,
  engine: EngineName,
  folder: string,
): Promise<string | undefined> {
  if (engine === 'java') return (await formattedFor(folder)) ?? asId(randomBytes(16));
  return name === 'lab' ? undefined : asId(createHash('sha256').update(name).digest().subarray(0, 16));
}

async function formattedFor(folder: string): Promise<string | undefined> {
  const services = await readdir(dataFolderOf(folder, '')).catch(() => []);
  for (const service of services) {
    const meta = await readFile(join(dataFolderOf(folder, service), metaFile), 'latin1').catch(() => '');
    const id = /^cluster\.id=(.+)$/m.exec(meta)?.[1];
    if (id !== undefined) return id.trim();
  }
  return undefined;
}

/** A leading hyphen would pass for an option of Kafka's storage tool. */
const asId = (bytes: Buffer): string => bytes.toString('base64url').replace(/^-/, 'A');
