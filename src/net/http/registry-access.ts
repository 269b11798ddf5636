/** How a schema registry is reached and logged in to, secrets included: never print it. */
import type { ConnectionOptions } from 'node:tls';
import type { Proxy } from '../proxy/proxy.js';

export interface RegistryAccess {
  /** Without a login and without a slash at its end. */
  readonly url: string;
  /** `alice`, `a token`; undefined for no login. Fit to be printed. */
  readonly loginAs: string | undefined;
  /** The value of the header. */
  readonly authorization: string | undefined;
  readonly tls?: ConnectionOptions;
  /** The connection's own, through which it is reached in place of that of the environment. */
  readonly proxy?: Proxy;
}
