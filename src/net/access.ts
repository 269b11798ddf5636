/** TLS and login settings for a cluster's brokers, secrets included: never print them. */
import type { ConnectionOptions } from 'node:tls';

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

/** Empty: plaintext without a login. */
export interface BrokerAccess {
  readonly clientId?: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SaslLogin;
}

/** The client id in brokers' logs and quotas, unless the connection sets another. */
export const defaultClientId = 'kafka-lab';

export const unsecuredAccess: BrokerAccess = {};
