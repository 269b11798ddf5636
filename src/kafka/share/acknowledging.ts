/** What one broker is to be told of records that were shown, and what it says of it. */
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import type { AcknowledgedRun } from './acknowledgements.js';
import type { SharedPartition } from './delivery.js';
import {
  keyOf,
  type Acknowledgement,
  type ShareAcknowledgeAnswer,
  type ShareFetchAnswer,
} from './share-session.js';
import type { Tally } from './tally.js';

type Answer = ShareFetchAnswer | ShareAcknowledgeAnswer;

/** Acknowledgements wait no longer than this for the next fetch to take them along. */
const dueAfterMs = 1000;

export class Acknowledging {
  readonly #tally: Tally;
  #pending: Acknowledgement[] = [];
  #pendingSinceMs = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  add(acknowledgement: Acknowledgement): void {
    if (acknowledgement.runs.length === 0) return;
    if (this.#pending.length === 0) this.#pendingSinceMs = performance.now();
    this.#pending.push(acknowledgement);
  }

  isDue(nowMs: number): boolean {
    return this.#pending.length > 0 && nowMs - this.#pendingSinceMs >= dueAfterMs;
  }

  /** What is pending, once: who takes it has to say what became of it, by `heard` or `failed`. */
  take(isMeant: (partition: SharedPartition) => boolean = () => true): readonly Acknowledgement[] {
    const taken = this.#pending.filter(({ partition }) => isMeant(partition));
    this.#pending = this.#pending.filter(({ partition }) => !isMeant(partition));
    return byPartition(taken);
  }

  /** The answer of either kind to a request that carried them. */
  heard(sent: readonly Acknowledgement[], answer: Answer): void {
    if (sent.length === 0) return;
    const told = verdicts(answer);
    for (const each of sent) {
      const verdict = told.get(keyOf(each.partition));
      if (!verdict) this.#tally.failed(each, 'the broker did not say what became of it');
      else if (verdict.errorCode === 0) this.#tally.taken(each);
      else this.#tally.failed(each, reasonOf(verdict));
    }
  }

  failed(sent: readonly Acknowledgement[], reason: string): void {
    for (const each of sent) this.#tally.failed(each, reason);
  }
}

export interface Verdict {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** What a broker said of the acknowledgements of each partition. */
export function verdicts({ responses }: Answer): ReadonlyMap<string, Verdict> {
  const told = new Map<string, Verdict>();
  for (const { topicId, partitions } of responses) {
    for (const each of partitions) {
      const { errorCode, errorMessage } =
        'acknowledgeErrorCode' in each
          ? { errorCode: each.acknowledgeErrorCode, errorMessage: each.acknowledgeErrorMessage }
          : each;
      told.set(keyOf({ topicId, partition: each.partitionIndex }), { errorCode, errorMessage });
    }
  }
  return told;
}

export function reasonOf({ errorCode, errorMessage }: Verdict): string {
  const { name, meaning } = kafkaErrorCode(errorCode);
  return `${errorMessage?.trim() || meaning} (${name})`;
}

function byPartition(acknowledgements: readonly Acknowledgement[]): readonly Acknowledgement[] {
  const byKey = new Map<string, { partition: SharedPartition; runs: AcknowledgedRun[] }>();
  for (const { partition, runs } of acknowledgements) {
    const known = byKey.get(keyOf(partition));
    if (known) known.runs.push(...runs);
    else byKey.set(keyOf(partition), { partition, runs: [...runs] });
  }
  return [...byKey.values()];
}
