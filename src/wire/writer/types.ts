/** The settings of a writer, and its view of the cluster. */
import type { Compression } from '../batch/codecs/compression.js';
import type { WireConnection } from '../protocol/connection.js';
import type { LineNumbers } from './lines.js';

/** The cluster as the writer of one topic sees it. */
export interface WriterCluster {
  readonly topic: string;
  /** Throws if the broker is down. */
  broker(nodeId: number): Promise<WireConnection>;
  anyBroker(): Promise<WireConnection>;
  /** With the first connection, before its broker has said which versions it knows; undefined if that cannot be, or had no answer. */
  askAhead?<T>(ask: (connection: WireConnection) => Promise<T>): Promise<T | undefined>;
  /** Fetches the leaders again, ordered by partition; null while there is none. */
  leaders(): Promise<readonly (number | null)[]>;
}

export interface WriterSettings {
  /** -1: all in-sync replicas (acks=all). */
  readonly acks: -1 | 0 | 1;
  readonly compression: Compression;
  /** Sequence numbers, so that no record is written twice or out of order; needs acks=all. */
  readonly idempotent: boolean;
  /** Writes everything as one transaction of this id; the brokers abort it after `timeoutMs`. */
  readonly transaction?: { readonly id: string; readonly timeoutMs: number };
  /** How long a leader may wait for the acknowledgements of its replicas. */
  readonly ackTimeoutMs: number;
  /** How long a partition may make no progress before its records expire. */
  readonly deliveryTimeoutMs: number;
  readonly limits?: Partial<WriterLimits>;
  readonly outcomes?: Outcomes;
}

/** Told of every batch what became of it, for those who keep an account by line. */
export interface Outcomes {
  /** With acks=0: sent. */
  acknowledged(lines: LineNumbers): void;
  /** `isFinal`: a broker has refused these lines and they are not in the topic; else they may be, or could be sent again. */
  failed(firstLine: number, lastLine: number, reason: string, isFinal: boolean): void;
}

/** The pause after a first failure; it doubles with each further one. */
export interface Backoff {
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
}

/** How long something is asked for again and again. */
export interface Patience extends Backoff {
  readonly deliveryTimeoutMs: number;
}

export function backoffMs({ backoffMs: first, longestBackoffMs }: Backoff, failures: number): number {
  return Math.min(first * 2 ** failures, longestBackoffMs);
}

export interface WriterLimits extends Backoff {
  /** Of one batch before compression. */
  readonly batchBytes: number;
  /** Of all batches in one request, except that one batch is always sent. */
  readonly requestBytes: number;
  /** Not yet acknowledged; beyond it the input has to wait. */
  readonly pendingBytes: number;
  /** Requests in flight to one broker; of a partition there are never more than five batches among them. */
  readonly requestsInFlight: number;
  /** Of them together, except that one request is always sent: over a slow line all of it has to arrive in time. */
  readonly inFlightBytes: number;
  /** Unfinished batches are sent once the input has paused this long. */
  readonly lingerMs: number;
}

/** Shared by the parts of a writer. */
export interface SenderSettings extends WriterLimits, Patience {
  readonly topic: string;
  readonly acks: -1 | 0 | 1;
  readonly compression: Compression;
  readonly transactionalId: string | null;
  readonly ackTimeoutMs: number;
  /** True when batches carry sequence numbers. */
  readonly sequenced: boolean;
}

export const defaultLimits: WriterLimits = {
  // Brokers take 1,048,588 bytes a batch, unless a topic says otherwise (max.message.bytes).
  batchBytes: 1_000_000,
  requestBytes: 4 * 1024 * 1024,
  pendingBytes: 32 * 1024 * 1024,
  requestsInFlight: 32,
  inFlightBytes: 20 * 1024 * 1024,
  lingerMs: 3,
  backoffMs: 50,
  longestBackoffMs: 1000,
};
