/** Reads what one broker leads of a member's partitions: fetches, has it shown, acknowledges, and keeps the locks meanwhile. */
import { LabError } from '../../text/errors.js';
import { pause } from '../../text/wait.js';
import { AnswerMemory } from '../../wire/reader/answer-memory.js';
import { gaveUp, isFinal, judge } from '../../wire/reader/errors.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { countOf, type AcknowledgedRun } from './acknowledgements.js';
import { Delivery, type SharedPartition } from './delivery.js';
import {
  keyOf,
  ShareSession,
  type Acknowledgement,
  type ShareAcknowledgeAnswer,
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

/** As many as brokers let a group lock in a partition, by default; of one more they would have to keep all waiting. */
const mostRecords = 2000;
const waitMs = 250;
/** Acknowledgements wait no longer than this for the next fetch to take them along. */
const acknowledgeAfterMs = 1000;
const tickMs = 100;
const shortestPauseMs = 100;
const longestPauseMs = 1000;

export class BrokerReading {
  readonly #settings: BrokerReadingSettings;
  #share: ShareSession | undefined;
  /** What was acquired last and is not settled. */
  #held: readonly Delivery[] = [];
  /** What is to be said of records, by partition. */
  #pending: Acknowledgement[] = [];
  #pendingSinceMs = 0;
  /** Given back at the end. */
  #kept: Acknowledgement[] = [];
  #lockMs = Infinity;
  #lockedAtMs = 0;
  #isAsking = false;
  #asking: Promise<unknown> = Promise.resolve();
  #hasHadRecords = false;
  #quietAnswers = 0;
  #failures = 0;
  #failingSinceMs = 0;
  #failure = '';

  constructor(settings: BrokerReadingSettings) {
    this.#settings = settings;
  }

  /** Resolves when the signal was aborted, or the broker leads nothing more of the member's; nothing is held then. */
  async run(): Promise<void> {
    const { signal, wanted } = this.#settings;
    const ticking = setInterval(() => void this.#tick(), tickMs);
    try {
      while (!signal.aborted && wanted().length > 0) await this.#round();
    } finally {
      clearInterval(ticking);
      await this.#close();
    }
  }

  async #round(): Promise<void> {
    const { isOneByOne, left, screen } = this.#settings;
    // Whoever wants few records must not lock those that he will not show.
    if (isOneByOne || left() < mostRecords) await screen.inTurn(() => this.#fetchAndShow(true));
    else await this.#fetchAndShow(false);
  }

  async #fetchAndShow(isStrict: boolean): Promise<void> {
    const { screen, left, isOneByOne } = this.#settings;
    const maxRecords = isOneByOne ? 1 : Math.min(left(), mostRecords);
    if (this.#isStopping() || maxRecords < 1) return;
    const fetched = await this.#fetch(maxRecords, isStrict);
    if (!fetched) return;
    const [first] = fetched.filter(({ records }) => records.length > 0);
    const memory = new AnswerMemory(() => first && this.#share?.connection.reuse?.(first.records));
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
    this.#held = [];
  }

  #isStopping(): boolean {
    return this.#settings.signal.aborted;
  }

  #settled({ partition }: Delivery, runs: readonly AcknowledgedRun[]): void {
    if (runs.length === 0) return;
    const isRelease = ({ type }: AcknowledgedRun) => type === 'release';
    const now = this.#settings.releasesAtEnd ? runs.filter((run) => !isRelease(run)) : runs;
    const later = this.#settings.releasesAtEnd ? runs.filter(isRelease) : [];
    if (later.length > 0) this.#kept.push({ partition, runs: later });
    if (now.length === 0) return;
    if (this.#pending.length === 0) this.#pendingSinceMs = performance.now();
    this.#pending.push({ partition, runs: now });
  }

  /** Undefined if there was none. */
  async #fetch(maxRecords: number, isStrict: boolean): Promise<readonly Delivery[] | undefined> {
    const { wanted, quiet, busy, nodeId } = this.#settings;
    const partitions = wanted();
    let acknowledgements: readonly Acknowledgement[] = [];
    const answer = await this.#ask(
      async (share) => {
        const isWanted = new Set(partitions.map(keyOf));
        const mine = this.#takePending();
        // A fetch would read their partitions again.
        const others = mine.filter(({ partition }) => !isWanted.has(keyOf(partition)));
        if (others.length > 0) this.#heard(others, await share.acknowledge(others));
        acknowledgements = mine.filter(({ partition }) => isWanted.has(keyOf(partition)));
        return share.fetch(partitions, acknowledgements, { maxRecords, isStrict, maxWaitMs: waitMs });
      },
      () => acknowledgements,
    );
    if (!answer) return undefined;
    this.#heard(acknowledgements, answer);
    this.#lockMs = answer.acquisitionLockTimeoutMs > 0 ? answer.acquisitionLockTimeoutMs : Infinity;
    // Older locks, which are kept until the end, were renewed in time by their own clock.
    if (this.#kept.length === 0) this.#lockedAtMs = performance.now();
    const deliveries = this.#deliveriesOf(answer, partitions);
    this.#held = deliveries;
    if (deliveries.length > 0) {
      this.#hasHadRecords = true;
      this.#quietAnswers = 0;
      busy(nodeId);
    } else if (acknowledgements.length === 0 && this.#failures === 0) {
      // The first answers may come before the broker has looked up where the group is.
      this.#quietAnswers += 1;
      if (this.#quietAnswers >= (this.#hasHadRecords ? 1 : 2)) quiet(nodeId);
    }
    if (this.#failures > 0) await this.#lookAgain();
    if (answer.throttleTimeMs > 0) await pause(answer.throttleTimeMs, this.#settings.signal);
    return deliveries;
  }

  #deliveriesOf(answer: ShareFetchAnswer, partitions: readonly SharedPartition[]): readonly Delivery[] {
    const known = new Map(partitions.map((each) => [keyOf(each), each]));
    const deliveries: Delivery[] = [];
    let failed = false;
    for (const { topicId, partitions: parts } of answer.responses) {
      for (const { partitionIndex, errorCode, records, acquiredRecords } of parts) {
        const partition = known.get(`${topicId}/${partitionIndex}`);
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

  /** One request of the session at a time. Undefined if the session is over: another one begins with the next request. */
  async #ask<T extends { readonly errorCode: number; readonly errorMessage: string | null }>(
    send: (share: ShareSession) => Promise<T>,
    underWay: () => readonly Acknowledgement[],
  ): Promise<T | undefined> {
    const { session, nodeId } = this.#settings;
    const asked = this.#asking.then(async () => {
      this.#isAsking = true;
      try {
        const connection = await session.broker(nodeId);
        if (this.#share && this.#share.connection !== connection)
          this.#drop('the connection to the broker broke');
        this.#share ??= new ShareSession(connection, this.#settings.member);
        const answer = await send(this.#share);
        if (answer.errorCode === 0) return answer;
        const { name, retriable } = kafkaErrorCode(answer.errorCode);
        const isSession = name.includes('SHARE_SESSION');
        if (!retriable && !isSession) {
          throw refusal(
            `Share group ${this.#settings.member.groupId} cannot be read`,
            answer.errorCode,
            answer.errorMessage,
          );
        }
        this.#drop(`${kafkaErrorCode(answer.errorCode).meaning} (${name})`, underWay());
      } catch (error) {
        if (isFinal(error) || !(error instanceof LabError)) throw error;
        this.#drop(error.message, underWay());
      } finally {
        this.#isAsking = false;
      }
      this.#failures += 1;
      return undefined;
    });
    this.#asking = asked.catch(() => undefined);
    const answer = await asked;
    if (answer === undefined && !this.#settings.signal.aborted) await this.#lookAgain();
    return answer;
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

  /** The session is over, and what it had locked with it. */
  #drop(reason: string, underWay: readonly Acknowledgement[] = []): void {
    this.#share = undefined;
    this.#failure = reason;
    const { tally } = this.#settings;
    for (const each of [...underWay, ...this.#takePending()]) tally.failed(each, reason);
    this.#loseKept(this.#kept, reason);
    for (const delivery of this.#held) this.#lose(delivery, reason);
  }

  /** They are with the group again, only earlier than they should be. */
  #loseKept(lost: readonly Acknowledgement[], reason: string): void {
    const gone = new Set(lost);
    this.#kept = this.#kept.filter((each) => !gone.has(each));
    for (const { partition, runs } of lost) this.#settings.tally.gaveBackEarly(partition, runs, reason);
  }

  #lose(delivery: Delivery, reason: string): void {
    if (delivery.isLost) return;
    delivery.isLost = true;
    const left = delivery.rest;
    if (countOf(left) > 0)
      this.#settings.tally.ranOut(delivery.partition, left, performance.now() - this.#lockedAtMs, reason);
  }

  #takePending(): readonly Acknowledgement[] {
    const byKey = new Map<string, { partition: SharedPartition; runs: AcknowledgedRun[] }>();
    for (const { partition, runs } of this.#pending) {
      const known = byKey.get(keyOf(partition));
      if (known) known.runs.push(...runs);
      else byKey.set(keyOf(partition), { partition, runs: [...runs] });
    }
    this.#pending = [];
    return [...byKey.values()];
  }

  /** What the broker says of acknowledgements, in an answer of either kind. */
  #heard(sent: readonly Acknowledgement[], answer: ShareFetchAnswer | ShareAcknowledgeAnswer): void {
    if (sent.length === 0) return;
    const told = new Map<string, { code: number; detail: string | null }>();
    for (const { topicId, partitions } of answer.responses) {
      for (const each of partitions) {
        const of =
          'acknowledgeErrorCode' in each
            ? { code: each.acknowledgeErrorCode, detail: each.acknowledgeErrorMessage }
            : { code: each.errorCode, detail: each.errorMessage };
        told.set(`${topicId}/${each.partitionIndex}`, of);
      }
    }
    const { tally } = this.#settings;
    for (const each of sent) {
      const of = told.get(keyOf(each.partition));
      if (!of) tally.failed(each, 'the broker did not say what became of it');
      else if (of.code === 0) tally.taken(each);
      else tally.refused(each, of.code, of.detail);
    }
  }

  /** While records wait to be shown: says what was, and keeps the locks of the others. */
  async #tick(): Promise<void> {
    if (this.#isAsking || this.#share?.isOpen !== true) return;
    const nowMs = performance.now();
    try {
      if (this.#pending.length > 0 && nowMs - this.#pendingSinceMs >= acknowledgeAfterMs) {
        const sent = this.#takePending();
        const answer = await this.#ask(
          (share) => share.acknowledge(sent),
          () => sent,
        );
        if (answer) this.#heard(sent, answer);
      } else if (nowMs - this.#lockedAtMs >= this.#lockMs / 2) {
        await this.#keepLocks(nowMs);
      }
    } catch {
      // The next fetch meets the same, and is awaited.
    }
  }

  async #keepLocks(nowMs: number): Promise<void> {
    const renewals = this.#locked();
    if (renewals.length === 0) {
      this.#lockedAtMs = nowMs;
      return;
    }
    if (this.#share?.renews !== true) {
      if (nowMs - this.#lockedAtMs < this.#lockMs) return;
      const reason = 'they ran out, and brokers before Kafka 4.2 do not renew them';
      for (const delivery of this.#held) this.#lose(delivery, reason);
      this.#loseKept(this.#kept, reason);
      this.#lockedAtMs = nowMs;
      return;
    }
    const answer = await this.#ask(
      (share) => share.acknowledge(renewals),
      () => [],
    );
    if (!answer) return;
    this.#lockedAtMs = nowMs;
    for (const { topicId, partitions } of answer.responses) {
      for (const { partitionIndex, errorCode, errorMessage } of partitions) {
        if (errorCode === 0) continue;
        const { name, meaning } = kafkaErrorCode(errorCode);
        const key = `${topicId}/${partitionIndex}`;
        const isThere = ({ partition }: { readonly partition: SharedPartition }) => keyOf(partition) === key;
        const reason = `${errorMessage?.trim() || meaning} (${name})`;
        for (const delivery of this.#held.filter(isThere)) this.#lose(delivery, reason);
        this.#loseKept(this.#kept.filter(isThere), reason);
      }
    }
  }

  #locked(): readonly Acknowledgement[] {
    const renew = (run: { first: number; last: number }) => ({ ...run, type: 'renew' as const });
    return [
      ...this.#held
        .filter(({ isLost }) => !isLost)
        .map(({ partition, rest }) => ({ partition, runs: rest.map(renew) })),
      ...this.#kept.map(({ partition, runs }) => ({ partition, runs: runs.map(renew) })),
    ].filter(({ runs }) => runs.length > 0);
  }

  /** What was shown is acknowledged, all else given back. */
  async #close(): Promise<void> {
    await this.#asking;
    const { tally } = this.#settings;
    this.#pending.push(...this.#kept);
    this.#kept = [];
    for (const delivery of this.#held) {
      const runs = delivery.release();
      if (runs.length > 0) this.#pending.push({ partition: delivery.partition, runs });
    }
    this.#held = [];
    const sent = this.#takePending();
    const share = this.#share;
    this.#share = undefined;
    if (share?.isOpen !== true) return;
    try {
      const answer = await share.close(sent);
      if (answer.errorCode === 0) this.#heard(sent, answer);
      else for (const each of sent) tally.refused(each, answer.errorCode, answer.errorMessage);
    } catch (error) {
      for (const each of sent) tally.failed(each, error instanceof Error ? error.message : String(error));
    }
  }
}
