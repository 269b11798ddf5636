/** A member of a classic group: joins, shares the partitions out if it is the leader, and joins again whenever the group says so. */
import { LabError } from '../../text/errors.js';
import { pause } from '../../text/wait.js';
import { readAssignment } from '../../wire/protocol/consumer-protocol.js';
import { asLabError, kafkaErrorOf } from '../connection/errors.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { PartitionCounts } from './assignment.js';
import {
  assignmentBytes,
  flat,
  memberOf,
  subscriptionBytes,
  type Assignor,
  type Holding,
} from './assignors.js';
import {
  isAway,
  type GroupCoordinator,
  type JoinedGroup,
  type Membership,
  type NextOffset,
} from './group-coordinator.js';

export interface MemberSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** The preferred one first. */
  readonly assignors: readonly Assignor[];
  readonly coordinator: GroupCoordinator;
  /** How long a coordinator that is away or loading is asked again. */
  readonly timeoutMs: number;
  readonly heartbeatMs?: number;
  /** Aborted when the member is to stop. */
  readonly signal: AbortSignal;
  countPartitions(topics: readonly string[]): Promise<PartitionCounts>;
  /** Called when the partitions may go to others. Resolves once nothing of them is read any more and all is committed. */
  release(): Promise<void>;
  /** `kept`: of these, the ones it has had without a break. */
  assigned(partitions: readonly TopicPartition[], kept: ReadonlySet<string>): void;
  note(text: string): void;
}

/** Java's consumer takes three times as long; a rebalance waits for the slowest. */
const usualHeartbeatMs = 1000;
/** How often a leader looks whether its topics have grown. */
const countEveryMs = 10_000;
const longestPauseMs = 1000;
/** A coordinator that answers sooner than this needs no note. */
const worthANoteMs = 1500;

const nothing: Holding = { partitions: [], generation: -1 };

export class GroupMember {
  readonly #settings: MemberSettings;
  #memberId = '';
  #holding = nothing;
  #counts: PartitionCounts | undefined;

  constructor(settings: MemberSettings) {
    this.#settings = settings;
  }

  get memberId(): string {
    return this.#memberId;
  }

