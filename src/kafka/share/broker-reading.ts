/** Reads what one broker leads of a member's partitions: fetches, has it shown, says what was, and renews the locks meanwhile. */
import { pause } from '../../text/wait.js';
import { AnswerMemory } from '../../wire/reader/answer-memory.js';
import { gaveUp, judge } from '../../wire/reader/errors.js';
import type { KafkaSession } from '../session/session.js';
import type { AcknowledgedRun } from './acknowledgements.js';
import { Acknowledging, reasonOf, type Verdict } from './acknowledging.js';
import { Delivery, type SharedPartition } from './delivery.js';
import { Locks } from './locks.js';
import { ShareRequests } from './share-requests.js';
import {
  keyOf,
  type ShareSession,
  type Acknowledgement,
  type ShareFetchAnswer,
  type ShareMember,
} from './share-session.js';
import type { DeliveryScreen } from './show-deliveries.js';
import type { Tally } from './tally.js';

export interface BrokerReadingSettings {
  readonly session: KafkaSession;
  readonly nodeId: number;
  readonly member: ShareMember;
  readonly screen: DeliveryScreen;
  readonly tally: Tally;
  /** What of the member's partitions this broker leads now. */
  wanted(): readonly SharedPartition[];
  /** How many records may still be shown, or Infinity. */
  left(): number;
  /** Every record is asked for. */
  readonly isOneByOne: boolean;
  /** Releases are kept until the end, so that no record comes twice. */
  readonly releasesAtEnd: boolean;
  /** Somebody waits for the reading to end, which it does when nothing more is delivered. */
  readonly endsWhenQuiet: boolean;
  /** How long the broker may fail before the reading gives up. */
  readonly giveUpAfterMs: number;
  /** Aborted when nothing more is to be fetched. */
  readonly signal: AbortSignal;
  /** The broker had nothing, though it had time. */
  quiet(nodeId: number): void;
  busy(nodeId: number): void;
  /** Who leads what has to be looked up again. */
  refresh(): Promise<void>;
}

/** More than brokers let a group lock in a partition: 2,000 by default, 4,000 if its config says so. */
const mostOfPartition = 10_000;
/** Whoever wants fewer records must not lock those that he will not show. */
const manyRecords = 2000;
const waitMs = 250;
/** What could be delivered is there at once, as soon as the broker has begun with a partition. */
const waitForEndMs = 50;
const tickMs = 100;
const shortestPauseMs = 100;
const longestPauseMs = 1000;

export class BrokerReading {
  readonly #settings: BrokerReadingSettings;
  readonly #acknowledging: Acknowledging;
  readonly #locks: Locks;
  readonly #requests: ShareRequests;
  #hasHadRecords = false;
  #emptyAnswers = 0;
  #isQuiet = false;
  #failures = 0;
  #failingSinceMs = 0;
  #failure = '';

