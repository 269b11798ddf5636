/** Reads as a member of a consumer group: joins, shares the partitions with the others, commits what it printed. */
import { unlessAborted } from '../../text/wait.js';
import { parseInt64 } from '../../text/int64.js';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { PrintableRecord } from '../../wire/print/record-format.js';
import type { RecordHeader } from '../../wire/batch/record-batch-headers.js';
import { createKafkajsClient } from './kafkajs-client.js';
import type { RecordPrinter } from './print-records.js';
import type { Isolation } from './read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export interface GroupRequest {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where to begin in partitions for which the group has committed nothing. */
  readonly fromBeginning: boolean;
  /** False: stop when no new record has come for a while. */
  readonly follow: boolean;
  readonly isolation: Isolation;
  readonly signal: AbortSignal;
  note(text: string): void;
}

export interface GroupReport {
  readonly stopped: 'end' | 'limit' | 'interrupted';
  readonly partitions: readonly Readonly<Progress>[];
}

interface Progress {
  topic: string;
  partition: number;
  records: number;
  /** The offset committed last: where the group continues. */
  committed: number;
}

/** Batches being printed now, and the time since which there has been none. */
interface Activity {
  batches: number;
  sinceMs: number;
}

/** kafkajs's long poll; short, because leaving waits for it. */
const pollMs = 250;
/** This long without a record, with every broker asked in between, means that the end is reached. */
const quietMs = 2 * pollMs + 100;
/** How long leaving the group may take: it waits for a poll, or for a join that is under way. */
const leaveWithinMs = 3000;
const leaveInterruptedWithinMs = 700;

export async function consumeGroup(
  session: KafkaSession,
  printer: RecordPrinter,
  request: GroupRequest,
): Promise<GroupReport> {
  await existingTopics(session, request.topics);
  const consumer = createKafkajsClient(session).consumer({
    groupId: request.groupId,
    allowAutoTopicCreation: false,
    readUncommitted: request.isolation === 'read_uncommitted',
    maxWaitTimeInMs: pollMs,
    sessionTimeout: 30_000,
    retry: { initialRetryTime: 100, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
  const activity: Activity = { batches: 0, sinceMs: performance.now() };
  const progress = new Map<string, Progress>();
  const stop = watch(consumer, printer, request, activity);
  const joining = join(consumer, request, async (payload) => {
    activity.batches += 1;
    try {
      await printBatch(payload, printer, consumer, progress);
    } finally {
      activity.batches -= 1;
      activity.sinceMs = performance.now();
    }
  });
  let stopped: GroupReport['stopped'];
  try {
    // A join takes seconds if the brokers wait for more members, and ^C does not wait for that.
    await Promise.race([joining, stop.reason]);
    stopped = await stop.reason;
    await printer.finish();
  } finally {
    stop.dispose();
    // Leaving tells the others at once; a member that just vanishes keeps its partitions for a session time-out.
    const leaving = joining.then(
      () => consumer.disconnect(),
      () => consumer.disconnect(),
    );
    const limitMs = request.signal.aborted ? leaveInterruptedWithinMs : leaveWithinMs;
    await unlessAborted(
      leaving.catch(() => undefined),
      AbortSignal.timeout(limitMs),
    );
  }
  return { stopped, partitions: [...progress.values()] };
}

async function join(
  consumer: Consumer,
  request: GroupRequest,
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...request.topics], fromBeginning: request.fromBeginning });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
}

