/** One Produce request for batches of several partitions of a topic, and what the broker answers for each. */
import { encodeRequestInPieces } from '../protocol/codec-message.js';
import type { WireConnection } from '../protocol/connection.js';
import { produce } from '../requests/produce.js';
import { negotiate, send } from '../protocol/send.js';
import type { Batch } from './batch.js';
import type { PartitionQueue } from './partition.js';
import type { SenderSettings } from './types.js';

export interface QueuedBatch {
  readonly queue: PartitionQueue;
  readonly batch: Batch;
}

export interface BatchAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset: number;
  /** The records of the batch that were refused, by index. */
  readonly badRecords: readonly { readonly index: number; readonly message: string | null }[];
  readonly message: string | null;
}

export interface ProduceAnswer {
  readonly batches: readonly BatchAnswer[];
  /** How long the broker reads nothing more from this client; 0 unless a quota is exceeded. */
  readonly throttleMs: number;
}

/** The first version whose throttle is still to come (KIP-219); older brokers have delayed the answer by it. */
const throttlesAfterAnswer = 6;

/** Undefined with acks=0: the broker does not answer, and the bytes were sent. */
export async function sendBatches(
  connection: WireConnection,
  batches: readonly QueuedBatch[],
  settings: SenderSettings,
): Promise<ProduceAnswer | undefined> {
  const body = {
    transactionalId: settings.transactionalId,
    acks: settings.acks,
    timeoutMs: settings.ackTimeoutMs,
    topicData: [
      {
        name: settings.topic,
        partitionData: batches.map(({ queue, batch }) => ({ index: queue.partition, records: batch.bytes })),
      },
    ],
  };
  if (settings.acks === 0) {
    const version = negotiate(connection, produce);
    const bytes = encodeRequestInPieces(produce, version, body);
    await connection.send(produce.apiKey, version, produce.name, bytes, 'none');
    return undefined;
  }
  const response = await send(connection, produce, body);
  const answers = response.responses.flatMap(({ partitionResponses }) =>
    partitionResponses.map((answer) => ({
      partition: answer.index,
      errorCode: answer.errorCode,
      baseOffset: answer.baseOffset,
      badRecords: answer.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => ({
        index: batchIndex,
        message: batchIndexErrorMessage,
      })),
      message: answer.errorMessage,
    })),
  );
  const isToCome = negotiate(connection, produce) >= throttlesAfterAnswer;
  return { batches: answers, throttleMs: isToCome ? response.throttleTimeMs : 0 };
}