  /** Resolves after `signal` was aborted; rejects when the group cannot be joined, or not any more. */
  async run(): Promise<void> {
    const { note, groupId } = this.#settings;
    while (!this.#isStopping()) {
      // In two steps: the others get what this member has lost only after it has joined again without it.
      if ((await this.#join()) === 'again') continue;
      const reason = await this.#stay();
      if (this.#isStopping()) return;
      if (reason === 'rebalance') note(`Group ${groupId} is sharing its partitions out again.`);
      if (reason === 'unknown') {
        note(
          `Group ${groupId} has removed this member, which it had not heard from for too long; joining again. Records shown since the last commit may be read again.`,
        );
      }
      await this.#released();
      if (reason === 'unknown') this.#forget();
    }
  }

  #isStopping(): boolean {
    return this.#settings.signal.aborted;
  }

  #forget(): void {
    this.#memberId = '';
    this.#holding = nothing;
  }

  /** Of what this member has read, in the generation that it was given the partitions in. */
  async commit(offsets: readonly NextOffset[]): Promise<void> {
    const member = this.#membership();
    await this.#patiently(() => this.#settings.coordinator.commit(member, offsets));
  }

  async leave(): Promise<void> {
    if (this.#memberId !== '') await this.#settings.coordinator.leave(this.#memberId);
  }

  #membership(): Membership {
    return { memberId: this.#memberId, generationId: this.#holding.generation };
  }

  async #join(): Promise<'joined' | 'again'> {
    const { coordinator, topics, assignors, signal, assigned } = this.#settings;
    const offers = assignors.map((assignor) => ({
      name: assignor.name,
      metadata: subscriptionBytes(assignor, topics, this.#holding),
    }));
    let partitions: readonly TopicPartition[];
    let joined: JoinedGroup;
    try {
      joined = await this.#patiently(() => coordinator.join(this.#memberId, offers));
      this.#memberId = joined.memberId;
      if (signal.aborted) return 'again';
      const member = { memberId: joined.memberId, generationId: joined.generationId };
      const assignments = joined.leaderId === joined.memberId ? await this.#shareOut(joined) : [];
      const bytes = await this.#patiently(() => coordinator.sync(member, assignments));
      partitions = flat(readAssignment(bytes) ?? []).filter(({ topic }) => topics.includes(topic));
    } catch (error) {
      if (!this.#mayJoinAgain(error)) throw error;
      await pause(100, signal);
      return 'again';
    }
    const before = new Set(this.#holding.partitions.map(keyOf));
    const now = new Set(partitions.map(keyOf));
    this.#holding = { partitions, generation: joined.generationId };
    if (isCooperative(joined) && [...before].some((key) => !now.has(key))) return 'again';
    assigned(partitions, new Set([...before].filter((key) => now.has(key))));
    return 'joined';
  }

  #mayJoinAgain(error: unknown): boolean {
    const name = kafkaErrorOf(error)?.name;
    if (name === 'UNKNOWN_MEMBER_ID') {
      this.#forget();
      return true;
    }
    return name === 'REBALANCE_IN_PROGRESS' || name === 'ILLEGAL_GENERATION';
  }

  async #shareOut({ groupProtocol, members, generationId }: JoinedGroup) {
    const { assignors, countPartitions, groupId } = this.#settings;
    const assignor = assignors.find(({ name }) => name === groupProtocol);
    if (!assignor)
      throw new LabError('failed', `Group ${groupId} chose ${groupProtocol}, which was not offered.`);
    const subscribed = members.map(memberOf);
    const counts = await countPartitions([...new Set(subscribed.flatMap(({ topics }) => topics))]);
    this.#counts = counts;
    return [...assignor.assign(subscribed, counts)].map(([memberId, partitions]) => ({
      memberId,
      memberAssignment: assignmentBytes(assignor, partitions, generationId),
    }));
  }

  /** Until the group wants something of this member. */
  async #stay(): Promise<'rebalance' | 'unknown' | 'grown'> {
    const { signal, heartbeatMs = usualHeartbeatMs } = this.#settings;
    let countedAtMs = performance.now();
    for (;;) {
      await pause(heartbeatMs, signal);
      if (signal.aborted) return 'rebalance';
      const reason = await this.#heartbeat();
      if (reason !== undefined) return reason;
      if (performance.now() - countedAtMs < countEveryMs) continue;
      countedAtMs = performance.now();
      if (await this.#haveGrown()) return 'grown';
    }
  }

  async #heartbeat(): Promise<'rebalance' | 'unknown' | undefined> {
    try {
      await this.#patiently(() => this.#settings.coordinator.heartbeat(this.#membership()));
      return undefined;
    } catch (error) {
      const name = kafkaErrorOf(error)?.name;
      if (name === 'REBALANCE_IN_PROGRESS') return 'rebalance';
      if (name === 'ILLEGAL_GENERATION' || name === 'UNKNOWN_MEMBER_ID') return 'unknown';
      throw error;
    }
  }

  /** Only a leader knows how many partitions there were when it shared them out. */
  async #haveGrown(): Promise<boolean> {
    const known = this.#counts;
    if (!known) return false;
    const counts = await this.#settings.countPartitions([...known.keys()]).catch(() => known);
    return [...counts].some(([topic, count]) => count > (known.get(topic) ?? 0));
  }

  /** Output that nobody takes must not make the group think that this member has gone. */
  async #released(): Promise<void> {
    const { coordinator, signal, heartbeatMs = usualHeartbeatMs } = this.#settings;
    const releasing = this.#settings.release().then(() => 'released' as const);
    releasing.catch(() => undefined);
    while ((await Promise.race([releasing, pause(heartbeatMs, signal)])) === undefined) {
      if (signal.aborted) break;
      await coordinator.heartbeat(this.#membership()).catch(() => undefined);
    }
    await releasing;
    this.#counts = undefined;
  }

  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    const { coordinator, timeoutMs, signal, note, groupId } = this.#settings;
    const startedMs = performance.now();
    let wasNoted = false;
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await ask();
      } catch (error) {
        if (!isAway(error) || signal.aborted) throw error;
        const waitedMs = performance.now() - startedMs;
        const { message, hint, code } = asLabError(error);
        if (waitedMs >= timeoutMs) {
          throw new LabError(
            code === 'unreachable' ? 'unreachable' : 'timeout',
            `The coordinator of group ${groupId} did not get ready within ${timeoutMs} ms. ${message}`,
            { cause: error, ...(hint === undefined ? {} : { hint }) },
          );
        }
        if (!wasNoted && waitedMs >= worthANoteMs) {
          wasNoted = true;
          note(`Waiting for the coordinator of group ${groupId}. ${message}`);
        }
        coordinator.forget();
        await pause(Math.min(pauseMs, timeoutMs - waitedMs), signal);
      }
    }
  }
}

function isCooperative({ groupProtocol }: JoinedGroup): boolean {
  return groupProtocol === 'cooperative-sticky';
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}
