/** What `copy` says: its plan, or the account of what it did, and how to go on. */
import { typedOptions } from '../contract/command-words.js';
import { parseFilter } from '../finding/filter-parser.js';
import { rootsOf } from '../finding/filter-predicate.js';
import type { CopyOutcome } from '../kafka/copy/execute-copy.js';
import type { PlannedPartition } from '../kafka/copy/plan-copy.js';
import type { PlannedRoute } from '../kafka/copy/plan-redrive.js';
import { lineWith, type TypedOption } from '../text/command-line.js';
import { formatDuration } from '../text/duration.js';
import { eachPosition } from '../text/positions.js';
import { counted, grouped } from '../view/counted.js';
import type { View } from '../view/view.js';
import { copyOptions, sourcesOf, type CopyOptions } from './_copy-options.js';
import { perSecond } from './_produce-report.js';
import { textAskingAt } from './shared/asking-at.js';
import { redriveView } from './_redrive-report.js';

export interface CopyReport {
  /** Null for a redrive. */
  readonly target: string | null;
  readonly planned: readonly PlannedPartition[];
  /** Of a redrive: where the headers of how many records send them. */
  readonly routes: readonly PlannedRoute[] | null;
  /** Before it is done, what is to be known; afterwards what was met. */
  readonly notes: readonly string[];
  /** What was done; null for a plan. */
  readonly outcome: CopyOutcome | null;
  /** Command lines that go on where it stopped; none if it came to its end. */
  readonly goOn: readonly string[];
  /** Command lines for dead letters that come later: what was redriven stays where it was. */
  readonly next: readonly string[];
}

export function viewOf(report: CopyReport, chosen?: Pick<CopyOptions, 'toConnection'>): View {
  const { outcome, routes } = report;
  if (outcome !== null) return outcomeView(report, outcome, targetWords(chosen ?? {}));
  return routes === null ? planView(report) : redriveView(routes, report.notes);
}

/** What names the target's cluster, if it is another one than the source's. */
export function targetWords({
  toConnection,
}: Partial<Pick<CopyOptions, 'toConnection'>>): readonly TypedOption[] {
  return toConnection === undefined ? [] : [{ flag: '-c', value: toConnection }];
}

/** In a sentence. */
export function targetText({ target }: Pick<CopyReport, 'target'>): string {
  return target ?? 'the topics that they came from';
}

function planView({ target, planned, notes }: CopyReport): View {
  const offsets = planned.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    header: ['TOPIC', 'PARTITION', 'FROM', 'TO', 'OFFSETS', 'TARGET', 'TARGET-PARTITION'],
    rows: planned.map((each) => [
      each.topic,
      each.partition,
      each.from,
      each.to,
      each.to - each.from,
      target,
      each.targetPartition ?? 'by key',
    ]),
    notes: [
      ...notes,
      offsets === 0
        ? 'There is nothing to copy.'
        : `A plan: nothing was written. It would copy at most ${counted(offsets, 'record')} to ${target}. To do it, add --execute.`,
    ],
  };
}

function outcomeView(report: CopyReport, outcome: CopyOutcome, atTarget: readonly TypedOption[]): View {
  const hasMissing = outcome.partitions.some(({ missing }) => missing !== 0);
  return {
    header: [
      'TOPIC',
      'PARTITION',
      'READ',
      'WRITTEN',
      'SKIPPED',
      'REFUSED',
      ...(hasMissing ? ['MISSING'] : []),
      'NEXT',
    ],
    rows: outcome.partitions.map((each) => [
      each.topic,
      each.partition,
      each.read,
      each.written,
      each.skipped,
      each.refused,
      ...(hasMissing ? [each.missing] : []),
      each.next,
    ]),
    notes: [
      ...report.notes,
      summaryOf(targetText(report), outcome),
      ...transactionNote(outcome).map((note) => textAskingAt(note, atTarget)),
      ...goOnNotes(report.goOn, outcome),
      ...nextNotes(report.next),
    ],
    failures: complaints(outcome),
  };
}

function sumOf(outcome: CopyOutcome, column: 'read' | 'written' | 'skipped' | 'refused' | 'missing'): number {
  return outcome.partitions.reduce((sum, each) => sum + each[column], 0);
}

const manyRecords = 1000;

function summaryOf(target: string, outcome: CopyOutcome): string {
  const written = sumOf(outcome, 'written');
  const rate = written >= manyRecords ? ` (${grouped(perSecond(written, outcome.durationMs))}/s)` : '';
  return `${counted(sumOf(outcome, 'read'), 'record')} read in ${formatDuration(outcome.durationMs)}${rate}: ${grouped(written)} written to ${target}, ${grouped(sumOf(outcome, 'skipped'))} skipped, ${grouped(sumOf(outcome, 'refused'))} refused.`;
}

function transactionNote({ transaction }: CopyOutcome): string[] {
  switch (transaction) {
    case null:
      return [];
    case 'committed':
      return ['All of it is committed.'];
    case 'aborted':
      return [
        'What was written after the last transaction that was committed is aborted, and not counted: readers with read_committed will see nothing of it.',
      ];
    case 'commit-unknown':
      return [
        'The brokers did not say whether the last transaction is committed; going on, the positions tell.',
      ];
    case 'abort-unknown':
      return [
        'The brokers did not say whether the last transaction is aborted. If it is not, it blocks readers with read_committed until the brokers abort it after 15 minutes; see it, and end it: kafka-lab transactions list',
      ];
  }
}