  constructor(settings: BrokerReadingSettings) {
    const { session, nodeId, member, tally } = settings;
    this.#settings = settings;
    this.#acknowledging = new Acknowledging(tally);
    this.#locks = new Locks(tally);
    this.#requests = new ShareRequests({
      ...{ session, nodeId, member },
      lost: (reason, underWay) => {
        this.#failure = reason;
        this.#acknowledging.failed([...underWay, ...this.#acknowledging.take()], reason);
        this.#locks.lost(reason);
      },
    });
  }

  /** Resolves when the signal was aborted, or the broker leads nothing more of the member's; nothing is locked then. */
  async run(): Promise<void> {
    const { signal, wanted, endsWhenQuiet } = this.#settings;
    const ticking = setInterval(() => void this.#tick(), tickMs);
    try {
      while (!signal.aborted && wanted().length > 0) {
        await this.#round();
        // Here and not at the broker, so that the end need not wait for its answer.
        if (endsWhenQuiet && this.#isQuiet) await pause(waitMs, signal);
      }
    } finally {
      clearInterval(ticking);
      await this.#close();
    }
  }

  async #round(): Promise<void> {
    const { isOneByOne, left, screen, wanted } = this.#settings;
    const most = mostOfPartition * wanted().length;
    if (isOneByOne || left() < manyRecords) await screen.inTurn(() => this.#fetchAndShow(most, true));
    else await this.#fetchAndShow(most, false);
  }

  async #fetchAndShow(most: number, isStrict: boolean): Promise<void> {
    const { screen, left, isOneByOne } = this.#settings;
    const maxRecords = isOneByOne ? 1 : Math.min(left(), most);
    if (this.#isStopping() || maxRecords < 1) return;
    const fetched = await this.#fetch(maxRecords, isStrict);
    if (!fetched) return;
    const [first] = fetched.filter(({ records }) => records.length > 0);
    const memory = new AnswerMemory(() => first && this.#requests.current?.connection.reuse?.(first.records));
    const visited = memory.hold();
    const show = async () => {
      for (const delivery of fetched) {
        if (this.#isStopping()) return;
        await screen.show(delivery, memory, (runs) => this.#settled(delivery, runs));
      }
    };
    await (isStrict ? show() : screen.inTurn(show));
    // What was broken off may still be on its way out.
    if (this.#isStopping()) return;
    visited();
    for (const delivery of fetched) this.#settled(delivery, delivery.release());
    this.#locks.settled();
  }

  #isStopping(): boolean {
    return this.#settings.signal.aborted;
  }

  #settled(delivery: Delivery, runs: readonly AcknowledgedRun[]): void {
    const { releasesAtEnd } = this.#settings;
    const isLater = ({ type }: AcknowledgedRun) => releasesAtEnd && type === 'release';
    this.#locks.keep(delivery, runs.filter(isLater));
    this.#acknowledging.add({ partition: delivery.partition, runs: runs.filter((run) => !isLater(run)) });
  }

  /** Undefined if there was none. */
  async #fetch(maxRecords: number, isStrict: boolean): Promise<readonly Delivery[] | undefined> {
    const { wanted, endsWhenQuiet } = this.#settings;
    const partitions = wanted();
    const wantedKeys = new Set(partitions.map(keyOf));
    const isWanted = (partition: SharedPartition) => wantedKeys.has(keyOf(partition));
    // A fetch that names a partition reads it.
    await this.#tell((partition) => !isWanted(partition));
    const maxWaitMs = endsWhenQuiet && this.#hasHadRecords ? waitForEndMs : waitMs;
    let acknowledgements: readonly Acknowledgement[] = [];
    const answer = await this.#ask(
      (share) => {
        acknowledgements = this.#acknowledging.take(isWanted);
        return share.fetch(partitions, acknowledgements, { maxRecords, isStrict, maxWaitMs });
      },
      () => acknowledgements,
    );
    if (!answer) return undefined;
    this.#acknowledging.heard(acknowledgements, answer);
    const deliveries = this.#deliveriesOf(answer, partitions);
    this.#locks.hold(deliveries, answer.acquisitionLockTimeoutMs);
    this.#listen(deliveries.length > 0, acknowledgements.length > 0);
    if (this.#failures > 0) await this.#lookAgain();
    if (answer.throttleTimeMs > 0) await pause(answer.throttleTimeMs, this.#settings.signal);
    return deliveries;
  }

  /** Whether the broker has nothing more, as far as its last answer tells. */
  #listen(hasRecords: boolean, hasAcknowledged: boolean): void {
    const { quiet, busy, nodeId } = this.#settings;
    if (hasRecords) {
      this.#hasHadRecords = true;
      this.#emptyAnswers = 0;
      this.#isQuiet = false;
      busy(nodeId);
      return;
    }
    // Until the broker has written acknowledgements down, the group may have no room for more.
    if (hasAcknowledged || this.#failures > 0) return;
    // The first answers may come before the broker has looked up where the group is.
    this.#emptyAnswers += 1;
    if (this.#emptyAnswers < (this.#hasHadRecords ? 1 : 2)) return;
    this.#isQuiet = true;
    quiet(nodeId);
  }

  #deliveriesOf(answer: ShareFetchAnswer, partitions: readonly SharedPartition[]): readonly Delivery[] {
    const known = new Map(partitions.map((each) => [keyOf(each), each]));
    const deliveries: Delivery[] = [];
    let failed = false;
    for (const { topicId, partitions: parts } of answer.responses) {
      for (const { partitionIndex, errorCode, records, acquiredRecords } of parts) {
        const partition = known.get(keyOf({ topicId, partition: partitionIndex }));
        if (!partition) continue;
        if (errorCode !== 0) {
          const judgement = judge(partition, errorCode);
          if (typeof judgement !== 'string') throw judgement;
          this.#failure = judgement;
          failed = true;
        } else if (acquiredRecords.length > 0) {
          const acquired = acquiredRecords.map(({ firstOffset, lastOffset, deliveryCount }) => ({
            first: firstOffset,
            last: lastOffset,
            deliveryCount,
          }));
          deliveries.push(new Delivery(partition, records, acquired));
        }
      }
    }
    this.#failures = failed ? this.#failures + 1 : 0;
    return deliveries;
  }

  /** Undefined if the session is over; then some time has passed. */
  async #ask<T extends Verdict>(
    send: (share: ShareSession) => Promise<T>,
    underWay: () => readonly Acknowledgement[],
  ): Promise<T | undefined> {
    const answer = await this.#requests.ask(send, underWay);
    if (answer) return answer;
    this.#failures += 1;
    if (!this.#isStopping()) await this.#lookAgain();
    return undefined;
  }

  async #lookAgain(): Promise<void> {
    const { signal, refresh, giveUpAfterMs, wanted } = this.#settings;
    const nowMs = performance.now();
    if (this.#failures <= 1) this.#failingSinceMs = nowMs;
    const failingMs = nowMs - this.#failingSinceMs;
    const [first] = wanted();
    if (first && failingMs >= giveUpAfterMs) throw gaveUp(first, failingMs, this.#failure, undefined);
    await pause(Math.min(shortestPauseMs * 2 ** (this.#failures - 1), longestPauseMs), signal);
    if (!signal.aborted) await refresh();
  }

  async #tell(isMeant?: (partition: SharedPartition) => boolean): Promise<void> {
    const sent = this.#acknowledging.take(isMeant);
    if (sent.length === 0) return;
    const answer = await this.#ask(
      (share) => share.acknowledge(sent),
      () => sent,
    );
    if (answer) this.#acknowledging.heard(sent, answer);
  }

  /** While records wait to be shown: says what was, and keeps the locks of the others. */
  async #tick(): Promise<void> {
    if (this.#requests.isAsking || !this.#requests.current) return;
    const nowMs = performance.now();
    try {
      if (this.#acknowledging.isDue(nowMs)) await this.#tell();
      else await this.#keepLocks(nowMs);
    } catch {
      // The next fetch meets the same, and is awaited.
    }
  }

  async #keepLocks(nowMs: number): Promise<void> {
    const renews = this.#requests.current?.renews === true;
    this.#locks.expire(
      nowMs,
      renews ? undefined : 'they ran out, and brokers before Kafka 4.2 do not renew them',
    );
    const renewals = renews ? this.#locks.renewals(nowMs) : [];
    if (renewals.length === 0) return;
    const answer = await this.#ask(
      (share) => share.acknowledge(renewals),
      () => [],
    );
    if (answer) this.#locks.renewed(answer, nowMs);
  }

  /** What was shown is acknowledged, all else given back. */
  async #close(): Promise<void> {
    const share = await this.#requests.end();
    for (const each of this.#locks.giveBack()) this.#acknowledging.add(each);
    const sent = this.#acknowledging.take();
    if (!share) {
      this.#acknowledging.failed(sent, this.#failure);
      return;
    }
    try {
      const answer = await share.close(sent);
      if (answer.errorCode === 0) this.#acknowledging.heard(sent, answer);
      else this.#acknowledging.failed(sent, reasonOf(answer));
    } catch (error) {
      this.#acknowledging.failed(sent, error instanceof Error ? error.message : String(error));
    }
  }
}
