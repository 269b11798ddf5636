/** Reads text files out of a jar, so that tests need no unzip program. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;

/** Path → text of the entries that `wanted` picks. */
export function jarEntries(jarFile: string, wanted: (path: string) => boolean): ReadonlyMap<string, string> {
  const jar = readFileSync(jarFile);
  let end = jar.length - 22;
  while (end > 0 && jar.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  const entries = new Map<string, string>();
  let at = jar.readUInt32LE(end + 16);
  for (let left = jar.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = jar.readUInt16LE(at + 28);
    const path = jar.toString('utf8', at + 46, at + 46 + nameLength);
    if (wanted(path)) entries.set(path, contentOf(jar, at).toString('utf8'));
    at += 46 + nameLength + jar.readUInt16LE(at + 30) + jar.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(jar: Buffer, directoryEntry: number): Buffer {
  const compressed = jar.readUInt16LE(directoryEntry + 10) !== 0;
  const size = jar.readUInt32LE(directoryEntry + 20);
  const local = jar.readUInt32LE(directoryEntry + 42);
  const start = local + 30 + jar.readUInt16LE(local + 26) + jar.readUInt16LE(local + 28);
  const bytes = jar.subarray(start, start + size);
  return compressed ? inflateRawSync(bytes) : bytes;
}
