/** Leafs through a topic's records. */
import { complaintOf, LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { readPage, type Bounds, type Positions, type RecordPage } from '../../kafka/records/read-page.js';
import { planRanges } from '../../kafka/records/read-ranges.js';
import { parsePosition } from '../../text/positions.js';
import type { Menu } from '../form/menu-context.js';
import { openRecord } from './open-record.js';
import {
  changed,
  newestFirst,
  nextPage,
  pagesArgv,
  pagesTitle,
  previousPage,
  turnedRound,
  wentTo,
  type RecordPageState,
} from './record-page-state.js';
import { grepOf, grepProblem } from './record-filter.js';
import { recordRow, rowHeader } from './record-text.js';
import type { Picked } from '../ui/ui.js';

const searchMs = 5000;
/** Title, line, header, help and a note need their room. */
const linesAround = 9;

const keys = [
  { key: 'n', label: 'next page' },
  { key: 'p', label: 'previous' },
  { key: 'o', label: 'order' },
  { key: 'g', label: 'go to' },
  { key: '/', label: 'filter' },
  { key: 't', label: 'partition' },
  { key: 'r', label: 'refresh' },
];

export async function browseRecords(menu: Menu, topic: string): Promise<void> {
  const { ui } = menu;
  let state = newestFirst;
  let at = 0;
  for (;;) {
    const size = Math.max(5, ui.rows - linesAround);
    const read = await ui.busy('Reading', readAt(menu, topic, state, size));
    if (read === undefined) return;
    if (read instanceof LabError) {
      ui.say(`error: ${read.message}`, 'bad');
      if (read.hint !== undefined) ui.say(read.hint);
      return;
    }
    const { page, starts } = read;
    state = { ...state, starts };
    const picked = await ui.pick({
      title: [
        pagesTitle(topic, state),
        menu.lineOf(pagesArgv(topic, state, page.records)),
        noteOf(page),
        rowHeader,
      ]
        .filter(Boolean)
        .join('\n'),
      choices: page.records.map((record) => ({
        value: record,
        label: recordRow(record, ui.columns - 3),
        term: 'record',
      })),
      keys,
      at,
    });
    if (picked === undefined) return;
    if (picked.kind === 'choice') {
      at = picked.at;
      await openRecord(menu, picked.value);
      continue;
    }
    const before = state;
    state = await afterKey(menu, topic, state, picked, page);
    at = state === before ? ('at' in picked ? picked.at : 0) : 0;
  }
}

async function afterKey(
  menu: Menu,
  topic: string,
  state: RecordPageState,
  picked: Picked<unknown>,
  page: RecordPage,
): Promise<RecordPageState> {
  const { ui } = menu;
  switch (picked.kind === 'key' ? picked.key : '') {
    case 'n':
      return page.isLast ? state : nextPage(state, page.next);
    case 'p':
      return previousPage(state);
    case 'o':
      return turnedRound(state);
    case 'r':
      return { ...state, starts: [] };
    case '/': {
      const filter = await ui.text({
        message: 'Only records with this text, or matching this /regex/',
        initial: state.filter,
        empty: 'empty: all',
        validate: grepProblem,
      });
      return filter === undefined ? state : changed(state, { filter });
    }
    case 'g': {
      const from = await ui.text({
        message: 'Go to: an offset (42), a time (@2026-01-15T10:00, @-1h), start, or the last N (-10)',
        validate: (text) => complaintOf(() => parsePosition(text, menu.context.now())),
      });
      return from === undefined ? state : wentTo(state, from);
    }
    case 't': {
      const partitions = await partitionsOf(menu, topic);
      const chosen = await ui.pick<number | null>({
        title: 'Which partition?',
        choices: [
          { value: null, label: 'all of them' },
          ...partitions.map((partition) => ({
            value: partition,
            label: String(partition),
            term: 'partition',
          })),
        ],
      });
      return chosen?.kind === 'choice' ? changed(state, { partition: chosen.value }) : state;
    }
    default:
      return state;
  }
}

async function readAt(
  menu: Menu,
  topic: string,
  state: RecordPageState,
  size: number,
): Promise<{ page: RecordPage; starts: readonly Positions[] } | LabError> {
  try {
    const session = await menu.context.kafka();
    const { direction, from } = state;
    const plan = await planRanges(session, {
      topics: [topic],
      partitions: state.partition === null ? [] : [state.partition],
      from: from === null ? { kind: 'start' } : parsePosition(from, menu.context.now()),
      to: null,
      follow: false,
      isolation: 'read_committed',
    });
    const bounds = new Map<number, Bounds>(
      plan.ranges.map(({ partition, from: low, to }) => [partition, { low, end: to ?? low }]),
    );
    const starts =
      state.starts.length > 0
        ? state.starts
        : [
            new Map(
              [...bounds].map(([partition, { low, end }]) => [partition, direction === 'newer' ? low : end]),
            ),
          ];
    const page = await readPage(session, {
      topic,
      direction,
      size,
      positions: starts.at(-1) ?? new Map(),
      bounds,
      matches: grepOf(state.filter),
      budgetMs: searchMs,
      signal: menu.context.signal,
    });
    return { page, starts };
  } catch (error) {
    return asLabError(error);
  }
}

function noteOf({ records, isComplete, isLast, scanned }: RecordPage): string {
  if (!isComplete) return `Not all was searched: ${scanned} records so far; n goes on from there.`;
  if (records.length === 0) return 'No records here.';
  return isLast ? 'This is the last page.' : '';
}

async function partitionsOf(menu: Menu, topic: string): Promise<readonly number[]> {
  const { topics } = await (await menu.context.kafka()).metadata([topic]);
  return topics[0]?.partitions.map(({ partition }) => partition) ?? [];
}
