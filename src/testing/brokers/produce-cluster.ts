/** A cluster without a network, for tests of whoever writes: logs, leaders, sequence numbers as brokers check them, and faults. */
import { LabError } from '../../text/errors.js';
import type { RequestBytes, VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import { decodeRequest, encodeResponse } from '../../wire/protocol/codec-message.js';
import { errorCodeNamed, type ErrorName } from '../../wire/protocol/error-codes.js';
import { RecordCursor } from '../../wire/batch/record-batch-cursor.js';
import { field, readInt64 } from '../../wire/batch/record-batch.js';
import { addPartitionsToTxn } from '../../wire/requests/add-partitions-to-txn.js';
import { endTxn } from '../../wire/requests/end-txn.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { initProducerId } from '../../wire/requests/init-producer-id.js';
import { metadata } from '../../wire/requests/metadata.js';
import { produce } from '../../wire/requests/produce.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';
import type { WriterCluster } from '../../wire/writer/types.js';

export interface StoredRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
  readonly headers: readonly (readonly [string, string | null])[];
}

interface ProducerState {
  readonly epoch: number;
  /** The last five batches. */
  readonly batches: { base: number; last: number; offset: number }[];
}

export interface StoredPartition {
  leader: number | null;
  readonly records: StoredRecord[];
  readonly producers: Map<number, ProducerState>;
}

/** What happens to one Produce request. */
export type Fault =
  /** The connection breaks before the broker has read it, and with it whatever was sent behind it. */
  | 'lost'
  /** The connection breaks after the broker has written it; what was sent behind it is written too. */
  | 'ack-lost'
  | ErrorName;

const longestDelayMs = 2;

export class ProduceCluster implements WriterCluster {
  readonly topic = 'orders';
  readonly partitions: StoredPartition[];
  /** Asked for every Produce request, and for each of its partitions with the partition's number. */
  fault: (request: number, partition: number | undefined) => Fault | undefined = () => undefined;
  maxMessageBytes = 1_048_588;
  /** Answers that a broker takes its time for. */
  delayMs: () => number = () => Math.random() * longestDelayMs;
  produceRequests = 0;
  mostInFlight = 0;
  readonly batchSizes: number[] = [];
  readonly transactionLog: string[] = [];
  #nextProducerId = 1000;
  readonly #brokers: FakeProduceBroker[];

  constructor(brokers: number, partitions: number) {
    this.#brokers = Array.from({ length: brokers }, (_, nodeId) => new FakeProduceBroker(nodeId, this));
    this.partitions = Array.from({ length: partitions }, (_, index) => ({
      leader: index % brokers,
      records: [],
      producers: new Map<number, ProducerState>(),
    }));
  }

  get brokers(): readonly FakeProduceBroker[] {
    return this.#brokers;
  }

  broker(nodeId: number): Promise<WireConnection> {
    const broker = this.#brokers[nodeId];
    return broker && !broker.isDown ? Promise.resolve(broker) : Promise.reject(gone(nodeId));
  }

  async anyBroker(): Promise<WireConnection> {
    const up = this.#brokers.find(({ isDown }) => !isDown);
    return up ?? this.broker(-1);
  }

  leaders(): Promise<readonly (number | null)[]> {
    return Promise.resolve(this.partitions.map(({ leader }) => leader));
  }

  values(partition: number): (string | null)[] {
    return this.partitions[partition]!.records.map(({ value }) => value);
  }

  allValues(): (string | null)[] {
    return this.partitions.flatMap((_, index) => this.values(index));
  }

  newProducerId(): number {
    return this.#nextProducerId++;
  }

