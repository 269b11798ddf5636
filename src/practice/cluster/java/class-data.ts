/**
 * Class data sharing: the first clean exit of a broker leaves an archive of the classes it had loaded, and
 * every JVM started after that maps it instead of loading them one by one (about two seconds an `up`).
 */
import { createHash } from 'node:crypto';
import { copyFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../files/make-folder.js';
import type { Java } from './java.js';

const ending = '.jsa';

export interface ClassData {
  /** The archive; `undefined` until one has been made. */
  readonly archive: string | undefined;
  /** The name it is made under in the cluster's folder. */
  readonly fileName: string;
}

/** An archive fits one Java and one set of jars. The JVM checks that again, and ignores the archive if it does not fit. */
export async function findClassData(cacheFolder: string, java: Java, jars: string): Promise<ClassData> {
  const { mtimeMs } = await stat(jars);
  const key = createHash('sha256').update([java.path, java.version, jars, mtimeMs].join('\n')).digest('hex');
  const fileName = `${key.slice(0, 16)}${ending}`;
  const archive = join(classDataFolder(cacheFolder), fileName);
  const isThere = await stat(archive).catch(() => undefined);
  return { archive: isThere ? archive : undefined, fileName };
}

/** Moves what brokers left in `folder` to the cache. Only after they have exited by themselves. */
export async function keepClassData(cacheFolder: string, folder: string): Promise<void> {
  const made = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending));
  for (const name of made) {
    const target = join(classDataFolder(cacheFolder), name);
    makeFolder(classDataFolder(cacheFolder));
    // The cache may be another disk; under its final name an archive is always whole.
    await copyFile(join(folder, name), `${target}.new`);
    await rename(`${target}.new`, target);
    await rm(join(folder, name), { force: true });
  }
}

/** An archive that a broker could not finish is ignored. */
export async function discardClassData(_cacheFolder: string, folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.endsWith(ending)) await rm(join(folder, name), { force: true });
  }
}

const classDataFolder = (cacheFolder: string): string => join(cacheFolder, 'class-data');
