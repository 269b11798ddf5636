/** A proxy, with its login: never print it whole. */
import type { ProxyAddress } from './parse-proxy.js';

export interface ProxyLogin {
  readonly username: string;
  readonly password: string;
}

export interface Proxy extends Pick<ProxyAddress, 'kind' | 'address'> {
  /** Fit to be printed: `the proxy http://alice@proxy:3128 (HTTPS_PROXY)`. */
  readonly name: string;
  readonly login?: ProxyLogin | undefined;
  /** PEM, of the authority of an https:// proxy; the public ones without it. */
  readonly ca?: Buffer | undefined;
}
