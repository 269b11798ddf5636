/** From time to time everything that was read is in the target, and how far that is gets kept: in one transaction, if there is one. */
import { LabError } from '../../text/errors.js';
import type { Transaction } from '../../wire/writer/transaction.js';
import type { KafkaSession } from '../session/session.js';
import type { CopyAccount } from './account.js';
import { keepPositions, type PositionsPlace } from './positions.js';
import type { TargetWriters } from './target-writers.js';

/** `…-unknown`: the coordinator did not say whether it is. */
export type TransactionEnd = 'committed' | 'aborted' | 'commit-unknown' | 'abort-unknown';

/** What is read again after a crash, at most, and for how long readers of committed records wait for a transaction. */
const everyMs = 3000;

export class Checkpoints {
  /** How the last transaction ended; null without transactions. */
  transaction: TransactionEnd | null = null;
  readonly #target: KafkaSession;
  readonly #place: PositionsPlace | undefined;
  readonly #transaction: Transaction | undefined;
  readonly #account: CopyAccount;
  readonly #writers: TargetWriters;
  #lastMs = performance.now();
  #running: Promise<void> | undefined;
  /** Keeping them was begun and has not succeeded. */
  #isBroken = false;

  constructor(
    target: KafkaSession,
    place: PositionsPlace | undefined,
    transaction: Transaction | undefined,
    account: CopyAccount,
    writers: TargetWriters,
  ) {
    this.#target = target;
    this.#place = place;
    this.#transaction = transaction;
    this.#account = account;
    this.#writers = writers;
  }

  /** To be called when all that is counted as read was handed to the writers; nothing more may be until it resolves. */
  ifDue(): Promise<void> | undefined {
    if (!this.#place || performance.now() - this.#lastMs < everyMs) return undefined;
    this.#running = this.#flushAndKeep(this.#place);
    return this.#running;
  }

  /** At the end, when every record has its outcome; an error if it could not be kept. */
  async finish(): Promise<Error | undefined> {
    try {
      await this.#running?.catch(() => undefined);
      if (this.#transaction && (this.#isBroken || !this.#isWhole)) await this.#abort(this.#transaction);
      else await this.#keep(this.#place);
      await this.#transaction?.untilMarked();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #flushAndKeep(place: PositionsPlace): Promise<void> {
    await this.#writers.flush();
    // What is wrong is told at the end.
    if (!this.#isWhole) return;
    await this.#keep(place);
    this.#lastMs = performance.now();
  }

  get #isWhole(): boolean {
    return this.#account.lost === 0 && this.#writers.stopped === undefined;
  }

  async #keep(place: PositionsPlace | undefined): Promise<void> {
    const { lanes } = this.#account;
    this.#isBroken = true;
    if (place) await keepPositions(this.#target, place, lanes, this.#transaction);
    if (this.#transaction) {
      this.transaction = 'commit-unknown';
      await this.#transaction.end('commit');
      this.transaction = 'committed';
      this.#writers.joinAgain();
    }
    for (const lane of lanes) lane.keep();
    this.#isBroken = false;
  }

  async #abort(transaction: Transaction): Promise<void> {
    // It may be committed, and cannot be aborted then.
    if (this.transaction === 'commit-unknown') return;
    this.transaction = 'abort-unknown';
    for (const lane of this.#account.lanes) lane.forget();
    try {
      await transaction.end('abort');
    } catch (error) {
      // Another producer with this transactional id has aborted it: this one cannot commit it any more.
      if (!(error instanceof LabError) || error.code !== 'refused') throw error;
    }
    this.transaction = 'aborted';
  }
}
