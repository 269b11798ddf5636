/** Records as rows → the lines in sight, and what is said below them. */
import { describeCoverage } from '../../finding/search-report.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import { wrapText } from '../../output/wrap.js';
import { printableLines } from '../../text/printable.js';
import { localTimeText } from '../../text/times.js';
import type { ScreenLine } from '../../view/screen.js';
import { scrollTop } from '../../view/scroll-top.js';
import { fit, fitted } from '../../view/width.js';
import { rowSigns, signColumns } from '../draw/row-signs.js';
import type { Shown, Size } from '../state/view-kind.js';
import { inline, shownKey, shownValue } from './text/record-text.js';
import { isMarked } from './places.js';
import { recordsOf, type RecordsData } from './records-data.js';
import { cursorPlace, marksIn, type RecordsState } from './records-state.js';
import { isSearch } from './search.js';

/** More would push the records off the screen. */
const mostNotes = 3;
const leastRows = 3;

/** The first of them, and how many more there are. */
export function shortened(notes: readonly string[]): readonly string[] {
  if (notes.length <= mostNotes + 1) return notes;
  return [...notes.slice(0, mostNotes), `… and ${notes.length - mostNotes} more notes like these.`];
}

export function recordsLines(state: RecordsState, shown: Shown<RecordsData>): readonly ScreenLine[] {
  const { data, size, isOld } = shown;
  if (data === undefined) return [];
  const inSight = recordsInSight(state, shown);
  const notes = noteLines(state, data, size);
  if (inSight.records.length === 0) return [[{ text: emptyText(state, data), tone: 'muted' }], ...notes];
  const layout = layoutOf(inSight.records, size.columns);
  const marks = marksIn(state, data);
  const rows = inSight.records.map((record, index): ScreenLine => {
    const isCursor = index === inSight.cursor;
    const signs = rowSigns({ isCursor, isMarked: isMarked(marks, record) });
    const text = signs + rowText(record, layout, size.columns - signColumns);
    if (isCursor) return [{ text, tone: 'marked' }];
    return [{ text, ...(isOld || record.value === null ? { tone: 'muted' as const } : {}) }];
  });
  const heading: ScreenLine = [
    { text: fit(' '.repeat(signColumns) + headingText(layout), size.columns), tone: 'strong' },
  ];
  return [...(size.rows > 1 ? [heading] : []), ...rows, ...notes];
}

interface InSight {
  readonly records: readonly CopiedRecord[];
  /** The place of the cursor among them. */
  readonly cursor: number;
}

export function recordsInSight(state: RecordsState, { data, size }: Shown<RecordsData>): InSight {
  if (data === undefined) return { records: [], cursor: -1 };
  const records = recordsOf(data);
  const rows = rowsIn(state, data, size);
  const at = cursorPlace(state, data);
  const top = scrollTop({ at, total: records.length, rows, cursorLine: state.cursorLine });
  return { records: records.slice(top, top + rows), cursor: at - top };
}

/** Which of the records in sight is on a line of the view; undefined for a line without one. */
export function recordPlaceAt(
  state: RecordsState,
  shown: Shown<RecordsData>,
  row: number,
): number | undefined {
  const place = row - (shown.size.rows > 1 ? 1 : 0);
  return place >= 0 && place < recordsInSight(state, shown).records.length ? place : undefined;
}

/** How many rows a page has, for keys. */
export function pageOf(state: RecordsState, { data, size }: Shown<RecordsData>): number {
  return data === undefined ? size.rows : rowsIn(state, data, size);
}

function rowsIn(state: RecordsState, data: RecordsData, size: Size): number {
  return Math.max(1, size.rows - 1 - noteLines(state, data, size).length);
}

function noteLines(state: RecordsState, data: RecordsData, { columns, rows }: Size): readonly ScreenLine[] {
  const notes = [...shortened(data.notes), ...coverageNotes(state, data)];
  const lines = notes.flatMap((note) => wrapText(printableLines(note), columns).split('\n'));
  return lines.slice(0, Math.max(0, rows - 1 - leastRows)).map((text) => [{ text, tone: 'muted' }]);
}

function coverageNotes({ question: { search } }: RecordsState, data: RecordsData): readonly string[] {
  if (data.kind !== 'pages' || !data.coverage) return [];
  const { coverage } = data;
  const end = {
    runs: 'Searching on …',
    stopped: 'Not all was searched: n goes on.',
    ends: search.key !== undefined && !search.allPartitions ? 'n looks in the other partitions, too.' : '',
  }[coverage.state];
  return [...describeCoverage({ ...coverage, goOn: [] }), ...(end === '' ? [] : [end])];
}

function emptyText({ question }: RecordsState, data: RecordsData): string {
  if (data.kind === 'tail') return 'Waiting for records …';
  if (data.isReading) return 'Reading …';
  return isSearch(question.search) ? 'Nothing found.' : 'No records here.';
}

export interface RowLayout {
  readonly partition: number;
  readonly offset: number;
  /** A date and a time, or a time only. */
  readonly time: 19 | 8;
  readonly key: number;
}

export function layoutOf(records: readonly CopiedRecord[], columns: number): RowLayout {
  const widest = (text: (record: CopiedRecord) => number, least: number) =>
    records.reduce((most, record) => Math.max(most, String(text(record)).length), least);
  return {
    partition: widest(({ partition }) => partition, 1),
    offset: widest(({ offset }) => offset, 6),
    time: columns < 80 ? 8 : 19,
    key: columns < 80 ? 10 : columns < 120 ? 14 : 24,
  };
}

export function headingText({ partition, offset, time, key }: RowLayout): string {
  const cells = ['P'.padStart(partition), 'OFFSET'.padStart(offset), 'TIME'.padEnd(time), 'KEY'.padEnd(key)];
  return [...cells, 'VALUE'].join('  ');
}

/** A line of a list, no wider than `columns`. */
export function rowText(record: CopiedRecord, layout: RowLayout, columns: number): string {
  const { partition, offset, timestamp } = record;
  const time =
    timestamp === -1
      ? '-'
      : localTimeText(timestamp)
          .slice(0, 19)
          .slice(layout.time === 8 ? 11 : 0);
  const start = [
    String(partition).padStart(layout.partition),
    String(offset).padStart(layout.offset),
    time.padEnd(layout.time),
    fitted(inline(shownKey(record), 40), layout.key),
  ].join('  ');
  return fit(`${start}  ${inline(shownValue(record), columns)}`, columns);
}
