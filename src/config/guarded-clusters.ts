/** The cluster ids of `readonly` and `protected` connections, so that a cluster is known again by any of its addresses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFileSync } from '../files/private-file.js';
import type { Folders } from '../view/world.js';
import type { NamedConnection } from './load-connections.js';

const schema = z.object({
  version: z.literal(1),
  clusters: z.array(z.object({ name: z.string(), path: z.string(), clusterId: z.string() })),
});

type Known = z.output<typeof schema>['clusters'];

/** A connection is known by its name and its file. Undefined before it was used. */
export function knownClusterId(folders: Folders, { name, path }: NamedConnection): string | undefined {
  return read(folders).find((each) => each.name === name && each.path === path)?.clusterId;
}

/** Never throws: a disk that is full or read-only must not keep a command from its cluster. */
export function rememberCluster(folders: Folders, connection: NamedConnection, clusterId: string): void {
  if (knownClusterId(folders, connection) === clusterId) return;
  const { name, path } = connection;
  const others = read(folders).filter((each) => each.name !== name || each.path !== path);
  const clusters = [...others, { name, path, clusterId }];
  try {
    writePrivateFileSync(fileIn(folders), `${JSON.stringify({ version: 1, clusters }, null, 2)}\n`);
  } catch {
    // The addresses are still compared.
  }
}

function read(folders: Folders): Known {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(folders), 'utf8'))).clusters;
  } catch {
    return [];
  }
}

function fileIn({ data }: Folders): string {
  return join(data, 'guarded-clusters.json');
}
