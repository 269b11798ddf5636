/** Writes the lines of an input, or one record, to a topic, and accounts for each of them. */
import { LabError } from '../../text/errors.js';
import { orInterrupted } from '../../text/wait.js';
import type { Compression } from '../../wire/batch/codecs/compression.js';
import type { Latencies } from '../../wire/writer/latency.js';
import type { FailedLines, PartitionTally } from '../../wire/writer/ledger.js';
import type { Writer } from '../../wire/writer/writer.js';
import type { RecordShape } from './produce-encoded.js';
import { feed, type Feed } from './produce-feed.js';
import { flushOrGiveUp, openTopicWriter } from './topic-writer.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

export interface ProducePlan {
  readonly topic: string;
  readonly shape: RecordShape;
  readonly acks: 'all' | '1' | '0';
  readonly compression: Compression;
  readonly idempotent: boolean;
  readonly transaction: string | undefined;
  /** How long records may wait for a broker before they fail. */
  readonly deliveryTimeoutMs: number;
  /** Records a second; undefined: unlimited. */
  readonly rate: number | undefined;
  /** Of generated records, which are measured; undefined for others. */
  readonly bytesEach?: number | undefined;
}

export interface ProduceReport {
  readonly topic: string;
  /** Records that a broker acknowledged. */
  readonly acknowledged: number;
  /** With acks=0: records sent, of which nothing more is known. */
  readonly sent: number;
  /** Records and lines that were not written, as far as is known. */
  readonly failed: number;
  /** Of the failed: the answer was lost, so they may have been written. */
  readonly maybeWritten: number;
  readonly partitions: readonly PartitionTally[];
  /** At most 10,000 runs of lines. */
  readonly failures: readonly FailedLines[];
  /** Lines that were read. */
  readonly lines: number;
  readonly durationMs: number;
  /** From when the batch of a record was closed to its acknowledgement; null if it was not measured. */
  readonly latencyMs: Latencies | null;
  /** Of all values that were written; null if they were not measured. */
  readonly bytes: number | null;
  /** How long the brokers paused this client because of a quota. */
  readonly throttledMs: number;
  readonly interrupted: boolean;
  /** What the input has that its owner may not know of: a byte order mark, CRLF. */
  readonly notes: readonly string[];
  /** Why reading ended before the input did; null when it did not. */
  readonly stopped: string | null;
  /** `…-unknown`: the coordinator did not say whether it is. */
  readonly transaction: 'committed' | 'aborted' | 'commit-unknown' | 'abort-unknown' | null;
}

/** Progress, for whoever watches. */
export interface ProduceStatus {
  readonly acknowledged: number;
  readonly sent: number;
  readonly failed: number;
  readonly trouble: string | undefined;
}

export interface ProduceWatch {
  /** Aborted by ^C: reading ends, requests in flight get a moment more. */
  readonly signal: AbortSignal;
  /** Called once records can be taken; `status` may be asked at any time from then on. */
  ready(status: () => ProduceStatus): void;
}

/** Throws LabError only if it is certain that nothing was written; later failures are in the report. */
export async function produce(
  session: KafkaSession,
  plan: ProducePlan,
  input: Feed,
  watch: ProduceWatch,
): Promise<ProduceReport> {
  const writer = await orInterrupted(openForWriting(session, plan), watch.signal);
  try {
    return await write(writer, plan, input, watch);
  } finally {
    writer.close();
  }
}

/** Throws LabError if the topic, or the partition that is asked for, does not exist. */
function openForWriting(session: KafkaSession, plan: ProducePlan): Promise<Writer> {
  const { partition } = plan.shape;
  return openTopicWriter(session, plan.topic, plan, (state) => {
    const count = state?.partitions.length ?? 0;
    if (partition !== undefined && partition >= count) throw noSuchPartition(plan.topic, partition, count);
  });
}

async function write(
  writer: Writer,
  plan: ProducePlan,
  input: Feed,
  watch: ProduceWatch,
): Promise<ProduceReport> {
  const startedAtMs = Date.now();
  const { ledger } = writer;
  watch.ready(() => ({
    acknowledged: ledger.acknowledged,
    sent: ledger.sent,
    failed: ledger.failed,
    trouble: writer.trouble,
  }));
  let inputError: Error | undefined;
  let lines = 0;
  const notes: string[] = [];
  try {
    lines = await feed(writer, plan, input, watch.signal, (text) => notes.push(text));
  } catch (error) {
    inputError = error instanceof Error ? error : new Error(String(error));
  }
  await flushOrGiveUp(writer, watch.signal);
  const interrupted = watch.signal.aborted;
  const whole = !interrupted && inputError === undefined && ledger.failed === 0 && !writer.stopped;
  const transaction = plan.transaction === undefined ? null : await endTransaction(writer, whole);
  if (inputError !== undefined && ledger.acknowledged + ledger.sent + ledger.failed === 0) throw inputError;
  return {
    topic: plan.topic,
    acknowledged: ledger.acknowledged,
    sent: ledger.sent,
    failed: ledger.failed,
    maybeWritten: ledger.maybeWritten,
    partitions: ledger.partitions,
    failures: ledger.failures,
    lines,
    durationMs: Date.now() - startedAtMs,
    latencyMs: plan.bytesEach === undefined ? null : ledger.latency.latencies(),
    bytes: plan.bytesEach === undefined ? null : plan.bytesEach * (ledger.acknowledged + ledger.sent),
    throttledMs: ledger.throttle.passedMs(),
    interrupted,
    notes,
    stopped: reasonToStop(writer, inputError),
    transaction,
  };
}

function reasonToStop(writer: Writer, inputError: Error | undefined): string | null {
  return (writer.stopped ?? inputError)?.message ?? null;
}

async function endTransaction(writer: Writer, whole: boolean): Promise<ProduceReport['transaction']> {
  try {
    await writer.end(whole ? 'commit' : 'abort');
    return whole ? 'committed' : 'aborted';
  } catch {
    return whole ? 'commit-unknown' : 'abort-unknown';
  }
}

function noSuchPartition(topic: string, partition: number, count: number): LabError {
  const range = count === 1 ? 'only partition 0' : `partitions 0 to ${count - 1}`;
  return new LabError('refused', `Topic "${topic}" has ${range}; there is no partition ${partition}.`, {
    hint: `See them: ${commandLine`topics describe ${topic}`}`,
  });
}
