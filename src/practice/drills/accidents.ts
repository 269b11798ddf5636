/** The faults that a drill injects into a practice cluster, and how the cluster is restored afterwards. */
import { addBroker } from '../cluster/add-broker.js';
import { killService, startTogether, stopService } from '../cluster/change-service.js';
import { pauseService, resumeService } from '../cluster/pause-service.js';
import type { Probe } from '../cluster/wait-for-brokers.js';
import { removeService } from '../cluster/remove-service.js';
import type { Surroundings } from '../cluster/engine/runner.js';
import { LabError } from '../../text/errors.js';
import { askAgain, sleep } from '../../text/wait.js';
import type { TopicView } from './stream/brokers.js';
import type { TimelineWatch } from './timeline.js';

export type Place = Surroundings & {
  readonly name: string;
  readonly probe: Probe;
  /** Ids of the nodes that vote on the controller; none with ZooKeeper. */
  readonly voters: readonly number[];
};

/** What adding a broker needs to know about the topic. */
export interface Growth {
  known(id: number, address: string): void;
  begin(): Promise<void>;
  isDone(): Promise<boolean>;
  requireEmpty(id: number): Promise<void>;
}

export class Accidents {
  readonly #place: Place;
  readonly #timeline: TimelineWatch;
  readonly #signal: AbortSignal;
  readonly #down = new Set<string>();
  readonly #paused = new Set<string>();
  #added: string | undefined;
  #hasMajority = true;
  readonly #growth: Growth;

  constructor(place: Place, timeline: TimelineWatch, growth: Growth) {
    this.#place = place;
    this.#growth = growth;
    this.#timeline = timeline;
    this.#signal = place.signal;
  }

  /** The last observed state of the cluster. */
  get view(): TopicView {
    const { latest } = this.#timeline;
    if (!latest) throw new LabError('unreachable', 'No broker has reported the leaders yet.');
    return latest;
  }

  /** The active controller, as soon as there is one; 'timeout' after half a minute. */
  async controller(): Promise<number> {
    await this.#until(() => this.#timeline.controller !== null, 30_000);
    const { controller } = this.#timeline;
    if (controller !== null) return controller;
    throw new LabError('timeout', 'There is no controller after 30 s.');
  }

  leaderOf(partition: number): number {
    const leader = this.view.partitions[partition]?.leader ?? null;
    if (leader !== null) return leader;
    throw new LabError('failed', `Partition ${partition} has no leader.`);
  }

  /** The replicas of the partition other than the leader. */
  followersOf(partition: number): readonly number[] {
    const state = this.view.partitions[partition];
    return (state?.replicas ?? []).filter((id) => id !== state?.leader);
  }

  async kill(service: string | number): Promise<void> {
    const name = String(service);
    this.#timeline.action(`${described(name)} killed`);
    this.#down.add(name);
    await killService({ ...this.#place, service: name });
    this.#paused.delete(name);
    this.#noteMajority();
  }

  async stop(service: string | number): Promise<void> {
    const name = String(service);
    this.#timeline.action(`${described(name)} stopping`);
    this.#down.add(name);
    await stopService({ ...this.#place, service: name });
    this.#timeline.action(`${described(name)} stopped`);
    this.#noteMajority();
  }

  /** All at the same time. */
  async start(...services: (string | number)[]): Promise<void> {
    await this.#startAll(services.map(String), this.#place);
  }

  async pause(broker: number): Promise<void> {
    this.#timeline.action(`broker ${broker} frozen`);
    this.#paused.add(String(broker));
    await pauseService({ ...this.#place, service: String(broker) });
    this.#noteMajority();
  }

  async resume(broker: number): Promise<void> {
    this.#timeline.action(`broker ${broker} resumed`);
    await resumeService({ ...this.#place, service: String(broker) });
    this.#paused.delete(String(broker));
    this.#noteMajority();
  }

  async addBroker(): Promise<void> {
    this.#timeline.action('a new broker started');
    const { service, id, address } = await addBroker(this.#place);
    this.#added = service;
    this.#growth.known(id, address);
    this.#timeline.action(`broker ${id} is up`);
  }

  /** Reassigns over all brokers that are up; resolves when all replicas have moved. */
  async spread(): Promise<void> {
    this.#timeline.action('reassignment started, throttled');
    await this.#growth.begin();
    const patience = { timeoutMs: Infinity, pauseMs: 300, signal: this.#signal };
    await askAgain(() => this.#growth.isDone(), patience, Boolean);
    this.#timeline.action('reassignment complete, throttle removed');
  }

  /** Removes the added broker; the topic has to be deleted before. */
  async shrink(): Promise<void> {
    if (this.#added === undefined) return;
    const place = { ...this.#place, signal: new AbortController().signal };
    await removeService({
      ...place,
      service: this.#added,
      requireEmpty: (id) => this.#growth.requireEmpty(id),
    });
    this.#added = undefined;
  }

  /** Throws LabError 'interrupted' on ^C. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, this.#signal);
  }

  /** Resolves a second after another broker leads the partition, or after 30 s: perhaps no other is eligible. */
  async untilOtherLeads(partition: number, broker: number): Promise<void> {
    const otherLeads = () => ![null, broker].includes(this.view.partitions[partition]?.leader ?? null);
    if (await this.#until(otherLeads, 30_000)) return this.wait(1000);
    this.#timeline.action(`no other broker leads partition ${partition} after 30 s`);
  }

  /** Resolves when the ISR of every partition is complete; throws 'interrupted' on ^C, 'timeout' after a minute. */
  async untilWhole(): Promise<void> {
    const isWhole = () => this.view.partitions.every(({ isr, replicas }) => isr.length === replicas.length);
    // The last observed state may be from before the change.
    await this.wait(1000);
    if (await this.#until(isWhole, 59_000)) return;
    throw new LabError('timeout', 'The replicas did not catch up within a minute.');
  }

  /** False if the condition was not met in time; throws LabError 'interrupted' on ^C. */
  async #until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    return askAgain(isSo, { timeoutMs: withinMs, pauseMs: 100, signal: this.#signal }, Boolean);
  }

  /** Always, even after ^C: restarts everything that ran before. */
  async restore(): Promise<void> {
    const place = { ...this.#place, signal: new AbortController().signal };
    for (const name of this.#paused) await resumeService({ ...place, service: name });
    this.#paused.clear();
    if (this.#down.size > 0) await this.#startAll([...this.#down], place);
  }

  async #startAll(names: readonly string[], place: Place): Promise<void> {
    for (const name of names) this.#timeline.action(`${described(name)} started`);
    await startTogether({ ...place, services: names });
    for (const name of names) {
      this.#down.delete(name);
      this.#timeline.action(`${described(name)} is back`);
    }
    this.#noteMajority();
  }

  /** Without a majority of controllers no metadata can change. */
  #noteMajority(): void {
    const { voters } = this.#place;
    const away = voters.filter((id) => this.#down.has(String(id)) || this.#paused.has(String(id))).length;
    const hasMajority = (voters.length - away) * 2 > voters.length || voters.length === 0;
    if (hasMajority === this.#hasMajority) return;
    this.#hasMajority = hasMajority;
    this.#timeline.action(
      hasMajority
        ? 'the controllers have a majority again'
        : `${away} of ${voters.length} controllers down: no majority, metadata cannot change`,
    );
  }
}

function described(name: string): string {
  return /^\d+$/.test(name) ? `broker ${name}` : 'ZooKeeper';
}
