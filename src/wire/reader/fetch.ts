/** The reader's two requests: records of many partitions from one broker, and the first and last offset of a partition. */
import type { WireConnection } from '../protocol/connection.js';
import type { ReadPosition } from './partition.js';
import { fetch } from '../requests/fetch.js';
import { listOffsets, offsetAt } from '../requests/list-offsets.js';
import type { RequestBody, ResponseBody } from '../protocol/schema-request.js';
import { zeroUuid } from '../protocol/schema.js';
import { send } from '../protocol/send.js';

export type FetchResponse = ResponseBody<typeof fetch>;
export type FetchedPartition = FetchResponse['responses'][number]['partitions'][number];
type FetchTopic = { topic: string; topicId: string; partitions: FetchRequestPartition[] };
type FetchRequestPartition = RequestBody<typeof fetch>['topics'][number]['partitions'][number];

const lastVersionWithNames = 12;

export interface FetchTuning {
  readonly isolationLevel: 0 | 1;
  /** Of one partition; more if its next batch is known to be larger. */
  readonly partitionMaxBytes: number;
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

/** Brokers fill their answer in the order of the request until `maxBytes`. */
export function fetchFrom(
  connection: WireConnection,
  positions: readonly ReadPosition[],
  { isolationLevel, partitionMaxBytes, maxBytes, maxWaitMs }: FetchTuning,
): Promise<FetchResponse> {
  const topics: FetchTopic[] = [];
  let hasIds = true;
  for (const { topic, topicId, partition, fetchOffset, fetchBytes, leaderEpoch = -1 } of positions) {
    let entry = topics.at(-1);
    const id = topicId ?? zeroUuid;
    if (entry?.topic !== topic || entry.topicId !== id)
      topics.push((entry = { topic, topicId: id, partitions: [] }));
    hasIds &&= topicId !== null;
    entry.partitions.push({
      partition,
      currentLeaderEpoch: leaderEpoch,
      fetchOffset,
      // A reader compares nothing with a log of its own: whatever the leader has fits.
      lastFetchedEpoch: leaderEpoch,
      partitionMaxBytes: Math.max(partitionMaxBytes, fetchBytes),
    });
  }
  const body = { isolationLevel, maxBytes, maxWaitMs, minBytes: 1, topics };
  return send(connection, fetch, body, hasIds ? {} : { maxVersion: lastVersionWithNames });
}

/** The parts of an answer, with the positions that they were requested for. */
export function partsOf(
  asked: readonly ReadPosition[],
  response: FetchResponse,
): { position: ReadPosition; fetched: FetchedPartition }[] {
  const byName = new Map(asked.map((position) => [`${position.topic}/${position.partition}`, position]));
  const nameOf = new Map(asked.map(({ topic, topicId }) => [topicId, topic]));
  return response.responses.flatMap(({ topic, topicId, partitions }) =>
    partitions.flatMap((fetched) => {
      const name = topic === '' ? nameOf.get(topicId) : topic;
      const position = byName.get(`${name}/${fetched.partitionIndex}`);
      return position ? [{ position, fetched }] : [];
    }),
  );
}

/** Of the records in an answer, in bytes. */
export function sizeOf({ responses }: FetchResponse): number {
  let bytes = 0;
  for (const { partitions } of responses) for (const { records } of partitions) bytes += records?.length ?? 0;
  return bytes;
}

/** Of how many partitions an answer has records. */
export function servedBy({ responses }: FetchResponse): number {
  let served = 0;
  for (const { partitions } of responses)
    for (const { records } of partitions) if (records?.length) served += 1;
  return served;
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
