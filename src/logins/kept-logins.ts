/** What `connections login` was given, kept for later commands: readable only by the user, one file a connection. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { OidcSettings } from '../config/sasl-settings.js';
import { writePrivateFileSync } from '../files/private-file.js';
import type { Folders } from '../view/world.js';
import type { ConnectionPlace } from './login-sources.js';

const schema = z.object({
  version: z.literal(1),
  accessToken: z.string(),
  /** Milliseconds since 1970; null if nobody said it. */
  expiresAtMs: z.number().nullable(),
  refreshToken: z.string().nullable(),
});

/** Secrets: never print them. */
export type KeptLogin = Omit<z.output<typeof schema>, 'version'>;

/** Undefined if there is none, or it cannot be read. */
export function readLogin(folders: Folders, path: string): KeptLogin | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folders.data, path), 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeLogin(folders: Folders, path: string, login: KeptLogin): void {
  writePrivateFileSync(join(folders.data, path), `${JSON.stringify({ version: 1, ...login })}\n`);
}

/** False if there was none. */
export function removeLogin(folders: Folders, path: string): boolean {
  const isThere = readLogin(folders, path) !== undefined;
  rmSync(join(folders.data, path), { force: true });
  return isThere;
}

/**
 * The file, below the data folder. A connection of the same name in another file, or one that was changed to another
 * provider, client or scope, has another one: it must not get this token.
 */
export function loginFile({ name, path }: ConnectionPlace, settings: OidcSettings): string {
  const { tokenEndpoint, deviceEndpoint, clientId, scope, audience } = settings;
  const whose = JSON.stringify([path, name, tokenEndpoint, deviceEndpoint, clientId, scope, audience]);
  return join('logins', `${createHash('sha256').update(whose).digest('hex').slice(0, 32)}.json`);
}
