/** Reads as a member of a share group (KIP-932): records are locked, shown, and acknowledged one by one; members share partitions. */
import { isUnanswered } from '../../text/errors.js';
import { pause, unlessAborted } from '../../text/wait.js';
import { counted } from '../../view/counted.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { leaveLimitMs } from '../consumer/leave-within.js';
import { Outcome } from '../consumer/outcome.js';
import { requireType } from '../groups/kinds/group-kinds.js';
import type { RecordPrinter } from '../records/print-records.js';
import type { TopicState } from '../session/metadata.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import { offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { BrokerReading } from './broker-reading.js';
import type { SharedPartition } from './delivery.js';
import { ShareMembership, type AssignedTopic } from './share-member.js';
import { limitsStrictly } from './share-session.js';
import { DeliveryScreen, type ShowSettings } from './show-deliveries.js';
import { Tally, type ShareCounts } from './tally.js';

export interface ShareRequest {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** False: stop when the group has nothing more to deliver. */
  readonly follow: boolean;
  readonly verdict: ShowSettings['verdict'];
  /** How many records are shown at most, or Infinity. */
  readonly limit: number;
  readonly signal: AbortSignal;
  note(text: string): void;
}

export interface ShareReport {
  readonly stopped: 'end' | 'limit' | 'interrupted';
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly records: number;
  }[];
  readonly counts: ShareCounts;
  /** A partition had to be left out, or something that was shown could not be acknowledged. */
  readonly isPartial: boolean;
}

const finishInterruptedWithinMs = 50;
const giveUpAfterMs = 30_000;
const lookAgainMs = 1000;

export async function consumeShare(
  session: KafkaSession,
  printer: RecordPrinter,
  request: ShareRequest,
): Promise<ShareReport> {
  const connection = await session.anyBroker();
  requireType(connection, 'share');
  const states = await existingTopics(session, request.topics);
  const report = await new ShareReading(session, printer, request, states).run();
  if (report.stopped === 'limit' && report.counts.released > 0 && !limitsStrictly(connection)) {
    request.note(
      'Brokers before Kafka 4.2 lock whole batches, however few records are wanted: what was locked and not shown went back to the group, for which that was a delivery, too.',
    );
  }
  return report;
}

