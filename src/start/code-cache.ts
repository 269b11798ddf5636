/**
 * V8's code cache on disk: what it compiled of the bundle in an earlier process. V8 tells a cache of another version or of
 * other flags, but neither damage nor other code of the same length; a checksum and the file's name do.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from '../files/make-folder.js';

export interface Bundle {
  readonly path: string;
  /** A hash of its text. */
  readonly id: string;
}

/** What V8 need not read is time saved: records take a fifth more code than other commands, and help is made of all of them. */
export type CacheKind = 'command' | 'records' | 'help';

export function cacheKindOf(argv: readonly string[]): CacheKind {
  const has = (...words: readonly string[]) => argv.some((word) => words.includes(word));
  if (has('-h', '--help', '--help-json', 'help')) return 'help';
  return has('consume', 'produce') ? 'records' : 'command';
}

const checksumBytes = 4;

/** Made by the build, beside the bundle: who can write it can write the program too. */
export function shippedCacheFile({ path, id }: Bundle, kind: CacheKind): string {
  return join(dirname(path), nameFor(id, kind));
}

/** In the user's cache folder, for a Node that the build did not run on. */
export function ownCacheFile({ id }: Bundle, kind: CacheKind, cacheFolder: string): string {
  return join(cacheFolder, 'start', nameFor(id, kind));
}

function nameFor(id: string, kind: CacheKind): string {
  return `${kind}-${id}-${process.version}-${process.platform}-${process.arch}.cache`;
}

/** Undefined if it is missing or damaged. */
export function readCodeCache(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(checksumBytes);
    return bytes.readUInt32BE(0) === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all; a folder that cannot be written leaves the program as it is, only slower. */
export function writeCodeCache(file: string, code: Buffer, mode = 0o600): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file), 0o700);
    const checksum = Buffer.alloc(checksumBytes);
    checksum.writeUInt32BE(crc32(code));
    writeFileSync(unfinished, Buffer.concat([checksum, code]), { mode, flag: 'wx' });
    renameSync(unfinished, file);
  } catch {
    remove(unfinished);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It could not be written either.
  }
}