function goOnNotes(goOn: readonly string[], outcome: CopyOutcome): string[] {
  if (goOn.length === 0) return [];
  const isUncertain = sumOf(outcome, 'missing') > 0;
  const twice =
    outcome.transaction !== null
      ? 'Nothing comes twice when it goes on.'
      : isUncertain
        ? 'Records whose answer was lost may come twice when it goes on; --transaction ID prevents that.'
        : 'Nothing comes twice when it goes on: all that was sent was acknowledged.';
  return [twice, 'To go on where it stopped:', ...goOn.map((line) => `  ${line}`)];
}

const mostShown = 10;

function complaints({ refusals, interrupted, stopped, isShort, deleted, leftOut }: CopyOutcome): string[] {
  const parts: string[] = [];
  if (interrupted) parts.push('Interrupted.');
  else if (stopped !== null) parts.push(`Stopped: ${stopped}`);
  if (isShort)
    parts.push('Some partitions ended before the offsets that were to be copied, or were deleted.');
  if (deleted.length > 0) {
    const ranges = deleted.map(
      ({ topic, partition, from, to }) => `${topic}[${partition}] ${from} to ${to - 1}`,
    );
    parts.push(
      `Offsets that had been deleted before they were read, and are not copied: ${firstOf(ranges)}.`,
    );
  }
  if (leftOut.length > 0) {
    const partitions = leftOut.map(({ topic, partition }) => `${topic}[${partition}]`);
    parts.push(
      `Nothing was copied of ${firstOf(partitions)}: no leader answered. Once one does, copy the rest with --partition.`,
    );
  }
  if (refusals.length === 0) return parts;
  parts.push('Not written:');
  for (const { topic, partition, firstOffset, lastOffset, records, reason } of refusals.slice(0, mostShown)) {
    const where =
      firstOffset === lastOffset
        ? `offset ${firstOffset}`
        : `${counted(records, 'record')} from offset ${firstOffset} to ${lastOffset}`;
    parts.push(`  ${topic}[${partition}] ${where}: ${reason}`);
  }
  if (refusals.length > mostShown)
    parts.push(`  and ${grouped(refusals.length - mostShown)} more; -o json lists them.`);
  return parts;
}

function firstOf(texts: readonly string[]): string {
  const more = texts.length > mostShown ? ` and ${grouped(texts.length - mostShown)} more` : '';
  return `${texts.slice(0, mostShown).join(', ')}${more}`;
}

/** Whether anything that was meant is not where it should be. */
export function isIncomplete({ outcome }: CopyReport): boolean {
  if (outcome === null) return false;
  return (
    outcome.stopped !== null ||
    outcome.isShort ||
    outcome.deleted.length > 0 ||
    outcome.leftOut.length > 0 ||
    sumOf(outcome, 'refused') > 0 ||
    sumOf(outcome, 'missing') > 0 ||
    (outcome.transaction !== null && outcome.transaction !== 'committed')
  );
}

function nextNotes(next: readonly string[]): string[] {
  if (next.length === 0) return [];
  return [
    'What was redriven is still among the dead letters, and would be sent again. For those that come later:',
    ...next.map((line) => `  ${line}`),
  ];
}

/** A line for each source of a redrive that has come to its end; none if its filter names offsets, which come but once. */
export function nextLines(chosen: CopyOptions, outcome: CopyOutcome): string[] {
  // Where positions are kept, the same line sends only those.
  if (!chosen.redrive || outcome.transaction === 'aborted' || outcome.group !== null) return [];
  if (chosen.filter !== undefined && rootsOf(parseFilter(chosen.filter)).has('offset')) return [];
  const options = typedOptions(copyOptions, { ...chosen, execute: false }, notRepeated);
  return sourcesOf(chosen).flatMap((topic) => {
    const own = outcome.partitions.filter((each) => each.topic === topic);
    if (own.some(({ next, to }) => next < to) || own.every(({ read }) => read === 0)) return [];
    const from = eachPosition(own.map(({ partition, next }) => [partition, next]));
    return [lineWith(options)`copy ${topic} --from ${from}`];
  });
}

/** What a line says itself that goes on from offsets. */
const notRepeated = ['topic', 'from', 'to', 'partition', 'maxMessages'] as const;

/**
 * Where the positions are kept, the same line; else one for each source that has not come to its end, since partitions have the
 * same numbers in all of them.
 */
export function goOnLines(chosen: CopyOptions, outcome: CopyOutcome): string[] {
  const left = chosen.maxMessages === undefined ? undefined : chosen.maxMessages - takenOf(outcome);
  const open = outcome.partitions.filter(({ next, to, isGone }) => next < to && !isGone);
  // What is not committed, if it is not, is copied by the same line: the positions know.
  const isUnknown = outcome.group !== null && outcome.transaction === 'commit-unknown';
  if ((left !== undefined && left <= 0) || (open.length === 0 && !isUnknown)) return [];
  const count = left === undefined ? [] : [{ flag: '-n', value: String(left) }];
  if (outcome.group !== null) {
    const options = [...typedOptions(copyOptions, chosen, ['topic', 'maxMessages']), ...count];
    return [lineWith(options)`copy ${chosen.topic}`];
  }
  const target = chosen.redrive ? [] : chosen.topic.slice(-1);
  const options = [...typedOptions(copyOptions, chosen, notRepeated), ...count];
  return sourcesOf(chosen).flatMap((topic) => {
    const rest = open.filter((each) => each.topic === topic);
    if (rest.length === 0) return [];
    const from = eachPosition(rest.map(({ partition, next }) => [partition, next]));
    const to = eachPosition(rest.map(({ partition, to }) => [partition, to]));
    return [lineWith(options)`copy ${[topic, ...target]} --from ${from} --to ${to}`];
  });
}

function takenOf(outcome: CopyOutcome): number {
  return sumOf(outcome, 'written') + sumOf(outcome, 'refused');
}