class ShareReading {
  readonly #session: KafkaSession;
  readonly #printer: RecordPrinter;
  readonly #request: ShareRequest;
  readonly #outcome = new Outcome<ShareReport['stopped']>();
  /** Nothing more is fetched or shown. */
  readonly #stopping = new AbortController();
  /** The member leaves: after everything was given back. */
  readonly #leaving = new AbortController();
  readonly #screen: DeliveryScreen;
  readonly #tally: Tally;
  readonly #member: ShareMembership;
  readonly #readings = new Map<number, Promise<void>>();
  readonly #quiet = new Set<number>();
  #topics: ReadonlyMap<string, TopicState>;
  /** Undefined until the group has given this member any. */
  #assigned: readonly AssignedTopic[] | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(
    session: KafkaSession,
    printer: RecordPrinter,
    request: ShareRequest,
    states: readonly TopicState[],
  ) {
    const { groupId, topics, verdict, note } = request;
    this.#session = session;
    this.#printer = printer;
    this.#request = request;
    this.#topics = byId(states);
    this.#tally = new Tally(note);
    this.#screen = new DeliveryScreen({
      printer,
      verdict,
      signal: this.#stopping.signal,
      done: (why) => this.#stop(why),
    });
    this.#member = new ShareMembership({
      session,
      groupId,
      topics: [...new Set(topics)],
      signal: this.#leaving.signal,
      note,
      assigned: (assigned) => this.#take(assigned),
    });
  }

  async run(): Promise<ShareReport> {
    const { signal, follow } = this.#request;
    const interrupt = () => this.#stop('interrupted');
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    const belonging = this.#member.run();
    belonging.catch((error: unknown) => this.#outcome.fail(error));
    // Whoever reads the output may go while there is nothing to write.
    const watching = setInterval(() => this.#printer.isDone && this.#stop('limit'), 100);
    void this.#watchLeaders();
    if (!follow) void this.#endUnlessAssigned();
    let stopped: ShareReport['stopped'] | undefined;
    try {
      stopped = await this.#outcome.known;
    } finally {
      clearInterval(watching);
      signal.removeEventListener('abort', interrupt);
      await this.#leave(belonging);
    }
    // A pipe that takes nothing must not keep ^C from ending it.
    const finished = this.#printer.finish();
    if (stopped === 'interrupted')
      await unlessAborted(finished, AbortSignal.timeout(finishInterruptedWithinMs));
    else await finished;
    const { counts } = this.#tally;
    const leaderless = this.#leaderless();
    if (stopped === 'end') {
      for (const { topic, partition } of leaderless)
        this.#request.note(`${topic}[${partition}] is left out: it has no leader.`);
      if (this.#request.verdict === 'release') await this.#noteUndelivered();
    }
    const isPartial = !follow && (counts.lost > 0 || (stopped === 'end' && leaderless.length > 0));
    const partitions = this.#screen.counts.map(({ topic, partition, records }) => ({
      ...{ topic, partition, records },
    }));
    return { stopped, partitions, counts, isPartial };
  }

  #stop(why: ShareReport['stopped']): void {
    this.#outcome.set(why);
    this.#stopping.abort();
  }

  /** All that is locked goes back before the member leaves. */
  async #leave(belonging: Promise<void>): Promise<void> {
    this.#stopping.abort();
    const limit = AbortSignal.timeout(leaveLimitMs(this.#request));
    const readings = Promise.allSettled(this.#readings.values());
    const isBack = await unlessAborted(readings, limit);
    if (isBack === undefined) {
      this.#request.note(
        'A broker did not answer in time: what this member has locked there goes back to the group when its locks run out.',
      );
    }
    this.#leaving.abort();
    const left = belonging.catch(() => undefined).then(() => this.#member.leave());
    await unlessAborted(left, limit).catch(() => undefined);
  }

  #take(assigned: readonly AssignedTopic[]): void {
    if (assigned.length > 0 || this.#assigned !== undefined) {
      this.#assigned = assigned;
      this.#quiet.clear();
      this.#note(assigned);
    }
    if (assigned.some(({ topicId }) => !this.#topics.has(topicId))) void this.#refresh();
    else this.#update();
  }

  #note(assigned: readonly AssignedTopic[]): void {
    const { groupId, note } = this.#request;
    const names = assigned.map(
      ({ topicId, partitions }) =>
        `${this.#topics.get(topicId)?.name ?? topicId} ${[...partitions].sort((one, other) => one - other).join(',')}`,
    );
    note(
      `Member of share group ${groupId}: ${names.length === 0 ? 'no partition is left for this member' : `partitions ${names.join('; ')}`}`,
    );
  }

  /** A reading for each broker that leads something of the assignment. */
  #update(): void {
    if (this.#stopping.signal.aborted) return;
    const leaders = new Set(this.#partitions().map(({ leader }) => leader));
    for (const nodeId of leaders) {
      if (nodeId === null || this.#readings.has(nodeId)) continue;
      this.#quiet.delete(nodeId);
      const reading = this.#read(nodeId);
      this.#readings.set(nodeId, reading);
      reading
        .finally(() => this.#readings.delete(nodeId))
        .then(
          () => this.#update(),
          (error: unknown) => this.#outcome.fail(error),
        );
    }
  }

  #read(nodeId: number): Promise<void> {
    const { groupId, follow, verdict, limit } = this.#request;
    return new BrokerReading({
      session: this.#session,
      nodeId,
      member: { groupId, memberId: this.#member.memberId },
      screen: this.#screen,
      tally: this.#tally,
      wanted: () => this.#partitions().filter(({ leader }) => leader === nodeId),
      left: () => limit - this.#printer.printed,
      isOneByOne: typeof verdict === 'function',
      releasesAtEnd: verdict === 'release',
      endsWhenQuiet: !follow,
      giveUpAfterMs: follow ? Infinity : giveUpAfterMs,
      signal: this.#stopping.signal,
      quiet: (id) => this.#hush(id),
      busy: (id) => void this.#quiet.delete(id),
      refresh: () => this.#refresh(),
    }).run();
  }

  #hush(nodeId: number): void {
    if (this.#request.follow) return;
    this.#quiet.add(nodeId);
    const isAll = [...this.#readings.keys()].every((id) => this.#quiet.has(id));
    if (isAll && this.#leaderless().length === 0) this.#stop('end');
  }

  #partitions(): readonly (SharedPartition & { readonly leader: number | null })[] {
    return (this.#assigned ?? []).flatMap(({ topicId, partitions }) => {
      const topic = this.#topics.get(topicId);
      if (!topic) return [];
      return topic.partitions
        .filter(({ partition }) => partitions.includes(partition))
        .map(({ partition, leader }) => ({ topic: topic.name, topicId, partition, leader }));
    });
  }

  #leaderless(): readonly SharedPartition[] {
    return this.#partitions().filter(({ leader }) => leader === null);
  }

  /** Many readings find out at once that a broker has gone; one request serves them all. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#session
      .metadata([...new Set(this.#request.topics)])
      .then(({ topics }) => {
        this.#topics = byId(topics);
        this.#update();
      })
      .catch((error: unknown) => {
        // Readings give up by themselves; a cluster that is away for a moment is asked again.
        if (isUnanswered(error)) return;
        this.#outcome.fail(error);
      })
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Partitions without a leader get one sooner or later. */
  async #watchLeaders(): Promise<void> {
    const { signal } = this.#stopping;
    let sinceMs: number | undefined;
    while (!signal.aborted) {
      await pause(lookAgainMs, signal);
      const isMissing =
        this.#leaderless().length > 0 ||
        (this.#assigned ?? []).some(({ topicId }) => !this.#topics.has(topicId));
      if (!isMissing) {
        sinceMs = undefined;
        continue;
      }
      await this.#refresh();
      sinceMs ??= performance.now();
      const isTooLong = performance.now() - sinceMs >= this.#session.settings.timeoutMs;
      const isQuiet = [...this.#readings.keys()].every((id) => this.#quiet.has(id));
      if (!this.#request.follow && isTooLong && isQuiet) this.#stop('end');
    }
  }

  /** What is released stays locked until the end, so that the group may have had no room for more. */
  async #noteUndelivered(): Promise<void> {
    const shown = byPartition(this.#screen.counts);
    const leaders = this.#partitions().filter(({ topic, partition }) =>
      shown.has(partitionKey(topic, partition)),
    );
    for (const { topic, partition, offset } of await offsetsAt(this.#session, leaders, offsetAt.latest)) {
      const { highestOffset } = shown.get(partitionKey(topic, partition)) ?? { highestOffset: Infinity };
      // Where the end is not known, nothing is said of it.
      const undelivered = (offset ?? 0) - highestOffset - 1;
      if (undelivered < 1) continue;
      this.#request.note(
        `${topic}[${partition}]: ${counted(undelivered, 'offset')} behind the last one shown ${undelivered === 1 ? 'was' : 'were'} not delivered to this member. What it releases stays locked until the end, and a group locks only so many records of a partition at once: 2,000, unless its config share.partition.max.record.locks says otherwise.`,
      );
    }
  }

  async #endUnlessAssigned(): Promise<void> {
    const { groupId, note } = this.#request;
    await pause(Math.max(this.#session.settings.timeoutMs, 10_000), this.#stopping.signal);
    if (this.#assigned !== undefined || this.#stopping.signal.aborted) return;
    note(`Share group ${groupId} has not given this member any partition.`);
    this.#stop('end');
  }
}

function byId(topics: readonly TopicState[]): ReadonlyMap<string, TopicState> {
  return new Map(topics.flatMap((topic) => (topic.id === null ? [] : [[topic.id, topic] as const])));
}
