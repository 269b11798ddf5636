/** The observed state of the cluster over time: leaders, ISR, brokers; and the actions of the drill. */
import { pause } from '../../text/wait.js';
import type { Brokers, TopicView } from './stream/brokers.js';
import { ControllerWatch, type ControllerMoment } from './controller-watch.js';
import type { Ledger } from './stream/ledger.js';

export interface PartitionMoment {
  readonly atMs: number;
  readonly partition: number;
  readonly leader: number | null;
  readonly isr: readonly number[];
  readonly leaderEpoch: number;
}

export interface Action {
  readonly atMs: number;
  readonly text: string;
}

export interface Timeline {
  /** Changes only; the first of each partition is its initial state. */
  readonly partitions: readonly PartitionMoment[];
  readonly controllers: readonly ControllerMoment[];
  readonly actions: readonly Action[];
}

const lookEveryMs = 150;

export class TimelineWatch {
  readonly partitions: PartitionMoment[] = [];
  readonly actions: Action[] = [];
  latest: TopicView | undefined;
  readonly #over = new AbortController();
  readonly #ledger: Ledger;
  readonly #watching: Promise<void>;
  readonly #controllers: ControllerWatch;

  constructor(topic: string, ways: { readonly watching: Brokers; readonly asking: Brokers }, ledger: Ledger) {
    this.#ledger = ledger;
    this.#controllers = new ControllerWatch(ways.asking, ledger);
    this.#watching = this.#watch(topic, ways.watching);
    // stop() throws it.
    this.#watching.catch(() => undefined);
  }

  get controller(): number | null {
    return this.#controllers.latest;
  }

  get seen(): Timeline {
    return { partitions: this.partitions, controllers: this.#controllers.moments, actions: this.actions };
  }

  action(text: string): void {
    this.actions.push({ atMs: this.#ledger.nowMs, text });
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all([this.#watching, this.#controllers.stop()]);
  }

  async #watch(topic: string, brokers: Brokers): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      const view = await brokers.view(topic);
      if (view) this.#note(view);
      await pause(lookEveryMs, signal);
    }
  }

  #note(view: TopicView): void {
    this.latest = view;
    const atMs = this.#ledger.nowMs;
    for (const { partition, leader, isr, leaderEpoch } of view.partitions) {
      const before = this.partitions.findLast((each) => each.partition === partition);
      // An isolated broker still reports outdated metadata.
      if (before && leaderEpoch < before.leaderEpoch) continue;
      const sorted = [...isr].sort((one, other) => one - other);
      if (before && before.leader === leader && before.isr.join() === sorted.join()) continue;
      this.partitions.push({ atMs, partition, leader, isr: sorted, leaderEpoch });
    }
  }
}
