/** The transactions of a transactional id, one after the other (KIP-98): their coordinator, the partitions they touch, their end. */
import { LabError } from '../../text/errors.js';
import { unlessAborted } from '../../text/wait.js';
import type { WireConnection } from '../protocol/connection.js';
import { errorCodeNamed, kafkaErrorCode } from '../protocol/error-codes.js';
import { addOffsetsToTxn } from '../requests/add-offsets-to-txn.js';
import { addPartitionsToTxn } from '../requests/add-partitions-to-txn.js';
import { endTxn } from '../requests/end-txn.js';
import { coordinatorType, findCoordinator } from '../requests/find-coordinator.js';
import { initProducerId } from '../requests/init-producer-id.js';
import { txnOffsetCommit } from '../requests/txn-offset-commit.js';
import { send } from '../protocol/send.js';
import { reasonOf } from './outcome.js';
import type { Producer } from './partition.js';
import { producerOf, untilReady } from './producer-id.js';
import type { Patience, WriterCluster } from './types.js';

type Outcome = 'commit' | 'abort';

type TransactionCluster = Pick<WriterCluster, 'broker' | 'anyBroker'>;

/** What a group commits, as in the request. */
export interface GroupTopic {
  readonly name: string;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly committedOffset: number;
    readonly committedMetadata: string;
  }[];
}

export class Transaction {
  readonly producer: Producer;
  readonly #cluster: TransactionCluster;
  readonly id: string;
  readonly #settings: Patience;
  #coordinator: number | undefined;
  #touched = false;
  #ended: Outcome | undefined;

  private constructor(
    cluster: TransactionCluster,
    id: string,
    settings: Patience,
    coordinator: number | undefined,
    producer: Producer,
  ) {
    this.#cluster = cluster;
    this.id = id;
    this.#settings = settings;
    this.#coordinator = coordinator;
    this.producer = producer;
  }

  /** Fences the previous producer with this id, and aborts its open transaction. `timeoutMs`: then the brokers abort it. */
  static async begin(
    cluster: TransactionCluster,
    id: string,
    timeoutMs: number,
    settings: Patience,
  ): Promise<Transaction> {
    let coordinator: number | undefined;
    const producer = await untilReady(
      settings,
      async () => {
        coordinator ??= await coordinatorOf(cluster, id, settings);
        const answer = await send(await cluster.broker(coordinator), initProducerId, {
          transactionalId: id,
          transactionTimeoutMs: timeoutMs,
        });
        return { errorCode: answer.errorCode, value: producerOf(answer, true) };
      },
      () => {
        coordinator = undefined;
      },
    );
    return new Transaction(cluster, id, settings, coordinator, producer);
  }

