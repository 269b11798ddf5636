/** What the sockets to a cluster's brokers are opened with, secrets included: never to be printed. */
import type { ConnectionOptions } from 'node:tls';

export type SaslLogin =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
      readonly username: string;
      readonly password: string;
    }
  | { readonly mechanism: 'OAUTHBEARER'; token(): Promise<string> };

/** An empty one is plaintext and no login. */
export interface BrokerAccess {
  readonly clientId?: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SaslLogin;
}

/** What brokers see in their logs and quotas, unless the connection says otherwise. */
export const defaultClientId = 'kafka-lab';

export const unsecuredAccess: BrokerAccess = {};
