/** Carries out the plan of a copy, and accounts for every record that was read. */
import { LabError } from '../../text/errors.js';
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions, type PartitionRange, type PartitionReport } from '../../wire/reader/reader.js';
import { Transaction } from '../../wire/writer/transaction.js';
import { defaultLimits } from '../../wire/writer/types.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { flushOrGiveUp, longestTransactionMs } from '../records/topic-writer.js';
import type { Isolation, ReadPlan } from '../records/read-ranges.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { createTopic } from '../topics/create-topic.js';
import { CopyAccount, type Refusal } from './account.js';
import { Checkpoints, type TransactionEnd } from './checkpoints.js';
import type { NextRecord } from './choose-records.js';
import { CopyVisitor } from './copy-visitor.js';
import { lanesOf } from './lane.js';
import type { CopyPlan } from './plan-copy.js';
import { goOnFrom, readPositions, type PositionsPlace } from './positions.js';
import type { Router } from './route.js';
import { TargetWriters, type WritingSettings } from './target-writers.js';

/** Of a copy or of a redrive. */
type ExecutablePlan = Pick<CopyPlan, 'read' | 'router' | 'creates' | 'positions'>;

export interface CopySettings extends WritingSettings {
  readonly isolation: Isolation;
  readonly search: NextRecord | undefined;
  readonly maxMessages: number | undefined;
  readonly rate: number | undefined;
  readonly transaction: string | undefined;
}

interface CopiedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly read: number;
  readonly written: number;
  readonly skipped: number;
  readonly refused: number;
  /** Read, and in none of the other columns. */
  readonly missing: number;
  /** Where another copy goes on. */
  readonly next: number;
  /** Where this one was to end, exclusive. */
  readonly to: number;
  /** Its topic was deleted: there is nothing to go on with. */
  readonly isGone: boolean;
}

/** Offsets that were to be copied, and had been deleted (retention, `topics trim`) before they were read. */
interface DeletedRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface CopyOutcome {
  readonly partitions: readonly CopiedPartition[];
  readonly refusals: readonly Refusal[];
  readonly durationMs: number;
  readonly interrupted: boolean;
  /** Why it ended before its end; null if it did not. */
  readonly stopped: string | null;
  /** Whether partitions ended before the offsets that were to be copied, or have gone. */
  readonly isShort: boolean;
  readonly deleted: readonly DeletedRange[];
  /** Partitions that were meant, and that no leader answered for when the copy was planned. */
  readonly leftOut: readonly TopicPartition[];
  /** What became of the last one; null without. */
  readonly transaction: TransactionEnd | null;
  /** The group that keeps the positions; null if none does. */
  readonly group: string | null;
}

/** Progress, for whoever watches. */
export interface CopyStatus {
  readonly written: number;
  readonly trouble: string | undefined;
}

export interface CopyWatch {
  readonly signal: AbortSignal;
  note(text: string): void;
  ready(status: () => CopyStatus): void;
}

