/** Scripted brokers for writers: they lead the partitions of one topic, run transactions, and fail on demand. */
import { errorCodeNamed, type ErrorName } from '../../wire/protocol/error-codes.js';
import { addPartitionsToTxn } from '../../wire/requests/add-partitions-to-txn.js';
import { endTxn } from '../../wire/requests/end-txn.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { initProducerId } from '../../wire/requests/init-producer-id.js';
import { produce } from '../../wire/requests/produce.js';
import type { WriterCluster } from '../../wire/writer/types.js';
import { LabError } from '../../text/errors.js';
import { answersMetadata } from './cluster-state.js';
import { PartitionLog, refused, type Appended } from './partition-log.js';
import { ScriptedBroker } from './scripted-broker.js';
import { UnreliableLine, type Break } from './unreliable-line.js';

/** What happens to one Produce request; an error may come before the append, or, from a deposed leader, after it. */
export type Fault = Break | ErrorName | { readonly afterAppend: ErrorName };

const longestDelayMs = 2;

export class ProduceCluster implements WriterCluster {
  readonly topic = 'orders';
  readonly partitions: PartitionLog[];
  /** Called for every Produce request, and for each of its partitions with the partition's number. */
  fault: (request: number, partition: number | undefined) => Fault | undefined = () => undefined;
  maxMessageBytes = 1_048_588;
  /** Answers that a broker takes its time for. */
  delayMs: () => number = () => Math.random() * longestDelayMs;
  /** A quota: what the broker says after this Produce request, and then does: it reads nothing for so long. */
  throttleMs: (request: number) => number = () => 0;
  readonly transactionLog: string[] = [];
  /** How often it says, of a transaction that was ended, that the partitions have no mark of it yet. */
  marksMissing = 0;
  readonly #brokers: ScriptedBroker[];
  readonly #lines: UnreliableLine[] = [];
  #produceRequests = 0;
  #nextProducerId = 1000;

  constructor(brokers: number, partitions: number) {
    this.#brokers = Array.from({ length: brokers }, (_, nodeId) => this.#newBroker(nodeId));
    this.partitions = Array.from({ length: partitions }, (_, index) => new PartitionLog(index % brokers));
  }

  broker(nodeId: number): Promise<ScriptedBroker> {
    const broker = this.#brokers[nodeId];
    if (broker) return Promise.resolve(broker);
    return Promise.reject(new LabError('unreachable', `there is no broker ${nodeId}`));
  }

  anyBroker(): Promise<ScriptedBroker> {
    return this.broker(0);
  }

  leaders(): Promise<readonly (number | null)[]> {
    return Promise.resolve(this.partitions.map(({ leader }) => leader));
  }

  /** By the broker that had most. */
  get mostInFlight(): number {
    return Math.max(...this.#lines.map(({ mostInFlight }) => mostInFlight));
  }

  values(partition: number): (string | null)[] {
    return this.partitions[partition]!.records.map(({ value }) => value);
  }

  allValues(): (string | null)[] {
    return this.partitions.flatMap((_, index) => this.values(index));
  }

  #newBroker(nodeId: number): ScriptedBroker {
    const line = new UnreliableLine(nodeId, {
      nextProduce: () => ++this.#produceRequests,
      breakAt: (request) => {
        const fault = this.fault(request, undefined);
        return fault === 'lost' || fault === 'ack-lost' ? fault : undefined;
      },
      delayMs: () => this.delayMs(),
      muteMs: (request) => this.throttleMs(request),
    });
    this.#lines.push(line);
    const broker = new ScriptedBroker(nodeId, `fake:${9092 + nodeId}`);
    broker.network = line.network;
    answersMetadata(broker, () => ({}));
    this.#takeRecords(broker, line);
    this.#coordinateTransactions(broker);
    return broker;
  }

  #takeRecords(broker: ScriptedBroker, line: UnreliableLine): void {
    broker.on(produce, ({ topicData }) => ({
      throttleTimeMs: this.throttleMs(line.arriving),
      responses: topicData.map(({ name, partitionData }) => ({
        name,
        partitionResponses: partitionData.map(({ index, records }) => {
          const { bad, ...appended } = this.#append(broker.nodeId, index, records!, line.arriving);
          return {
            index,
            ...appended,
            logAppendTimeMs: -1,
            logStartOffset: 0,
            recordErrors: bad.map((batchIndex) => ({ batchIndex, batchIndexErrorMessage: 'it is bad' })),
            errorMessage: null,
          };
        }),
      })),
    }));
    broker.on(initProducerId, () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      producerId: this.#nextProducerId++,
      producerEpoch: 0,
    }));
  }

  #append(nodeId: number, index: number, batch: Buffer, request: number): Appended {
    const partition = this.partitions[index]!;
    if (partition.leader !== nodeId) return refused('NOT_LEADER_OR_FOLLOWER');
    const fault = this.fault(request, index);
    if (typeof fault === 'string' && fault !== 'lost' && fault !== 'ack-lost') return refused(fault);
    if (batch.length > this.maxMessageBytes) return refused('MESSAGE_TOO_LARGE');
    const appended = partition.append(batch);
    return typeof fault === 'object' && appended.errorCode === 0 ? refused(fault.afterAppend) : appended;
  }

  #coordinateTransactions(broker: ScriptedBroker): void {
    broker
      .on(findCoordinator, () => ({
        throttleTimeMs: 0,
        errorCode: 0,
        errorMessage: null,
        nodeId: broker.nodeId,
        host: 'fake',
        port: 9092,
        coordinators: [],
      }))
      .on(addPartitionsToTxn, ({ v3AndBelowTopics }) => {
        this.transactionLog.push(`join ${v3AndBelowTopics.flatMap(({ partitions }) => partitions).join()}`);
        return {
          throttleTimeMs: 0,
          resultsByTopicV3AndBelow: v3AndBelowTopics.map(({ name, partitions }) => ({
            name,
            resultsByPartition: partitions.map((partitionIndex) => ({
              partitionIndex,
              partitionErrorCode: 0,
            })),
          })),
        };
      })
      .on(endTxn, ({ committed }) => {
        this.transactionLog.push(committed ? 'commit' : 'abort');
        const isAgain = this.transactionLog.at(-2) === this.transactionLog.at(-1);
        const isUnmarked = isAgain && this.marksMissing-- > 0;
        return { throttleTimeMs: 0, errorCode: isUnmarked ? errorCodeNamed('CONCURRENT_TRANSACTIONS') : 0 };
      });
  }
}
