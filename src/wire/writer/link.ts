/** The link to one broker: the partitions that it leads, and how it fares. */
import type { WireConnection } from '../protocol/connection.js';
import type { PartitionQueue } from './partition.js';
import type { QueuedBatch } from './request.js';
import { backoffMs, type Backoff } from './types.js';

export class Link {
  readonly nodeId: number;
  readonly queues: PartitionQueue[] = [];
  connection: WireConnection | undefined;
  inFlight = 0;
  /** Of the batches in flight. */
  inFlightBytes = 0;
  retryAtMs = 0;
  /** Until then the broker reads nothing more from this client. */
  throttledUntilMs = 0;
  #attempts = 0;
  /** The queue that is served first; rotates. */
  #turn = 0;

  constructor(nodeId: number) {
    this.nodeId = nodeId;
  }

  /** At most one batch of each partition, since brokers refuse more; they are marked as in flight. */
  takeBatches(nowMs: number, mostBytes: number): QueuedBatch[] {
    const batches: QueuedBatch[] = [];
    const { length } = this.queues;
    let bytes = 0;
    for (let step = 0; step < length && bytes < mostBytes; step++) {
      const queue = this.queues[(this.#turn + step) % length] as PartitionQueue;
      const batch = queue.take(nowMs);
      if (!batch) continue;
      batches.push({ queue, batch });
      bytes += batch.bytes.length;
      if (bytes >= mostBytes) this.#turn = (this.#turn + step + 1) % length;
    }
    return batches;
  }

  /** The partitions are not to blame: this is no time without progress for them. */
  throttle(untilMs: number): void {
    this.throttledUntilMs = Math.max(this.throttledUntilMs, untilMs);
    for (const queue of this.queues) queue.heldUntil(untilMs);
  }

  succeeded(): void {
    this.#attempts = 0;
  }

  failed(backoff: Backoff): void {
    this.connection = undefined;
    // Requests in flight together fail together, and count once.
    if (this.retryAtMs <= Date.now()) this.retryAtMs = Date.now() + backoffMs(backoff, this.#attempts++);
  }
}

/** Updates `links` to the current leaders. */
export function linksOf(queues: readonly PartitionQueue[], links: Map<number, Link>): void {
  for (const link of links.values()) link.queues.length = 0;
  for (const queue of queues) {
    if (queue.leader === null) continue;
    let link = links.get(queue.leader);
    if (!link) links.set(queue.leader, (link = new Link(queue.leader)));
    link.queues.push(queue);
  }
}