/** Throws LabError only if it is certain that nothing was written; later failures are in the outcome. */
export async function executeCopy(
  source: KafkaSession,
  target: KafkaSession,
  plan: ExecutablePlan,
  settings: CopySettings,
  watch: CopyWatch,
): Promise<CopyOutcome> {
  const startedAtMs = Date.now();
  if (plan.creates) await createTopic(target, plan.creates, { ifNotExists: true, dryRun: false });
  const transaction =
    settings.transaction === undefined
      ? undefined
      : await Transaction.begin(target, settings.transaction, longestTransactionMs, {
          ...defaultLimits,
          deliveryTimeoutMs: settings.deliveryTimeoutMs,
        });
  const positions = plan.creates ? await inNewTopic(target, plan.positions) : plan.positions;
  const ranges = await rangesNow(target, { ...plan, positions }, transaction);
  const account = new CopyAccount(lanesOf(ranges));
  const writers = new TargetWriters(target, settings, account, transaction);
  const checkpoints = new Checkpoints(target, positions, transaction, account, writers);
  try {
    await Promise.all(plan.router.topics.map((topic) => writers.open(topic)));
    watch.ready(() => ({ written: account.written, trouble: writers.trouble }));
    const read = await readAll(source, { ...plan.read, ranges }, plan.router, settings, watch, account, {
      writers,
      checkpoints,
    });
    await flushOrGiveUp(writers, watch.signal);
    const unkept = await checkpoints.finish();
    const lostTopic = await writers.lostTopic();
    const error = read.error ?? unkept;
    const gone = new Set(
      read.reports.filter(({ stopped }) => stopped === 'deleted').map(({ topic }) => topic),
    );
    if (error && account.written === 0 && account.lost === 0) throw error;
    return {
      partitions: account.lanes.map((lane) => ({
        topic: lane.topic,
        partition: lane.partition,
        read: lane.read,
        written: lane.written,
        skipped: lane.skipped,
        refused: lane.refused,
        missing: lane.missing,
        next: lane.goesOnAt,
        to: lane.to ?? lane.next,
        isGone: gone.has(lane.topic),
      })),
      refusals: account.refusals,
      durationMs: Date.now() - startedAtMs,
      interrupted: watch.signal.aborted,
      stopped: (writers.stopped ?? error)?.message ?? lostTopic ?? null,
      isShort: read.reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted'),
      deleted: read.deleted,
      leftOut: plan.read.leftOut,
      transaction: checkpoints.transaction,
      group: plan.positions?.group ?? null,
    };
  } finally {
    writers.close();
  }
}

async function inNewTopic(
  target: KafkaSession,
  positions: PositionsPlace | undefined,
): Promise<PositionsPlace | undefined> {
  if (!positions) return undefined;
  const [state] = await existingTopics(target, [positions.target]);
  return { ...positions, targetId: state?.id ?? null };
}

/** Another copy with the same transactional id may have gone on since the plan; now it cannot any more. */
async function rangesNow(
  target: KafkaSession,
  { positions, read }: ExecutablePlan,
  transaction: Transaction | undefined,
): Promise<readonly PartitionRange[]> {
  if (!positions || !transaction) return read.ranges;
  return goOnFrom(read.ranges, await readPositions(target, positions, read.ranges));
}

interface Reading {
  readonly reports: readonly PartitionReport[];
  readonly deleted: readonly DeletedRange[];
  readonly error?: Error;
}

async function readAll(
  source: KafkaSession,
  { ranges, topics }: Pick<ReadPlan, 'ranges' | 'topics'>,
  router: Router,
  settings: CopySettings,
  watch: CopyWatch,
  account: CopyAccount,
  { writers, checkpoints }: { readonly writers: TargetWriters; readonly checkpoints: Checkpoints },
): Promise<Reading> {
  const { search, rate, compression } = settings;
  const visitor = new CopyVisitor(
    {
      router,
      search,
      maxMessages: settings.maxMessages ?? Infinity,
      rate,
      keepsBatches: search === undefined && rate === undefined && compression === undefined,
      keepsCompression: compression === undefined,
      signal: watch.signal,
      checkpoint: () => checkpoints.ifDue(),
    },
    account,
    writers,
  );
  const deleted: DeletedRange[] = [];
  try {
    const reports = await readPartitions({
      directory: createLeaderDirectory(source, topics),
      ranges,
      isolation: settings.isolation,
      signal: watch.signal,
      onRecords: visitor,
      onEvent: (event) => {
        watch.note(describeReadEvent(event));
        if (event.kind !== 'out of range' || event.continuesAt <= event.asked) return;
        const { topic, partition, asked, continuesAt } = event;
        const to = Math.min(continuesAt, account.lane(topic, partition).to ?? continuesAt);
        deleted.push({ topic, partition, from: asked, to });
      },
    });
    const endOf = new Map(reports.map((report) => [partitionKey(report.topic, report.partition), report]));
    for (const lane of account.lanes) {
      const report = endOf.get(partitionKey(lane.topic, lane.partition));
      // Control records and gaps at the end belong to what was read.
      if (report?.stopped === 'end') lane.next = report.nextOffset;
    }
    return { reports, deleted };
  } catch (error) {
    return {
      reports: [],
      deleted,
      error: error instanceof Error ? error : new LabError('failed', String(error)),
    };
  }
}
