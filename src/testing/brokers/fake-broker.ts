/** A broker without a network, for tests of whoever fetches: it holds logs, cuts answers to size and fails on demand. */
import type { VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import { decodeRequest, encodeResponse } from '../../wire/protocol/codec-message.js';
import { field, readInt64 } from '../../wire/batch/record-batch.js';
import { fetch } from '../../wire/requests/fetch.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import type { RequestBody, ResponseBody } from '../../wire/protocol/schema-request.js';

type FetchedPartition = ResponseBody<typeof fetch>['responses'][number]['partitions'][number];

export interface FakeLog {
  readonly batches: readonly Buffer[];
  /** Offsets below are gone. */
  readonly startOffset?: number;
  /** When the log ends behind its last batch: the rest was compacted away. */
  readonly endOffset?: number;
  readonly abortedTransactions?: readonly { producerId: number; firstOffset: number; lastOffset: number }[];
}

export interface AskedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly fetchOffset: number;
  readonly partitionMaxBytes: number;
}

export class FakeBroker implements WireConnection {
  readonly nodeId: number;
  readonly address = 'fake:9092';
  readonly apiVersions = new Map<number, VersionRange>([
    [fetch.apiKey, { min: 4, max: 17 }],
    [listOffsets.apiKey, { min: 1, max: 10 }],
  ]);
  readonly logs = new Map<string, FakeLog>();
  /** Every fetch so far. */
  readonly fetches: AskedPartition[][] = [];
  /** Asked before each fetch: a rejection breaks the connection, a number is Kafka's error code for each partition. */
  beforeFetch: (count: number) => Promise<number | undefined> | number | undefined = () => undefined;

  constructor(nodeId = 1) {
    this.nodeId = nodeId;
  }

  async send(apiKey: number, version: number, _apiName: string, body: Buffer): Promise<Buffer> {
    if (apiKey === listOffsets.apiKey) return this.#listOffsets(version, body);
    return this.#fetch(version, body);
  }

  async #fetch(version: number, body: Buffer): Promise<Buffer> {
    const request = decodeRequest(fetch, version, body);
    this.fetches.push(
      request.topics.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, ...partition })),
      ),
    );
    const errorCode = (await this.beforeFetch(this.fetches.length)) ?? 0;
    let left = request.maxBytes;
    const responses = request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((asked) => {
        const answer =
          errorCode === 0
            ? this.#read(topic, asked, left, left === request.maxBytes)
            : failed(asked.partition, errorCode);
        left -= answer.records?.length ?? 0;
        return answer;
      }),
    }));
    if (left === request.maxBytes && errorCode === 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(request.maxWaitMs, 5)));
    return encodeResponse(fetch, version, { throttleTimeMs: 0, errorCode: 0, responses });
  }

  /** Whole log from the batch that holds the offset, cut at the size asked for, but a first batch whole (KIP-74). */
  #read(
    topic: string,
    asked: Omit<AskedPartition, 'topic'> & { partition: number },
    left: number,
    first: boolean,
  ): FetchedPartition {
    const log = this.logs.get(`${topic}/${asked.partition}`);
    if (!log) return failed(asked.partition, 3);
    const end = endOf(log);
    if (asked.fetchOffset < (log.startOffset ?? 0) || asked.fetchOffset > end)
      return failed(asked.partition, 1);
    const wanted = log.batches.filter((batch) => lastOffsetOf(batch) >= asked.fetchOffset);
    const room = Math.max(0, Math.min(asked.partitionMaxBytes, left));
    const size = first && wanted[0] ? Math.max(room, wanted[0].length) : room;
    return {
      ...failed(asked.partition, 0),
      highWatermark: end,
      lastStableOffset: end,
      abortedTransactions: (log.abortedTransactions ?? []).filter(
        ({ lastOffset }) => lastOffset >= asked.fetchOffset,
      ),
      records: Buffer.concat(wanted).subarray(0, size),
    };
  }

  #listOffsets(version: number, body: Buffer): Buffer {
    const request: RequestBody<typeof listOffsets> = decodeRequest(listOffsets, version, body);
    return encodeResponse(listOffsets, version, {
      throttleTimeMs: 0,
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => {
          const log = this.logs.get(`${name}/${partitionIndex}`) ?? { batches: [] };
          const offset = timestamp === offsetAt.earliest ? (log.startOffset ?? 0) : endOf(log);
          return { partitionIndex, errorCode: 0, timestamp: -1, offset, leaderEpoch: -1 };
        }),
      })),
    });
  }
}

function failed(partitionIndex: number, errorCode: number): FetchedPartition {
  return {
    partitionIndex,
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    divergingEpoch: { epoch: -1, endOffset: -1 },
    currentLeader: { leaderId: -1, leaderEpoch: -1 },
    snapshotId: { endOffset: -1, epoch: -1 },
    abortedTransactions: null,
    preferredReadReplica: -1,
    records: Buffer.alloc(0),
  };
}

function lastOffsetOf(batch: Buffer): number {
  return readInt64(batch, 0) + batch.readInt32BE(field.lastOffsetDelta);
}

function endOf(log: FakeLog): number {
  const last = log.batches.at(-1);
  return log.endOffset ?? (last ? lastOffsetOf(last) + 1 : (log.startOffset ?? 0));
}
