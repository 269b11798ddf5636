/** Logs for a scripted broker to be fetched from: it cuts answers to size, and fails on demand. */
import { field, readInt64 } from '../../wire/batch/record-batch.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import type { ResponseBody } from '../../wire/protocol/schema-request.js';
import { fetch } from '../../wire/requests/fetch.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import type { ScriptedBroker } from './scripted-broker.js';

type FetchedPartition = ResponseBody<typeof fetch>['responses'][number]['partitions'][number];

export interface ServedLog {
  readonly batches: readonly Buffer[];
  /** Offsets below are gone. */
  readonly startOffset?: number;
  /** If the log ends after its last batch: the rest was compacted away. */
  readonly endOffset?: number;
  /** When a transaction is open. */
  readonly lastStableOffset?: number;
  readonly abortedTransactions?: readonly { producerId: number; firstOffset: number; lastOffset: number }[];
}

interface AskedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly fetchOffset: number;
  readonly partitionMaxBytes: number;
}

/** Asked before each fetch: a rejection breaks the connection, a number is Kafka's error code for each partition. */
export type BeforeFetch = (count: number) => Promise<number | undefined> | number | undefined;

const longestWaitMs = 5;

interface Extras {
  /** id → name: topics are known by these only. */
  readonly topicIds?: ReadonlyMap<string, string>;
  /** Of each fetch. */
  readonly throttleMs?: (count: number) => number;
}

/** `logs`: by `topic/partition`. */
export function serveLogs(
  broker: ScriptedBroker,
  logs: ReadonlyMap<string, ServedLog>,
  beforeFetch: BeforeFetch = () => undefined,
  { topicIds, throttleMs }: Extras = {},
): void {
  let fetches = 0;
  broker.on(fetch, async ({ topics, maxBytes, maxWaitMs, isolationLevel }) => {
    const errorCode = (await beforeFetch(++fetches)) ?? 0;
    const pauseMs = throttleMs?.(fetches) ?? 0;
    // As brokers do: the records come when the client has waited.
    if (pauseMs > 0) return { throttleTimeMs: pauseMs, errorCode: 0, responses: [] };
    let left = maxBytes;
    const responses = topics.map(({ topic: name, topicId, partitions }) => {
      const topic = name === '' ? topicIds?.get(topicId) : name;
      return {
        topic: name,
        topicId,
        partitions: partitions.map((asked) => {
          if (topic === undefined) return failed(asked.partition, errorCodeNamed('UNKNOWN_TOPIC_ID'));
          const log = logs.get(`${topic}/${asked.partition}`);
          const answer =
            errorCode === 0
              ? read(log, asked, left, left === maxBytes, isolationLevel === 1)
              : failed(asked.partition, errorCode);
          left -= answer.records?.length ?? 0;
          return answer;
        }),
      };
    });
    if (left === maxBytes && errorCode === 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(maxWaitMs, longestWaitMs)));
    return { throttleTimeMs: 0, errorCode: 0, responses };
  });
  broker.on(listOffsets, ({ topics, isolationLevel }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => {
        const log = logs.get(`${name}/${partitionIndex}`) ?? { batches: [] };
        const end = isolationLevel === 1 ? (log.lastStableOffset ?? endOf(log)) : endOf(log);
        const offset = timestamp === offsetAt.earliest ? (log.startOffset ?? 0) : end;
        return { partitionIndex, errorCode: 0, timestamp: -1, offset, leaderEpoch: -1 };
      }),
    })),
  }));
}

/** Every fetch so far: the partitions in the order requested. */
export function fetchesOf(broker: ScriptedBroker): AskedPartition[][] {
  return broker
    .requests(fetch)
    .map(({ topics }) =>
      topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, ...partition }))),
    );
}

/** The whole log from the batch that holds the offset, cut at the size asked for, but a first batch whole (KIP-74). */
function read(
  log: ServedLog | undefined,
  asked: Omit<AskedPartition, 'topic'>,
  left: number,
  isFirst: boolean,
  isCommitted: boolean,
): FetchedPartition {
  if (!log) return failed(asked.partition, errorCodeNamed('UNKNOWN_TOPIC_OR_PARTITION'));
  const end = endOf(log);
  if (asked.fetchOffset < (log.startOffset ?? 0) || asked.fetchOffset > end)
    return failed(asked.partition, errorCodeNamed('OFFSET_OUT_OF_RANGE'));
  const stable = log.lastStableOffset ?? Infinity;
  const wanted = log.batches.filter(
    (batch) => lastOffsetOf(batch) >= asked.fetchOffset && (!isCommitted || lastOffsetOf(batch) < stable),
  );
  const allowed = Math.max(0, Math.min(asked.partitionMaxBytes, left));
  const size = isFirst && wanted[0] ? Math.max(allowed, wanted[0].length) : allowed;
  return {
    ...failed(asked.partition, 0),
    highWatermark: end,
    lastStableOffset: log.lastStableOffset ?? end,
    abortedTransactions: (log.abortedTransactions ?? []).filter(
      ({ lastOffset }) => lastOffset >= asked.fetchOffset,
    ),
    records: Buffer.concat(wanted).subarray(0, size),
  };
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

function endOf(log: ServedLog): number {
  const last = log.batches.at(-1);
  return log.endOffset ?? (last ? lastOffsetOf(last) + 1 : (log.startOffset ?? 0));
}
