/** Writes through kafkajs's own producer: records in every codec, and in transactions. */
import type { Kafka, Message } from 'kafkajs';
import { CompressionTypes } from '../kafka/internals.js';
import { createKafkajsClient } from '../kafka/kafkajs-client.js';
import { openSession } from '../kafka/session.js';
import { parseAddresses } from '../kafka/addresses.js';
import { testCluster } from './test-cluster.js';

const compressionTypes = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
} as const;
export type Compression = keyof typeof compressionTypes;

export function kafkajsClient(bootstrapServers = testCluster().bootstrapServers): Kafka {
  const target = { bootstrapServers: parseAddresses(bootstrapServers), origin: 'a test' };
  return createKafkajsClient(
    openSession(target, { timeoutMs: 10_000, signal: new AbortController().signal }),
  );
}

export async function writeRecords(
  topic: string,
  messages: Message[],
  compression: Compression = 'none',
): Promise<void> {
  const producer = kafkajsClient().producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    await producer.send({
      topic,
      messages,
      acks: -1,
      compression: compressionTypes[compression],
    });
  } finally {
    await producer.disconnect();
  }
}

/** One transaction of these records, committed or aborted. */
export async function writeTransaction(
  topic: string,
  messages: Message[],
  outcome: 'commit' | 'abort',
): Promise<void> {
  const producer = kafkajsClient().producer({
    allowAutoTopicCreation: false,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId: `${topic}-${outcome}`,
  });
  await producer.connect();
  try {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages });
    await transaction[outcome]();
  } finally {
    await producer.disconnect();
  }
}
