/** What a connection to a broker is made with. */
import type { BrokerAccess } from '../../net/access.js';

export interface ConnectSettings {
  readonly nodeId?: number;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Longest wait until the broker has said which requests it supports, and accepted the login. */
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly access?: BrokerAccess | undefined;
}