async function printBatch(
  { batch, isRunning, isStale, heartbeat, resolveOffset }: EachBatchPayload,
  printer: RecordPrinter,
  consumer: Consumer,
  progress: Map<string, Progress>,
): Promise<void> {
  const { topic, partition } = batch;
  const key = `${topic}/${partition}`;
  const own = progress.get(key) ?? { topic, partition, records: 0, committed: 0 };
  let next: number | undefined;
  let isComplete = true;
  for (const message of batch.messages) {
    if (printer.isDone || !isRunning() || isStale()) {
      isComplete = false;
      break;
    }
    printer.print(printable(topic, partition, message));
    next = Number(message.offset) + 1;
    own.records += 1;
    if (printer.needsFlush) {
      await printer.flush();
      await heartbeat();
    }
  }
  await printer.flush();
  // Nothing follows a batch that was printed to its end, not even a control record.
  if (next !== undefined && isComplete) next = Number(batch.lastOffset()) + 1;
  if (next === undefined) return;
  // Where kafkajs fetches next; after a commit alone it would fetch the same batch forever.
  resolveOffset(String(next - 1));
  // First shown, then committed: after a crash a record may come twice but is never missed.
  await consumer.commitOffsets([{ topic, partition, offset: String(next) }]);
  own.committed = next;
  progress.set(key, own);
}

/** Resolves when there is a reason to stop, rejects when the consumer cannot go on. */
function watch(consumer: Consumer, printer: RecordPrinter, request: GroupRequest, activity: Activity) {
  const { GROUP_JOIN, FETCH_START, FETCH, CRASH } = consumer.events;
  const removers: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const reason = new Promise<GroupReport['stopped']>((resolve, reject) => {
    const lastQuietMs = new Map<number, number>();
    const interrupt = () => resolve('interrupted');
    if (request.signal.aborted) interrupt();
    request.signal.addEventListener('abort', interrupt, { once: true });
    removers.push(() => request.signal.removeEventListener('abort', interrupt));
    removers.push(
      consumer.on(GROUP_JOIN, ({ payload }) => {
        activity.sinceMs = performance.now();
        const assigned = Object.entries(payload.memberAssignment)
          .map(([topic, partitions]) => `${topic} ${partitions.join(',')}`)
          .join('; ');
        request.note(
          `Member of group ${request.groupId}: ${assigned === '' ? 'no partition is left for this member' : `partitions ${assigned}`}`,
        );
      }),
      consumer.on(FETCH_START, ({ payload }) => {
        // A broker that has never answered may have records.
        if (!lastQuietMs.has(payload.nodeId)) lastQuietMs.set(payload.nodeId, 0);
      }),
      consumer.on(FETCH, ({ payload }) => {
        const nowMs = performance.now();
        if (payload.numberOfBatches > 0) activity.sinceMs = nowMs;
        // Only a request sent since the last record shows that there are no more.
        lastQuietMs.set(payload.nodeId, payload.numberOfBatches > 0 ? 0 : nowMs - payload.duration);
        const allQuiet = [...lastQuietMs.values()].every((askedMs) => askedMs >= activity.sinceMs);
        const isQuiet = activity.batches === 0 && allQuiet && nowMs - activity.sinceMs >= quietMs;
        if (!request.follow && isQuiet) resolve('end');
      }),
      consumer.on(CRASH, ({ payload }) => {
        reject(payload.error);
      }),
    );
    timer = setInterval(() => {
      if (printer.isDone) resolve('limit');
    }, 20);
  });
  // A later await still gets the rejection; until then it must not count as unhandled.
  reason.catch(() => undefined);
  return {
    reason,
    dispose() {
      clearInterval(timer);
      for (const remove of removers) remove();
    },
  };
}

/** kafkajs delivers objects; formats read spans of bytes. */
function printable(topic: string, partition: number, message: KafkaMessage): PrintableRecord {
  const keyLength = message.key?.length ?? 0;
  const headers: RecordHeader[] = Object.entries(message.headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): RecordHeader => [
      name,
      each === undefined ? null : Buffer.from(each),
    ]),
  );
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    exactTimestamp: parseInt64(message.timestamp) ?? -1,
    buffer: Buffer.concat([message.key ?? Buffer.alloc(0), message.value ?? Buffer.alloc(0)]),
    keyStart: 0,
    keyEnd: message.key === null ? -1 : keyLength,
    valueStart: keyLength,
    valueEnd: message.value === null ? -1 : keyLength + message.value.length,
    headerCount: headers.length,
    headers: () => headers,
  };
}
