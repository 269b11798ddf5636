/** TLS and login settings for a cluster's brokers, secrets included: never print them. */
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { Address } from './addresses.js';

export type SaslLogin =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
      readonly username: string;
      readonly password: string;
    }
  | BearerLogin;

export interface BearerLogin {
  readonly mechanism: 'OAUTHBEARER';
  /** Asked for at each login; valid for long enough to log in with. Throws LabError. */
  token(): Promise<string>;
  /** SASL extensions (KIP-342), such as `logicalCluster`. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Of the last token, fit to be printed, for the doctor. */
  about?(): TokenOrigin;
}

interface TokenOrigin {
  /** `the token endpoint https://login.example/token, as client kafka-lab` */
  readonly from: string;
  /** Milliseconds since 1970; undefined if nobody said it. */
  readonly expiresAtMs: number | undefined;
}

/** A way to brokers through an HTTP or a SOCKS proxy. */
export interface ProxyRoute {
  /** Without a password, fit to be printed: `the proxy socks5://alice@proxy:1080`. */
  readonly name: string;
  /** False for an address that is reached directly all the same. */
  leadsTo(address: Address): boolean;
  /** Is being opened; can be written to at once. Fails with LabErrors, also if it is not open after `timeoutMs`. */
  tunnelTo(address: Address, timeoutMs: number): TunnelSocket;
}

/** What sockets and tunnels have in common. 'connect' comes once the other side is reached. */
export type TunnelSocket = Duplex & { readonly connecting: boolean; unref(): unknown };

/** Empty: plaintext without a login. */
export interface BrokerAccess {
  readonly clientId?: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SaslLogin;
  readonly proxy?: ProxyRoute;
}

/** The client id in brokers' logs and quotas, unless the connection sets another. */
export const defaultClientId = 'kafka-lab';

export const unsecuredAccess: BrokerAccess = {};
