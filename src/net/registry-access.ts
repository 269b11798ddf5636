/** How a schema registry is reached and logged in to, secrets included: never print it. */
import type { ConnectionOptions } from 'node:tls';

export interface RegistryAccess {
  /** Without a login and without a slash at its end. */
  readonly url: string;
  /** `alice`, `a token`; undefined for no login. Fit to be printed. */
  readonly loginAs: string | undefined;
  /** The value of the header. */
  readonly authorization: string | undefined;
  readonly tls?: ConnectionOptions;
}