  /** One batch into the log, or the broker's reason not to. */
  append(nodeId: number, index: number, batch: Buffer, request: number): Appended {
    const partition = this.partitions[index]!;
    if (partition.leader !== nodeId) return refused('NOT_LEADER_OR_FOLLOWER');
    const fault = this.fault(request, index);
    if (fault !== undefined && fault !== 'lost' && fault !== 'ack-lost') return refused(fault);
    this.batchSizes.push(batch.length);
    if (batch.length > this.maxMessageBytes) return refused('MESSAGE_TOO_LARGE');
    const records = recordsOf(batch);
    const bad = records.flatMap(({ value }, at) => (value?.startsWith('bad') ? [at] : []));
    if (bad.length > 0) return { ...refused('INVALID_RECORD'), bad };
    const known = this.#checkSequence(partition, batch);
    if (typeof known !== 'number') return known;
    if (known >= 0) return { errorCode: 0, baseOffset: known, bad: [] };
    const baseOffset = partition.records.length;
    partition.records.push(...records);
    const producerId = readInt64(batch, field.producerId);
    if (producerId >= 0) {
      const base = batch.readInt32BE(field.baseSequence);
      const last = base + records.length - 1;
      const state = partition.producers.get(producerId);
      partition.producers.set(producerId, {
        epoch: batch.readInt16BE(field.producerEpoch),
        batches: [...(state?.batches ?? []), { base, last, offset: baseOffset }].slice(-5),
      });
    }
    return { errorCode: 0, baseOffset, bad: [] };
  }

  /** As ProducerAppendInfo.checkSequence: the offset of a repetition, -1 for what may be appended. */
  #checkSequence(partition: StoredPartition, batch: Buffer): number | Appended {
    const producerId = readInt64(batch, field.producerId);
    if (producerId < 0) return -1;
    const base = batch.readInt32BE(field.baseSequence);
    const last = base + batch.readInt32BE(field.recordCount) - 1;
    const state = partition.producers.get(producerId);
    if (!state) return -1;
    const repeated = state.batches.find((each) => each.base === base && each.last === last);
    if (repeated) return repeated.offset;
    return base === state.batches.at(-1)!.last + 1 ? -1 : refused('OUT_OF_ORDER_SEQUENCE_NUMBER');
  }
}

interface Appended {
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly bad: readonly number[];
}

/** Requests are served one after the other; a break fails all that are under way, served or not. */
export class FakeProduceBroker implements WireConnection {
  readonly nodeId: number;
  readonly address: string;
  readonly apiVersions: ReadonlyMap<number, VersionRange> = new Map(
    [
      [produce, 11],
      [metadata, 12],
      [initProducerId, 5],
      [findCoordinator, 6],
      [addPartitionsToTxn, 3],
      [endTxn, 4],
    ].map(([definition, max]) => [(definition as RequestDefinition).apiKey, { min: 1, max: max as number }]),
  );
  isDown = false;
  readonly #cluster: ProduceCluster;
  #generation = 0;
  #inFlight = 0;
  #line: Promise<unknown> = Promise.resolve();

  constructor(nodeId: number, cluster: ProduceCluster) {
    this.nodeId = nodeId;
    this.address = `fake:${9092 + nodeId}`;
    this.#cluster = cluster;
  }

  send(
    apiKey: number,
    version: number,
    _apiName: string,
    bytes: RequestBytes,
    answer: 'expected' | 'none' = 'expected',
  ): Promise<Buffer> {
    if (this.isDown) return Promise.reject(gone(this.nodeId));
    // Without an answer to wait for, the operating system has its copy; else nothing is read before its turn.
    const copy = answer === 'none' ? joined(bytes) : undefined;
    const generation = this.#generation;
    const request = apiKey === produce.apiKey ? ++this.#cluster.produceRequests : 0;
    this.#inFlight++;
    this.#cluster.mostInFlight = Math.max(this.#cluster.mostInFlight, this.#inFlight);
    const served = this.#line.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, this.#cluster.delayMs()));
      const fault = request > 0 ? this.#cluster.fault(request, undefined) : undefined;
      if (fault === 'lost') this.break('lost');
      // A request behind one whose answer was lost may be served all the same.
      const isServed = generation === this.#generation || this.#servesTheDead;
      const response = isServed
        ? this.#serve(apiKey, version, copy ?? joined(bytes), request)
        : Buffer.alloc(0);
      if (fault === 'ack-lost') this.break('served');
      if (generation !== this.#generation) throw gone(this.nodeId);
      return response;
    });
    this.#line = served.catch(() => undefined);
    return (answer === 'none' ? Promise.resolve(Buffer.alloc(0)) : served).finally(() => this.#inFlight--);
  }

