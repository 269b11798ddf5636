/** What a login may draw on: where secrets are, where logins of before are kept, and whose they are. */
import type { SecretSources } from '../config/secrets.js';
import type { World } from '../view/world.js';

export interface LoginSources extends SecretSources, Pick<World, 'folders'> {
  /** The connection in its file, by which `connections login` is remembered; undefined for a cluster without a connection. */
  readonly connection: ConnectionPlace | undefined;
}

export interface ConnectionPlace {
  readonly name: string;
  readonly path: string;
}
