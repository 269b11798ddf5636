/** The command that prints the records in sight, and what they are, in words: pure. */
import { printable } from '../../text/printable.js';
import { grouped } from '../../view/counted.js';
import { line } from '../meaning/drill-down.js';
import type { Shown } from '../state/view-kind.js';
import { flag } from './flag.js';
import type { RecordsData } from './records-data.js';
import { recordsInSight } from './records-lines.js';
import { rangeOf, type Place } from './places.js';
import type { Question } from './question.js';
import { marksIn, type RecordsState } from './records-state.js';
import { describeSearch, isSearch, noSearch, searchWords } from './search.js';

/** What a row of records shows. */
const shownColumns = ['--keys', '--partitions', '--offsets', '--timestamps'];

export function recordsWords(state: RecordsState, shown: Shown<RecordsData>): readonly string[] {
  const { question, open } = state;
  if (open) return wordsFor({ ...question, search: noSearch, isFollowing: false }, [open.record]);
  return wordsFor(question, recordsInSight(state, shown).records);
}

/** Exactly these records; without any, what finds as little. */
export function wordsFor(question: Question, shown: readonly Place[]): readonly string[] {
  const { topic, partitions, from, to, search, isFollowing, isolation, decode } = question;
  const only = partitions.flatMap((partition) => ['--partition', String(partition)]);
  const where = isFollowing
    ? [...flag('from', from ?? undefined), ...only, '--follow']
    : shown.length > 0
      ? between(shown)
      : [...flag('from', from ?? 'start'), ...flag('to', to ?? undefined), ...only, '--exit'];
  return line(
    'consume',
    [topic],
    [
      ...where,
      ...searchWords(search),
      ...decode.decode.flatMap((each) => flag('decode', each)),
      ...decode.protoPath.flatMap((each) => flag('proto-path', each)),
      ...(decode.noDecode ? ['--no-decode'] : []),
      ...(isolation === 'read_uncommitted' ? flag('isolation', isolation) : []),
      ...shownColumns,
    ],
  );
}

function between(shown: readonly Place[]): readonly string[] {
  const { from, to } = rangeOf(shown);
  return ['--from', from, '--to', to];
}

/** What is asked for, beside the crumbs. */
export function recordsStatus(
  state: RecordsState,
  data: RecordsData | { readonly asked: number; readonly read: number } | undefined,
): string {
  const { direction, from, to, partitions, search, isFollowing } = state.question;
  const order =
    direction === 'older' ? 'newest first' : from === null ? 'from the beginning' : `from ${from}`;
  const marks = marksIn(state, data && 'kind' in data ? data : undefined);
  return [
    ...(marks.length > 0 ? [`${grouped(marks.length)} marked`] : []),
    ...(isFollowing ? tailCounts(state, data) : [to === null ? order : `${order} · to ${to}`]),
    partitions.length === 1
      ? `partition ${partitions[0] ?? ''}`
      : partitions.length > 1
        ? `partitions ${partitions.join(', ')}`
        : data && data.read < data.asked
          ? `${data.read} of ${data.asked} partitions`
          : 'all partitions',
    ...(isSearch(search) ? [describeSearch(search)] : []),
  ]
    .map(printable)
    .join(' · ');
}

function tailCounts(
  { isPaused, question }: RecordsState,
  data: Parameters<typeof recordsStatus>[1],
): readonly string[] {
  if (!data || !('kind' in data) || data.kind !== 'tail') return ['live'];
  const { seen, matched, waiting } = data.tail;
  return [
    `${grouped(seen)} arrived`,
    ...(isSearch(question.search) ? [`${grouped(matched)} found`] : []),
    isPaused ? `paused, ${grouped(waiting.length)} waiting` : 'live',
  ];
}
