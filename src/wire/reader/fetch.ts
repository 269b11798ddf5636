/** The reader's two requests: records of many partitions from one broker, and the first and last offset of a partition. */
import type { WireConnection } from '../protocol/connection.js';
import type { ReadPosition } from './partition.js';
import { fetch } from '../requests/fetch.js';
import { listOffsets, offsetAt } from '../requests/list-offsets.js';
import type { RequestBody, ResponseBody } from '../protocol/schema-request.js';
import { send } from '../protocol/send.js';

export type FetchResponse = ResponseBody<typeof fetch>;
export type FetchedPartition = FetchResponse['responses'][number]['partitions'][number];
type FetchTopic = { topic: string; partitions: FetchRequestPartition[] };
type FetchRequestPartition = RequestBody<typeof fetch>['topics'][number]['partitions'][number];

export interface FetchTuning {
  readonly isolationLevel: 0 | 1;
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

/** Brokers fill their answer in the order of the request until `maxBytes`. */
export function fetchFrom(
  connection: WireConnection,
  positions: readonly ReadPosition[],
  { isolationLevel, maxBytes, maxWaitMs }: FetchTuning,
): Promise<FetchResponse> {
  const topics: FetchTopic[] = [];
  for (const { topic, partition, fetchOffset, fetchBytes } of positions) {
    let entry = topics.at(-1);
    if (entry?.topic !== topic) topics.push((entry = { topic, partitions: [] }));
    entry.partitions.push({ partition, fetchOffset, partitionMaxBytes: fetchBytes });
  }
  return send(connection, fetch, { isolationLevel, maxBytes, maxWaitMs, minBytes: 1, topics });
}

/** The parts of an answer, with the positions that they were requested for. */
export function partsOf(
  asked: readonly ReadPosition[],
  response: FetchResponse,
): { position: ReadPosition; fetched: FetchedPartition }[] {
  const byName = new Map(asked.map((position) => [`${position.topic}/${position.partition}`, position]));
  return response.responses.flatMap(({ topic, partitions }) =>
    partitions.flatMap((fetched) => {
      const position = byName.get(`${topic}/${fetched.partitionIndex}`);
      return position ? [{ position, fetched }] : [];
    }),
  );
}

/** One end of a partition, asked of its leader; a number to continue at, or Kafka's error code. */
export async function logEnd(
  connection: WireConnection,
  { topic, partition }: ReadPosition,
  end: 'earliest' | 'latest',
): Promise<{ errorCode: number; offset: number }> {
  const answer = await send(connection, listOffsets, {
    topics: [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: offsetAt[end] }] }],
  });
  return answer.topics[0]?.partitions[0] ?? { errorCode: -1, offset: -1 };
}
