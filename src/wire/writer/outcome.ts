/** What a broker's answer to a batch means for the batch. */
import { errorCodeNamed, kafkaErrorCode, type ErrorName } from '../protocol/error-codes.js';

export type Outcome =
  /** In the log; a duplicate that the broker recognized counts too. */
  | 'acknowledged'
  /** Retriable. */
  | 'again'
  /** The broker expects another sequence number. */
  | 'out-of-sequence'
  /** The batch is too large. */
  | 'too-large'
  /** Some of its records are not acceptable. */
  | 'bad-records'
  /** Final for this batch. */
  | 'refused'
  /** Final for all batches of this writer. */
  | 'fatal';

const special: Partial<Record<ErrorName, Outcome>> = {
  NONE: 'acknowledged',
  DUPLICATE_SEQUENCE_NUMBER: 'acknowledged',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'out-of-sequence',
  UNKNOWN_PRODUCER_ID: 'out-of-sequence',
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  INVALID_RECORD: 'bad-records',
  INVALID_TIMESTAMP: 'bad-records',
  UNKNOWN_SERVER_ERROR: 'again',
  TOPIC_AUTHORIZATION_FAILED: 'fatal',
  CLUSTER_AUTHORIZATION_FAILED: 'fatal',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  INVALID_TOPIC_EXCEPTION: 'fatal',
  INVALID_REQUIRED_ACKS: 'fatal',
  UNSUPPORTED_VERSION: 'fatal',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'fatal',
  UNSUPPORTED_COMPRESSION_TYPE: 'fatal',
  PRODUCER_FENCED: 'fatal',
  INVALID_PRODUCER_EPOCH: 'fatal',
  INVALID_PRODUCER_ID_MAPPING: 'fatal',
  INVALID_TXN_STATE: 'fatal',
  TRANSACTION_ABORTABLE: 'fatal',
};

const byCode = new Map(
  Object.entries(special).map(([name, outcome]) => [errorCodeNamed(name as ErrorName), outcome]),
);

export function outcomeOf(errorCode: number): Outcome {
  return byCode.get(errorCode) ?? (kafkaErrorCode(errorCode).retriable ? 'again' : 'refused');
}

/**
 * Whether the batch may be in the log although the answer is an error. Only errors from before the append exclude it:
 * a leader that has appended and waits for its replicas answers NOT_LEADER_OR_FOLLOWER if it is deposed meanwhile,
 * UNKNOWN_TOPIC_OR_PARTITION or KAFKA_STORAGE_ERROR likewise, and an error that is not known here may mean anything.
 */
export function maybeAppended(errorCode: number): boolean {
  return !refusedBeforeAppend.has(errorCode);
}

const refusedBeforeAppend = new Set(
  (
    [
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'UNKNOWN_PRODUCER_ID',
      'MESSAGE_TOO_LARGE',
      'RECORD_LIST_TOO_LARGE',
      'INVALID_RECORD',
      'INVALID_TIMESTAMP',
      'CORRUPT_MESSAGE',
      'NOT_ENOUGH_REPLICAS',
      'THROTTLING_QUOTA_EXCEEDED',
      'TOPIC_AUTHORIZATION_FAILED',
      'CLUSTER_AUTHORIZATION_FAILED',
      'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      'INVALID_TOPIC_EXCEPTION',
      'INVALID_REQUIRED_ACKS',
      'UNSUPPORTED_VERSION',
      'UNSUPPORTED_FOR_MESSAGE_FORMAT',
      'UNSUPPORTED_COMPRESSION_TYPE',
      'POLICY_VIOLATION',
      'PRODUCER_FENCED',
      'INVALID_PRODUCER_EPOCH',
      'INVALID_PRODUCER_ID_MAPPING',
      'INVALID_TXN_STATE',
      'TRANSACTION_ABORTABLE',
      'CONCURRENT_TRANSACTIONS',
      'NOT_COORDINATOR',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_LOAD_IN_PROGRESS',
    ] as const
  ).map(errorCodeNamed),
);

/** For the report: the broker's own message, if it sent one; sequence numbers need a format since Kafka 0.11. */
export function reasonOf(errorCode: number, detail?: string | null): string {
  const { name, meaning } = kafkaErrorCode(errorCode);
  const wayOut = name === 'UNSUPPORTED_FOR_MESSAGE_FORMAT' ? ' --no-idempotent writes it.' : '';
  return `${name}: ${detail?.trim() || meaning}${wayOut}`;
}

/** Errors that newer metadata may resolve. */
export function staleMetadata(errorCode: number): boolean {
  return stale.has(errorCode);
}

const stale = new Set(
  (
    [
      'NOT_LEADER_OR_FOLLOWER',
      'LEADER_NOT_AVAILABLE',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'FENCED_LEADER_EPOCH',
      'KAFKA_STORAGE_ERROR',
      'UNKNOWN_TOPIC_ID',
    ] as const
  ).map(errorCodeNamed),
);
