/** Writes through kafkajs's own producer: records in every codec, and in transactions. */
import { createRequire } from 'node:module';
import type { CompressionTypes as CompressionTypesEnum, Kafka, Message } from 'kafkajs';
import { createKafkajsClient } from '../../kafka/consumer/kafkajs-client.js';
import { offsetsAt } from '../../kafka/session/partition-offsets.js';
import { openSession, type KafkaSession } from '../../kafka/session/session.js';
import { parseAddresses } from '../../net/addresses.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import {
  compress,
  compressions,
  decompress,
  defaultDecompressedLimit,
} from '../../wire/batch/codecs/compression.js';
import { testCluster } from './test-cluster.js';
import { until } from './until.js';

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** The same instance as the client's, whose repairs are imported above. */
const { CompressionTypes, CompressionCodecs } = createRequire(import.meta.url)('kafkajs') as {
  CompressionTypes: typeof CompressionTypesEnum;
  CompressionCodecs: Partial<Record<number, () => Codec>>;
};

// It has gzip only.
for (const name of ['snappy', 'lz4', 'zstd'] as const) {
  CompressionCodecs[compressions.indexOf(name)] = () => ({
    compress: ({ buffer }) => Promise.resolve(compress(name, buffer)),
    decompress: (bytes) => Promise.resolve(decompress(name, bytes, defaultDecompressedLimit)),
  });
}

const compressionTypes = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
} as const;
export type Compression = keyof typeof compressionTypes;

export function kafkajsClient(bootstrapServers = testCluster().bootstrapServers): Kafka {
  return createKafkajsClient(testSession(bootstrapServers));
}

function testSession(bootstrapServers: string): KafkaSession {
  const target = { bootstrapServers: parseAddresses(bootstrapServers), origin: 'a test' };
  return openSession(target, { timeoutMs: 10_000, signal: new AbortController().signal });
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
  await marksWritten(topic);
}

/** The coordinator answers before the end markers are in the partitions, and readers wait for these. */
async function marksWritten(topic: string): Promise<void> {
  const session = testSession(testCluster().bootstrapServers);
  try {
    await until(async () => {
      const { topics } = await session.metadata([topic]);
      const leaders = (topics[0]?.partitions ?? []).map((each) => ({ topic, ...each }));
      const [stable, high] = await Promise.all(
        (['read_committed', 'read_uncommitted'] as const).map((isolation) =>
          offsetsAt(session, leaders, offsetAt.latest, isolation),
        ),
      );
      const isStable = high?.every(({ offset }, index) => offset === stable?.[index]?.offset);
      return isStable ? true : undefined;
    });
  } finally {
    await session.close();
  }
}
