/** Where tests find the jars whose message definitions our declarations are compared with. */
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findJars } from '../../practice/cluster/java/jars.js';
import { foldersFor } from '../../config/folders.js';
import { silentProgress } from '../../view/progress.js';

/** The jars of both practice clusters, and those in the folders that KAFKA_LAB_JARS names (of newer versions, say). */
export async function kafkaClientsJars(): Promise<readonly string[]> {
  const others = (process.env['KAFKA_LAB_JARS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...(await jarFolders()), ...others];
  const jars = await Promise.all(folders.map((folder) => jarsIn(folder, 'kafka-clients')));
  const none = jars.findIndex((found) => found.length === 0);
  if (none >= 0) throw new Error(`There is no kafka-clients jar in ${folders[none]}.`);
  return jars.flat();
}

/** Those of the coordinators, whose messages are kept in topics of Kafka's own. Kafka 3.9 has none for share groups. */
export async function coordinatorJars(): Promise<readonly string[]> {
  const folders = await jarFolders();
  const artifact = 'kafka-(?:group|transaction|share)-coordinator';
  return (await Promise.all(folders.map((folder) => jarsIn(folder, artifact)))).flat();
}

/** Those with what controllers keep in the log of the cluster's metadata. */
export async function metadataJars(): Promise<readonly string[]> {
  const folders = await jarFolders();
  return (await Promise.all(folders.map((folder) => jarsIn(folder, 'kafka-metadata')))).flat();
}

/** Of both practice clusters. */
async function jarFolders(): Promise<readonly string[]> {
  const { env, platform } = process;
  const cacheFolder = foldersFor(platform, env, homedir(), '').cache;
  const { signal } = new AbortController();
  return Promise.all(
    (['zookeeper', 'kraft'] as const).map((mode) =>
      findJars({ mode, cacheFolder, env, progress: silentProgress, signal }),
    ),
  );
}

/** `artifact`: a regular expression. */
async function jarsIn(folder: string, artifact: string): Promise<string[]> {
  const name = new RegExp(`^${artifact}-\\d[\\d.]*\\.jar$`);
  return (await readdir(folder)).filter((each) => name.test(each)).map((each) => join(folder, each));
}
