/** Reads as a member of a consumer group: joins, shares the partitions with the others, commits what it printed. */
import { pause, unlessAborted } from '../../text/wait.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { asLabError, kafkaErrorOf } from '../connection/errors.js';
import { committedOffsets } from '../groups/kinds/committed-offsets.js';
import type { RecordPrinter } from '../records/print-records.js';
import type { Isolation } from '../records/read-ranges.js';
import { isMoving, onCoordinator } from '../session/coordinators.js';
import type { TopicState } from '../session/metadata.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import { leadersOf, offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { AssignedPartitions } from './assigned-partitions.js';
import { byTopic, offeredAssignors } from './assignors.js';
import type { PartitionCounts } from './assignment.js';
import { Committer } from './committer.js';
import { kafkajsCoordinator, type GroupCoordinator } from './group-coordinator.js';
import { currentAssignor, explainRefusal } from './joinable.js';
import { leaveLimitMs } from './leave-within.js';
import { GroupMember } from './member.js';
import { Outcome } from './outcome.js';
import { shareArrived } from './share-arrived.js';

export interface GroupRequest {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where to begin in partitions for which the group has committed nothing. */
  readonly fromBeginning: boolean;
  /** False: stop at the ends as they stood at the start. */
  readonly follow: boolean;
  readonly isolation: Isolation;
  readonly signal: AbortSignal;
  note(text: string): void;
}

export interface GroupReport {
  readonly stopped: 'end' | 'limit' | 'interrupted';
  readonly partitions: readonly Readonly<Progress>[];
  /** A partition had to be left out. */
  readonly isPartial: boolean;
}

interface Progress {
  readonly topic: string;
  readonly partition: number;
  readonly records: number;
  /** The offset committed last: where the group continues. */
  readonly committed: number;
}

/** How often it is asked whether partitions are still on their way. */
const shareAskedEveryMs = 500;

export async function consumeGroup(
  session: KafkaSession,
  printer: RecordPrinter,
  request: GroupRequest,
): Promise<GroupReport> {
  const coordinator = kafkajsCoordinator(session, request.groupId);
  try {
    return await consumeAsMember(session, printer, request, coordinator);
  } finally {
    await within(leaveLimitMs(request), coordinator.close()).catch(() => undefined);
  }
}

async function consumeAsMember(
  session: KafkaSession,
  printer: RecordPrinter,
  request: GroupRequest,
  coordinator: GroupCoordinator,
): Promise<GroupReport> {
  const { groupId, topics, signal, note } = request;
  const states = await existingTopics(session, topics);
  const partitions = leadersOf(states);
  const [assignor, ends] = await Promise.all([
    currentAssignor(session, groupId),
    offsetsAt(session, partitions, offsetAt.latest, request.isolation),
  ]);
  const stopping = new AbortController();
  const outcome = new Outcome<GroupReport['stopped']>();
  const committer: Committer = new Committer({
    commit: (offsets) => member.commit(offsets),
    failed: (error) => outcome.fail(error),
    note,
  });
  const reading: AssignedPartitions = new AssignedPartitions({
    ...request,
    session,
    printer,
    committer,
    ends: byPartition(ends),
    committedOffsets: () => committedBy(session, groupId),
    failed: (error) => outcome.fail(error),
    ended(why) {
      if (why === 'limit') outcome.set(why);
      // Without partitions there is nothing to wait for, until the group gives this member some.
      else if (!request.follow) void endOnceShared();
    },
  });
  /** For the first sharing out: later ones need what is then. */
  let counted: PartitionCounts | undefined = countsOf(states);
  let assignments = 0;
  const member: GroupMember = new GroupMember({
    groupId,
    topics: [...new Set(topics)],
    assignors: offeredAssignors(assignor),
    coordinator,
    timeoutMs: session.settings.timeoutMs,
    signal: stopping.signal,
    note,
    async countPartitions(names) {
      const known = counted;
      counted = undefined;
      if (known && names.every((name) => known.has(name))) return known;
      return countsOf((await session.metadata(names)).topics);
    },
    release: () => reading.release(),
    assigned(own, kept) {
      assignments += 1;
      note(`Member of group ${groupId}: ${inWords(own)}`);
      reading.take(own, kept);
    },
  });

  /** Partitions that are still on their way begin a new reading when they come. */
  async function endOnceShared(): Promise<void> {
    const before = assignments;
    const giveUpAtMs = performance.now() + session.settings.timeoutMs;
    while (!(await shareArrived(session, groupId, partitions))) {
      if (performance.now() >= giveUpAtMs) {
        note(`Group ${groupId} has not shared out all partitions; those that may still come are not read.`);
        break;
      }
      await pause(shareAskedEveryMs, stopping.signal);
      if (assignments !== before) return;
    }
    if (assignments === before) outcome.set('end');
  }

  const interrupt = () => outcome.set('interrupted');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  const running = member.run();
  running.catch((error: unknown) => outcome.fail(error));
  // Whoever reads the output may go while there is nothing to write.
  const watching = setInterval(() => printer.isDone && outcome.set('limit'), 100);
  try {
    const stopped = await outcome.known;
    if (stopped === 'interrupted') await within(leaveLimitMs(request), reading.release());
    else await reading.release();
    await printer.finish();
    const isPartial = !request.follow && reading.isPartial;
    return { stopped, partitions: progressOf(reading, committer), isPartial };
  } catch (error) {
    const isRefused = kafkaErrorOf(error)?.name === 'INCONSISTENT_GROUP_PROTOCOL';
    throw isRefused ? await explainRefusal(session, groupId, asLabError(error)) : asLabError(error);
  } finally {
    clearInterval(watching);
    signal.removeEventListener('abort', interrupt);
    const limitMs = leaveLimitMs(request);
    await within(limitMs, reading.release()).catch(() => undefined);
    stopping.abort();
    // Leaving tells the others at once; a member that just vanishes keeps its partitions for a session time-out.
    const leaving = running.catch(() => undefined).then(() => member.leave());
    await within(limitMs, leaving).catch(() => undefined);
  }
}

/** Undefined after that time; the work goes on by itself. */
function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  return unlessAborted(work, AbortSignal.timeout(limitMs));
}

function progressOf(reading: AssignedPartitions, committer: Committer): readonly Progress[] {
  return reading.counts.flatMap(({ topic, partition, records }) => {
    const committed = committer.committedIn(partitionKey(topic, partition));
    return committed === undefined ? [] : [{ topic, partition, records, committed }];
  });
}

async function committedBy(session: KafkaSession, groupId: string): Promise<ReadonlyMap<string, number>> {
  const offsets = await onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const own = (await committedOffsets(connection, [groupId])).get(groupId);
    return own === undefined || isMoving(own.errorCode) ? undefined : own.offsets;
  });
  return new Map(
    offsets.map(({ topic, partition, offset }) => [
      partitionKey(topic, partition),
      // No log is that long: beyond its end all are alike.
      Math.min(Number(offset), Number.MAX_SAFE_INTEGER),
    ]),
  );
}

function countsOf(topics: readonly TopicState[]): PartitionCounts {
  return new Map(
    topics
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ name, partitions }) => [name, partitions.length]),
  );
}

function inWords(partitions: readonly TopicPartition[]): string {
  if (partitions.length === 0) return 'no partition is left for this member';
  const topics = byTopic(partitions).map(({ topic, partitions: own }) => `${topic} ${own.join(',')}`);
  return `partitions ${topics.join('; ')}`;
}
