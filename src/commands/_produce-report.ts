/** What `produce` says when it is done. */
import { counted, grouped } from '../view/counted.js';
import type { View } from '../view/view.js';
import { formatDuration } from '../text/duration.js';
import { formatBytes } from '../text/format-bytes.js';
import type { ProduceReport } from '../kafka/records/produce.js';

/** A rate of fewer says nothing. */
const manyRecords = 1000;

/** How many went to which partition, and what is to be said about it. */
export function viewOf(report: ProduceReport): View {
  return {
    header: ['PARTITION', 'RECORDS', 'FIRST-OFFSET', 'LAST-OFFSET'],
    rows: report.partitions.map(({ partition, acknowledged, sent, firstOffset, lastOffset }) => [
      partition,
      acknowledged + sent,
      firstOffset,
      lastOffset,
    ]),
    notes: [
      summaryOf(report),
      ...report.notes,
      ...throttleNote(report),
      ...latencyNote(report),
      ...transactionNote(report),
    ],
    failures: complaints(report),
  };
}

function summaryOf({ topic, acknowledged, sent, durationMs, bytes }: ProduceReport): string {
  const count = acknowledged + sent;
  const ofBytes = bytes === null ? '' : `, ${formatBytes(perSecond(bytes, durationMs))}/s`;
  const rate = `in ${formatDuration(durationMs)}${count >= manyRecords ? ` (${grouped(perSecond(count, durationMs))}/s${ofBytes})` : ''}`;
  if (sent > 0)
    return `${counted(sent, 'record')} sent to ${topic} ${rate}, not acknowledged: --acks 0 asks for no answer.`;
  return `${counted(acknowledged, 'record')} written to ${topic} and acknowledged ${rate}.`;
}

function throttleNote({ throttledMs }: ProduceReport): string[] {
  if (throttledMs === 0) return [];
  return [
    `A quota slowed this down: the brokers paused this client for ${formatDuration(throttledMs)}. See it: kafka-lab quotas list`,
  ];
}

function latencyNote({ latencyMs }: ProduceReport): string[] {
  if (latencyMs === null) return [];
  const { p50, p95, p99, max } = latencyMs;
  return [
    `From full batch to acknowledgement: half of the records within ${p50} ms, 95 % within ${p95} ms, 99 % within ${p99} ms, all within ${max} ms.`,
  ];
}

function transactionNote({ transaction }: ProduceReport): string[] {
  switch (transaction) {
    case null:
      return [];
    case 'committed':
      return ['The transaction is committed.'];
    case 'aborted':
      return ['The transaction is aborted: readers with read_committed will see nothing of it.'];
    case 'commit-unknown':
      return ['The brokers did not say whether the transaction is committed.'];
    case 'abort-unknown':
      return [
        'The brokers did not say whether the transaction is aborted. If it is not, it blocks readers with read_committed until the brokers abort it after 15 minutes; see it, and end it: kafka-lab transactions list',
      ];
  }
}

/** Was anything not written that should have been? */
export function isIncomplete({ failed, stopped, transaction }: ProduceReport): boolean {
  return failed > 0 || stopped !== null || (transaction !== null && transaction !== 'committed');
}

const mostShown = 10;

/** What failed, in sentences: the first ten runs of lines with their reasons. */
function complaints(report: ProduceReport): string[] {
  const { failed, failures, maybeWritten, stopped, interrupted, lines } = report;
  const parts: string[] = [];
  if (interrupted) parts.push(`Interrupted after line ${grouped(lines)}.`);
  else if (stopped !== null) parts.push(`Stopped reading after line ${grouped(lines)}: ${stopped}`);
  if (failed > 0) {
    parts.push(
      `${counted(failed, 'record')} not written${maybeWritten > 0 ? `; ${grouped(maybeWritten)} of them may be in the topic after all, because an answer was lost` : ''}:`,
    );
    for (const { firstLine, lastLine, reason } of failures.slice(0, mostShown)) {
      parts.push(
        `  ${firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`}: ${reason}`,
      );
    }
    const shown = failures
      .slice(0, mostShown)
      .reduce((sum, each) => sum + each.lastLine - each.firstLine + 1, 0);
    if (shown < failed) parts.push(`  and ${counted(failed - shown, 'record')} more; -o json lists them.`);
  }
  return parts;
}

export function perSecond(count: number, elapsedMs: number): number {
  return Math.round((count * 1000) / Math.max(1, elapsedMs));
}
