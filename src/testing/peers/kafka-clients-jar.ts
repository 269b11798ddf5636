/** Where tests find the kafka-clients jars, whose message definitions our declarations are compared with. */
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findJars } from '../../practice/cluster/java/jars.js';
import { foldersFor } from '../../config/folders.js';
import { silentProgress } from '../../view/progress.js';

/** The jars of both practice clusters, and those in the folders that KAFKA_LAB_JARS names (of newer versions, say). */
export async function kafkaClientsJars(): Promise<readonly string[]> {
  const { env, platform } = process;
  const cacheFolder = foldersFor(platform, env, homedir(), '').cache;
  const { signal } = new AbortController();
  const own = await Promise.all(
    (['zookeeper', 'kraft'] as const).map((mode) =>
      findJars({ mode, cacheFolder, env, progress: silentProgress, signal }),
    ),
  );
  const others = (env['KAFKA_LAB_JARS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const jars = await Promise.all([...own, ...others].map(clientsJarsIn));
  return jars.flat();
}

async function clientsJarsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const jars = names.filter((name) => /^kafka-clients-\d[\d.]*\.jar$/.test(name));
  if (jars.length === 0) throw new Error(`There is no kafka-clients jar in ${folder}.`);
  return jars.map((name) => join(folder, name));
}
