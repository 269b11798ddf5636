/** A writer of records to one topic, from where a session finds it to its last acknowledgement. */
import type { Compression } from '../../wire/batch/codecs/compression.js';
import type { Transaction } from '../../wire/writer/transaction.js';
import type { Outcomes, WriterCluster, WriterSettings } from '../../wire/writer/types.js';
import { openWriter, type Writer } from '../../wire/writer/writer.js';
import type { TopicState } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export interface TopicWriting {
  readonly acks: 'all' | '1' | '0';
  readonly compression: Compression;
  readonly idempotent: boolean;
  /** How long records may wait for a broker before they fail. */
  readonly deliveryTimeoutMs: number;
  /** The transactional id of a writer that has its transaction for itself. */
  readonly transaction?: string | undefined;
  readonly outcomes?: Outcomes;
}

export const acksOnTheWire = { all: -1, '1': 1, '0': 0 } as const;
/** The broker's own time-out for its replicas ends before the connection's for the broker. */
const ackTimeoutShare = 0.8;
/** Then the brokers abort a transaction of which they hear nothing more. */
export const longestTransactionMs = 15 * 60_000;
/** Shorter than the time that `execute` gives a command before it closes the connections. */
const graceAfterInterruptMs = 600;

/**
 * `onFound` gets the topic as it is first seen, and may refuse it by throwing. `shared`: a transaction that other writers write in,
 * too. Throws LabError if the topic does not exist or may not be written.
 */
export function openTopicWriter(
  session: KafkaSession,
  topic: string,
  writing: TopicWriting,
  onFound: (state: TopicState | undefined) => void,
  shared?: Transaction,
): Promise<Writer> {
  let isKnown = false;
  const cluster: WriterCluster = {
    topic,
    broker: (nodeId) => session.broker(nodeId),
    anyBroker: () => session.anyBroker(),
    askAhead: (ask) => session.askAhead(ask),
    async leaders() {
      const [state] = isKnown
        ? (await session.metadata([topic])).topics
        : await existingTopics(session, [topic], { isToBeFilled: true });
      if (!isKnown) onFound(state);
      isKnown = true;
      return (state?.partitions ?? []).map(({ leader }) => leader);
    },
  };
  const { acks, compression, idempotent, deliveryTimeoutMs, transaction, outcomes } = writing;
  const settings: WriterSettings = {
    acks: acksOnTheWire[acks],
    compression,
    idempotent,
    ackTimeoutMs: Math.floor(session.settings.timeoutMs * ackTimeoutShare),
    deliveryTimeoutMs,
    ...(outcomes && { outcomes }),
    ...(transaction === undefined
      ? {}
      : { transaction: { id: transaction, timeoutMs: longestTransactionMs } }),
  };
  return openWriter(cluster, settings, shared);
}

/** Resolves when every record has its outcome; after an interruption those that are on their way get a moment more. */
export async function flushOrGiveUp(
  writer: { flush(): Promise<void>; abandon(reason: string): void },
  signal: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = setTimeout(() => writer.abandon('interrupted'), graceAfterInterruptMs);
  };
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  await writer.flush();
  signal.removeEventListener('abort', giveUp);
  clearTimeout(timer);
}
