/** Which project files the user trusts, each with exactly the content that it had then. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFileSync } from '../files/private-file.js';
import type { Folders } from '../view/world.js';

const schema = z.object({
  version: z.literal(1),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
});

export type TrustedFile = z.output<typeof schema>['files'][number];

export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A missing or damaged list means that nothing is trusted. */
export function trustedFiles(folders: Folders): readonly TrustedFile[] {
  try {
    return schema.parse(JSON.parse(readFileSync(listIn(folders), 'utf8'))).files;
  } catch {
    return [];
  }
}

export function isTrusted(folders: Folders, { path, sha256 }: TrustedFile): boolean {
  return trustedFiles(folders).some((each) => each.path === path && each.sha256 === sha256);
}

/** Replaces what was trusted at this path before. */
export function trustFile(folders: Folders, file: TrustedFile): void {
  write(folders, [...others(folders, file.path), { path: file.path, sha256: file.sha256 }]);
}

/** False if it was not trusted. */
export function untrustFile(folders: Folders, path: string): boolean {
  const left = others(folders, path);
  if (left.length === trustedFiles(folders).length) return false;
  write(folders, left);
  return true;
}

function others(folders: Folders, path: string): readonly TrustedFile[] {
  return trustedFiles(folders).filter((each) => each.path !== path);
}

function write(folders: Folders, files: readonly TrustedFile[]): void {
  const sorted = [...files].sort((one, other) => one.path.localeCompare(other.path));
  writePrivateFileSync(listIn(folders), `${JSON.stringify({ version: 1, files: sorted }, null, 2)}\n`);
}

function listIn({ data }: Folders): string {
  return join(data, 'trusted-files.json');
}