  #servesTheDead = false;

  break(rest: 'lost' | 'served'): void {
    this.#generation++;
    this.#servesTheDead = rest === 'served';
  }

  #serve(apiKey: number, version: number, body: Buffer, request: number): Buffer {
    switch (apiKey) {
      case produce.apiKey:
        return this.#produce(version, body, request);
      case initProducerId.apiKey:
        return encodeResponse(initProducerId, version, {
          throttleTimeMs: 0,
          errorCode: 0,
          producerId: this.#cluster.newProducerId(),
          producerEpoch: 0,
        });
      case metadata.apiKey:
        return encodeResponse(metadata, version, {
          throttleTimeMs: 0,
          brokers: [],
          clusterId: null,
          controllerId: 0,
          topics: [],
          errorCode: 0,
        });
      case findCoordinator.apiKey:
        return encodeResponse(findCoordinator, version, {
          throttleTimeMs: 0,
          errorCode: 0,
          errorMessage: null,
          nodeId: this.nodeId,
          host: 'fake',
          port: 9092,
          coordinators: [],
        });
      case addPartitionsToTxn.apiKey: {
        const { v3AndBelowTopics } = decodeRequest(addPartitionsToTxn, version, body);
        const results = v3AndBelowTopics.map(({ name, partitions }) => ({
          name,
          resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: 0 })),
        }));
        this.#cluster.transactionLog.push(
          `join ${v3AndBelowTopics.flatMap(({ partitions }) => partitions).join()}`,
        );
        return encodeResponse(addPartitionsToTxn, version, {
          throttleTimeMs: 0,
          resultsByTopicV3AndBelow: results,
        });
      }
      case endTxn.apiKey:
        this.#cluster.transactionLog.push(
          decodeRequest(endTxn, version, body).committed ? 'commit' : 'abort',
        );
        return encodeResponse(endTxn, version, { throttleTimeMs: 0, errorCode: 0 });
      default:
        throw new Error(`the fake broker knows no request ${apiKey}`);
    }
  }

  #produce(version: number, body: Buffer, request: number): Buffer {
    const { topicData } = decodeRequest(produce, version, body);
    return encodeResponse(produce, version, {
      throttleTimeMs: 0,
      responses: topicData.map(({ name, partitionData }) => ({
        name,
        partitionResponses: partitionData.map(({ index, records }) => {
          const { errorCode, baseOffset, bad } = this.#cluster.append(this.nodeId, index, records!, request);
          return {
            index,
            errorCode,
            baseOffset,
            logAppendTimeMs: -1,
            logStartOffset: 0,
            recordErrors: bad.map((batchIndex) => ({ batchIndex, batchIndexErrorMessage: 'it is bad' })),
            errorMessage: null,
          };
        }),
      })),
    });
  }
}

function refused(name: ErrorName): Appended {
  return { errorCode: errorCodeNamed(name), baseOffset: -1, bad: [] };
}

function joined(bytes: RequestBytes): Buffer {
  return Buffer.concat(Buffer.isBuffer(bytes) ? [bytes] : bytes);
}

function gone(nodeId: number): LabError {
  return new LabError('unreachable', `broker ${nodeId} is gone`);
}

function recordsOf(batch: Buffer): StoredRecord[] {
  const cursor = new RecordCursor();
  cursor.open(batch, { topic: 'orders', partition: 0, from: 0, to: null, checkCrcs: true });
  const text = (start: number, end: number) => (end < 0 ? null : cursor.buffer.toString('utf8', start, end));
  const records: StoredRecord[] = [];
  while (cursor.next()) {
    records.push({
      key: text(cursor.keyStart, cursor.keyEnd),
      value: text(cursor.valueStart, cursor.valueEnd),
      timestamp: cursor.timestamp,
      headers: cursor.headers().map(([name, value]) => [name, value?.toString() ?? null] as const),
    });
  }
  return records;
}
