/** A share session with one broker (KIP-932): the broker remembers which partitions are read, and each request has the next epoch. */
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { ResponseBody } from '../../wire/protocol/schema-request.js';
import { negotiate, send } from '../../wire/protocol/send.js';
import { shareAcknowledge } from '../../wire/requests/share-acknowledge.js';
import { acquireMode, shareFetch } from '../../wire/requests/share-fetch.js';
import { groupBy } from '../../text/group-by.js';
import { batchesOf, type AcknowledgedRun } from './acknowledgements.js';
import type { SharedPartition } from './delivery.js';

export interface ShareMember {
  readonly groupId: string;
  readonly memberId: string;
}

export interface Acknowledgement {
  readonly partition: SharedPartition;
  readonly runs: readonly AcknowledgedRun[];
}

export interface FetchLimits {
  readonly maxRecords: number;
  /** Not one record more; else the batch that holds the last one comes whole. Kafka 4.1 does not know it. */
  readonly isStrict: boolean;
  readonly maxWaitMs: number;
}

export type ShareFetchAnswer = ResponseBody<typeof shareFetch>;
export type ShareAcknowledgeAnswer = ResponseBody<typeof shareAcknowledge>;

const maxBytes = 4 * 1024 * 1024;
const closing = -1;
/** The first that knows renewals and strict limits. */
const renewingVersion = 2;

/** Whether a fetch can ask for so many records and no more (KIP-1206). */
export function limitsStrictly(connection: WireConnection): boolean {
  return negotiate(connection, shareFetch) >= renewingVersion;
}

/** One request at a time; after one that failed, or an error for the whole answer, a new session has to be opened. */
export class ShareSession {
  readonly connection: WireConnection;
  readonly #member: ShareMember;
  #epoch = 0;
  /** What the broker reads in this session. */
  #known = new Map<string, SharedPartition>();

  constructor(connection: WireConnection, member: ShareMember) {
    this.connection = connection;
    this.#member = member;
  }

  /** Whether the broker knows of it. */
  get isOpen(): boolean {
    return this.#epoch > 0;
  }

  get renews(): boolean {
    return negotiate(this.connection, shareAcknowledge) >= renewingVersion;
  }

  async fetch(
    wanted: readonly SharedPartition[],
    acknowledgements: readonly Acknowledgement[],
    { maxRecords, isStrict, maxWaitMs }: FetchLimits,
  ): Promise<ShareFetchAnswer> {
    const next = new Map(wanted.map((each) => [keyOf(each), each]));
    const added = wanted.filter((each) => !this.#known.has(keyOf(each)));
    const forgotten = [...this.#known].filter(([key]) => !next.has(key)).map(([, each]) => each);
    const shareSessionEpoch = this.#nextEpoch();
    const answer = await send(this.connection, shareFetch, {
      ...this.#member,
      shareSessionEpoch,
      maxWaitMs,
      minBytes: 1,
      maxBytes,
      maxRecords,
      // Acquired records are told in runs of at most so many.
      batchSize: maxRecords,
      shareAcquireMode: isStrict ? acquireMode.recordLimit : acquireMode.batchOptimized,
      topics: topicsOf(added, acknowledgements),
      forgottenTopicsData: [...groupBy(forgotten, ({ topicId }) => topicId)].map(([topicId, own]) => ({
        topicId,
        partitions: own.map(({ partition }) => partition),
      })),
    });
    if (answer.errorCode === 0) this.#known = next;
    return answer;
  }

  /** Renewals go alone. */
  acknowledge(acknowledgements: readonly Acknowledgement[]): Promise<ShareAcknowledgeAnswer> {
    return this.#acknowledge(acknowledgements, this.#nextEpoch());
  }

  /** What of the session is still acquired goes back to the group. */
  close(acknowledgements: readonly Acknowledgement[]): Promise<ShareAcknowledgeAnswer> {
    this.#epoch = 0;
    return this.#acknowledge(acknowledgements, closing);
  }

  #acknowledge(
    acknowledgements: readonly Acknowledgement[],
    shareSessionEpoch: number,
  ): Promise<ShareAcknowledgeAnswer> {
    const isRenewAck = acknowledgements.some(({ runs }) => runs.some(({ type }) => type === 'renew'));
    return send(this.connection, shareAcknowledge, {
      ...this.#member,
      shareSessionEpoch,
      topics: topicsOf([], acknowledgements),
      ...(isRenewAck ? { isRenewAck } : {}),
    });
  }

  #nextEpoch(): number {
    const epoch = this.#epoch;
    this.#epoch = epoch === 0x7fffffff ? 1 : epoch + 1;
    return epoch;
  }
}

function topicsOf(added: readonly SharedPartition[], acknowledgements: readonly Acknowledgement[]) {
  const partitions = new Map<string, { topicId: string; partition: number; runs: AcknowledgedRun[] }>();
  const entry = (partition: SharedPartition) => {
    let found = partitions.get(keyOf(partition));
    if (!found) partitions.set(keyOf(partition), (found = { ...partition, runs: [] }));
    return found;
  };
  for (const each of added) entry(each);
  for (const { partition, runs } of acknowledgements) entry(partition).runs.push(...runs);
  return [...groupBy([...partitions.values()], ({ topicId }) => topicId)].map(([topicId, own]) => ({
    topicId,
    partitions: own.map(({ partition, runs }) => ({
      partitionIndex: partition,
      acknowledgementBatches: batchesOf(runs),
    })),
  }));
}

export function keyOf({ topicId, partition }: Pick<SharedPartition, 'topicId' | 'partition'>): string {
  return `${topicId}/${partition}`;
}
