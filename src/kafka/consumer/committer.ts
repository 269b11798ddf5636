/** Commits what was shown: soon, never two commits at a time, and never what belongs to an earlier generation. */
import { kafkaErrorOf } from '../connection/errors.js';
import { partitionKey } from '../session/partition-key.js';
import type { NextOffset } from './group-coordinator.js';

export interface CommitSettings {
  commit(offsets: readonly NextOffset[]): Promise<void>;
  /** The group refuses commits for a reason that no other generation will mend. */
  failed(error: unknown): void;
  note(text: string): void;
}

/** A commit is a write; a fast reader would make hundreds a second. */
const pauseMs = 200;

/** The heartbeat hears the same, and what to do about it is decided there. */
const generationIsOver = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
  'STALE_MEMBER_EPOCH',
]);

export class Committer {
  readonly #settings: CommitSettings;
  /** Where each partition continues, shown but not yet committed. */
  readonly #shown = new Map<string, NextOffset>();
  readonly #positions = new Map<string, number>();
  readonly #committed = new Map<string, number>();
  #committing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = -Infinity;

  constructor(settings: CommitSettings) {
    this.#settings = settings;
  }

  /** Where this partition continues after what was shown of it. */
  positionOf(key: string): number | undefined {
    return this.#positions.get(key);
  }

  /** Undefined if nothing was. */
  committedIn(key: string): number | undefined {
    return this.#committed.get(key);
  }

  add(shown: NextOffset): void {
    const key = partitionKey(shown.topic, shown.partition);
    if (this.#positions.get(key) === shown.next && !this.#shown.has(key)) return;
    this.#positions.set(key, shown.next);
    this.#shown.set(key, shown);
    if (this.#committing || this.#timer) return;
    const waitMs = Math.max(0, this.#lastMs + pauseMs - performance.now());
    this.#timer = setTimeout(() => this.#start(), waitMs);
  }

  /** Resolves when all is committed, or the group does not take it any more; rejects if it is refused for another reason. */
  async finish(): Promise<void> {
    await this.#committing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#commit();
    if (this.#shown.size === 0) return;
    const names = [...this.#shown.values()].map(
      ({ topic, partition, next }) => `${topic}[${partition}] up to offset ${next - 1}`,
    );
    this.#shown.clear();
    this.#settings.note(`Shown, but not committed: ${names.join(', ')}. Others may read it again.`);
  }

  #start(): void {
    this.#timer = undefined;
    const again = () => {
      this.#committing = undefined;
      if (this.#shown.size > 0) this.#timer ??= setTimeout(() => this.#start(), pauseMs);
    };
    this.#committing = this.#commit().catch(this.#settings.failed).finally(again);
  }

  async #commit(): Promise<void> {
    const offsets = [...this.#shown.values()];
    if (offsets.length === 0) return;
    this.#lastMs = performance.now();
    try {
      await this.#settings.commit(offsets);
    } catch (error) {
      const name = kafkaErrorOf(error)?.name;
      if (name === undefined || !generationIsOver.has(name)) throw error;
      return;
    }
    for (const { topic, partition, next } of offsets) {
      const key = partitionKey(topic, partition);
      this.#committed.set(key, next);
      if (this.#shown.get(key)?.next === next) this.#shown.delete(key);
    }
  }
}
