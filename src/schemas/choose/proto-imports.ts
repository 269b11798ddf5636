/** What a .proto file imports, and what that imports, found in folders. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

export interface ImportPlaces {
  /** The absolute path of a file that is named; throws LabError. */
  resolve(file: string): string;
  readonly protoPaths: readonly string[];
}

/** More is not meant well; the codec says so of as many itself. */
const mostFiles = 2000;
const imported =
  /(?:^|;)[ \t]*import[ \t]+(?:public[ \t]+|weak[ \t]+|option[ \t]+)?(["'])([^"'\n\\]{1,500})\1[ \t]*;/gm;

/**
 * By the path that stands in the import: in a folder of `--proto-path`, else beside the file itself or above it, as far as
 * its package's folders go. Those that are found nowhere are left to the codec, which has some of its own and says where others
 * are missing.
 */
export async function importsOf(
  file: string,
  text: string,
  places: ImportPlaces,
  read: (path: string, name: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const looked = new Set<string>();
  const open = [...pathsIn(text)];
  for (let path = open.shift(); path !== undefined && found.size < mostFiles; path = open.shift()) {
    if (looked.has(path)) continue;
    looked.add(path);
    const place = placeOf(file, path, places);
    if (place === undefined) continue;
    const content = await read(place, path);
    found.set(path, content);
    open.push(...pathsIn(content));
  }
  return found;
}

function pathsIn(text: string): string[] {
  return [...text.matchAll(imported)].map(([, , path = '']) => path).filter(leadsDown);
}

/** As protoc wants it: such a path names no file elsewhere on this machine, whoever wrote the text. */
function leadsDown(path: string): boolean {
  return !isAbsolute(path) && !path.split(/[\\/]/).includes('..');
}

function placeOf(file: string, path: string, { resolve, protoPaths }: ImportPlaces): string | undefined {
  for (const folder of protoPaths) if (existsSync(join(folder, path))) return join(folder, path);
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const place = resolve(join(folder, path));
    if (existsSync(place)) return place;
    if (folder === dirname(folder)) return undefined;
  }
}