  /** Must succeed before records are sent to these partitions. */
  async join(topic: string, partitions: readonly number[]): Promise<void> {
    this.#touched = true;
    await this.#ask(async (coordinator) => {
      const answer = await send(coordinator, addPartitionsToTxn, {
        v3AndBelowTransactionalId: this.id,
        v3AndBelowProducerId: this.producer.id,
        v3AndBelowProducerEpoch: this.producer.epoch,
        v3AndBelowTopics: [{ name: topic, partitions }],
      });
      const results = answer.resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) => resultsByPartition);
      // Either all partitions are added or none; those without an error of their own only say OPERATION_NOT_ATTEMPTED.
      const errors = results.map(({ partitionErrorCode }) => partitionErrorCode).filter((code) => code !== 0);
      return errors.find((code) => !kafkaErrorCode(code).retriable) ?? errors[0] ?? 0;
    });
  }

  /**
   * The offsets of a group become what they are here when the transaction is committed, and stay as they were if it is not. Throws
   * LabError 'refused' if the group has members. Topics that brokers do not know are asked about: those of which `areGone` are
   * left out, others are tried again.
   */
  async commitOffsets(
    groupId: string,
    topics: readonly GroupTopic[],
    areGone: (topics: readonly string[]) => Promise<boolean>,
  ): Promise<void> {
    this.#touched = true;
    const { id, producer } = this;
    const own = { transactionalId: id, producerId: producer.id, producerEpoch: producer.epoch, groupId };
    await this.#ask(async (coordinator) => (await send(coordinator, addOffsetsToTxn, own)).errorCode);
    let groupCoordinator: number | undefined;
    await untilReady(
      this.#settings,
      async () => {
        groupCoordinator ??= await coordinatorOf(this.#cluster, groupId, this.#settings, 'group');
        const answer = await send(await this.#cluster.broker(groupCoordinator), txnOffsetCommit, {
          ...own,
          topics,
        });
        const failed = answer.topics.flatMap(({ name, partitions }) =>
          partitions.flatMap(({ errorCode: code }) => (code === 0 ? [] : [{ name, code }])),
        );
        // A broker takes the others' offsets all the same.
        const unknown = failed.filter(({ code }) => code === unknownTopic).map(({ name }) => name);
        if (failed.length > 0 && unknown.length === failed.length && (await areGone([...new Set(unknown)])))
          return { errorCode: 0, value: undefined };
        const errorCode = failed[0]?.code ?? 0;
        if (errorCode !== 0 && !kafkaErrorCode(errorCode).retriable) {
          throw new LabError(
            'refused',
            `The offsets of group "${groupId}" were not committed: ${reasonOf(errorCode)}`,
          );
        }
        return { errorCode, value: undefined };
      },
      () => {
        groupCoordinator = undefined;
      },
      `The offsets of group "${groupId}" were not committed`,
    );
  }

  /** Throws if it is not certain that the coordinator has done so. What is sent afterwards has to join again. */
  async end(outcome: Outcome): Promise<void> {
    if (!this.#touched) return;
    this.#touched = false;
    await this.#ask((coordinator) => this.#sendEnd(coordinator, outcome));
    this.#ended = outcome;
  }

  /**
   * After the last `end`. The coordinator answers once the outcome is certain, and only then has the partitions' leaders write it
   * into their logs; until then readers of committed records stop before it. Asked to end it again, it refuses for as long as
   * that takes, and so does one that takes over from it. Resolves after `mostMarkingMs` in any case, as the outcome holds all the same.
   */
  async untilMarked(): Promise<void> {
    const outcome = this.#ended;
    if (outcome === undefined || this.#touched) return;
    const deliveryTimeoutMs = Math.min(mostMarkingMs, this.#settings.deliveryTimeoutMs);
    const marked = this.#ask((coordinator) => this.#sendEnd(coordinator, outcome), {
      deliveryTimeoutMs,
      backoffMs: 5,
      longestBackoffMs: 100,
    });
    // A request may be waited for longer than that.
    await unlessAborted(
      marked.catch(() => undefined),
      AbortSignal.timeout(deliveryTimeoutMs),
    );
  }

  async #sendEnd(coordinator: WireConnection, outcome: Outcome): Promise<number> {
    const answer = await send(coordinator, endTxn, {
      transactionalId: this.id,
      producerId: this.producer.id,
      producerEpoch: this.producer.epoch,
      committed: outcome === 'commit',
    });
    return answer.errorCode;
  }

  async #ask(
    request: (coordinator: WireConnection) => Promise<number>,
    patience: Patience = this.#settings,
  ): Promise<void> {
    await untilReady(
      patience,
      async () => {
        this.#coordinator ??= await coordinatorOf(this.#cluster, this.id, this.#settings);
        const errorCode = await request(await this.#cluster.broker(this.#coordinator));
        if (errorCode !== 0 && !kafkaErrorCode(errorCode).retriable) {
          throw new LabError('refused', `Transaction "${this.id}" failed: ${reasonOf(errorCode)}`);
        }
        return { errorCode, value: undefined };
      },
      () => {
        this.#coordinator = undefined;
      },
      `Transaction "${this.id}" failed`,
    );
  }
}

const unknownTopic = errorCodeNamed('UNKNOWN_TOPIC_OR_PARTITION');

/** A leader that is away is waited for no longer: what is certain need not be seen yet. */
const mostMarkingMs = 5000;

async function coordinatorOf(
  cluster: TransactionCluster,
  key: string,
  settings: Patience,
  kind: keyof typeof coordinatorType = 'transaction',
): Promise<number> {
  return untilReady(
    settings,
    async () => {
      const answer = await send(
        await cluster.anyBroker(),
        findCoordinator,
        { key, keyType: coordinatorType[kind] },
        { maxVersion: 3 },
      );
      return { errorCode: answer.errorCode, value: answer.nodeId };
    },
    undefined,
    `The brokers did not say who coordinates ${kind} "${key}"`,
  );
}
