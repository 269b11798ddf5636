/** What a connection to a broker is made with. */
import type { BrokerAccess } from '../../net/access.js';
import type { WireConnection } from '../../wire/protocol/connection.js';

export interface ConnectSettings {
  readonly nodeId?: number;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Longest wait until the broker has said which requests it supports, and accepted the login. */
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly access?: BrokerAccess | undefined;
  /** As for `openSocket`. */
  readonly onlyIPv4?: boolean;
  /**
   * Called before anything is known of the broker: what it sends goes right behind ApiVersions, which saves a round trip. Brokers
   * close a connection on which they get a version that they do not know. Not called if there is a login to come first.
   */
  readonly ahead?: ((connection: WireConnection) => void) | undefined;
}
