/** What a reader notices beside records: quotas, open transactions, topics that are deleted, logs that got shorter. */
import { gaveUp } from './errors.js';
import type { FetchedPartition } from './fetch.js';
import type { ReadPosition } from './partition.js';
import type { ReadEvent } from './read-event.js';
import type { ReadOptions } from './types.js';

const defaults = { believeAfterMs: 2000, tellOpenAfterMs: 5000, tellStarvedAfterMs: 30_000 };

export class Observer {
  readonly #options: ReadOptions & typeof defaults;
  /** What was told once: quotas, topics that are deleted (by `topic `), ids of those that replaced one. */
  readonly #told = new Set<string>();
  readonly #starvingSince = new Map<string, number>();

  constructor(options: ReadOptions) {
    this.#options = { ...defaults, ...options };
  }

  tell(event: ReadEvent): void {
    this.#options.onEvent?.(event);
  }

  /** Brokers send nothing when they throttle; the same records are too many again if a batch is too large. */
  fetched(address: string, hasRecords: boolean, throttleMs: number): void {
    const nowMs = performance.now();
    if (throttleMs > 0) this.#tellOnce('throttled', { kind: 'throttled', address, throttleMs });
    if (hasRecords || throttleMs === 0) {
      this.#starvingSince.delete(address);
      return;
    }
    const sinceMs = this.#starvingSince.get(address) ?? nowMs;
    this.#starvingSince.set(address, sinceMs);
    const forMs = nowMs - sinceMs;
    if (forMs < this.#options.tellStarvedAfterMs) return;
    this.#tellOnce('starved', { kind: 'starved', address, forMs });
  }

  arrivedEmpty(position: ReadPosition, { highWatermark, lastStableOffset }: FetchedPartition): void {
    const { isolation, waitsForEnd, believeAfterMs, tellOpenAfterMs } = this.#options;
    const isCommitted = isolation === 'read_committed';
    const readableEnd = isCommitted ? lastStableOffset : highWatermark;
    const { topic, partition, to } = position;
    position.arrivedEmpty(readableEnd);
    if (isCommitted && position.isHeld(lastStableOffset, highWatermark, tellOpenAfterMs)) {
      const offsets = highWatermark - lastStableOffset;
      this.tell({ kind: 'open transaction', topic, partition, from: lastStableOffset, offsets });
    }
    if (waitsForEnd !== true && position.shortForMs(readableEnd) >= believeAfterMs) {
      position.stopped = 'short';
      this.tell({ kind: 'too short', topic, partition, end: readableEnd, expected: to });
    }
  }

  /**
   * A log of metadata has lost its beginning to a snapshot. The first record behind that is given only to those who know the
   * epoch of the one before it.
   */
  inSnapshot(position: ReadPosition, { logStartOffset }: FetchedPartition): void {
    const { topic, partition, fetchOffset: asked } = position;
    const continuesAt = Math.max(logStartOffset, asked) + 1;
    this.tell({ kind: 'out of range', topic, partition, asked, continuesAt });
    position.moveTo(continuesAt);
  }

  /** A read that follows keeps trying a partition that has answered before: its broker may come back. */
  stuck(position: ReadPosition, forMs: number, reason: string, cause: unknown): void {
    if (position.to !== Infinity || !position.hasAnswered) throw gaveUp(position, forMs, reason, cause);
    if (position.toldStuck) return;
    position.toldStuck = true;
    const { topic, partition } = position;
    this.tell({ kind: 'stuck', topic, partition, forMs, reason });
  }

  /** Whether the topic is still the one that the read began with, as far as the metadata knows. */
  recognize(position: ReadPosition): void {
    const { topic, partition } = position;
    const sight = this.#options.directory.look?.(topic, partition);
    if (!sight) return;
    if (!sight.exists) {
      const nowMs = performance.now();
      position.missingSinceMs ??= nowMs;
      if (nowMs - position.missingSinceMs >= this.#options.believeAfterMs) this.#deleted(position);
      return;
    }
    position.missingSinceMs = undefined;
    const before = position.topicId;
    position.topicId = sight.topicId;
    position.leaderEpoch = sight.leaderEpoch;
    if (before === null || sight.topicId === null || before === sight.topicId) return;
    if (position.to !== Infinity) {
      this.#deleted(position);
      return;
    }
    this.#tellOnce(sight.topicId, { kind: 'recreated', topic });
    position.moveTo(0);
  }

  #deleted(position: ReadPosition): void {
    position.stopped = 'deleted';
    this.#tellOnce(`topic ${position.topic}`, { kind: 'deleted', topic: position.topic });
  }

  #tellOnce(about: string, event: ReadEvent): void {
    if (this.#told.has(about)) return;
    this.#told.add(about);
    this.tell(event);
  }
}
