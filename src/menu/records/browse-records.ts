/** The records of a topic, page by page. */
import { complaintOf, LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import type { RecordPage } from '../../kafka/records/read-page.js';
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
import { askFilter } from './record-filter.js';
import { readRecords, type RecordsRead } from './read-records.js';
import { recordRow, rowHeader } from './record-text.js';
import { counted } from '../../view/counted.js';
import type { Picked } from '../ui/ui.js';

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

export async function browseRecords(
  menu: Menu,
  topic: string,
  begun: RecordPageState = newestFirst,
): Promise<void> {
  const { ui } = menu;
  let state = begun;
  let shown = nothingRead;
  let at = 0;
  let isRefresh = false;
  for (;;) {
    const size = Math.max(5, ui.rows - linesAround);
    const read = await ui.busy('Reading', readRecords(menu, topic, state, size));
    if (read === undefined) return;
    // What was on the page stays there if it cannot be read again.
    if (!(read instanceof LabError)) shown = read;
    else if (!isRefresh) shown = nothingRead;
    state = { ...state, starts: shown.starts };
    const picked = await ui.pick({
      title: titleOf(menu, topic, state, shown, read instanceof LabError ? read : undefined),
      none: read instanceof LabError ? 'Nothing was read.' : 'No records here.',
      choices: shown.page.records.map((record) => ({
        value: record,
        label: recordRow(record, ui.columns - 3),
        term: 'record',
      })),
      keys,
      at,
    });
    if (picked === undefined) {
      if (state.filter === '') return;
      // The first step back is out of the filter.
      state = changed(state, { filter: '' });
      at = 0;
      isRefresh = false;
      continue;
    }
    if (picked.kind === 'choice') {
      at = picked.at;
      // After a record was sent again there is one more.
      isRefresh = true;
      if (await openRecord(menu, picked.value)) state = { ...state, starts: [] };
      continue;
    }
    const before = state;
    isRefresh = picked.kind === 'key' && picked.key === 'r';
    state = await afterKey(menu, topic, state, picked, shown.page);
    at = state === before ? ('at' in picked ? picked.at : 0) : 0;
  }
}

const nothingRead: RecordsRead = {
  page: { records: [], next: new Map(), isLast: true, isComplete: true, scanned: 0 },
  starts: [],
  asked: 0,
  read: 0,
  notes: [],
};

function titleOf(
  menu: Menu,
  topic: string,
  state: RecordPageState,
  shown: RecordsRead,
  problem: LabError | undefined,
): string {
  const { page, notes } = shown;
  const failure = problem && [`error: ${problem.message}`, problem.hint, 'r tries again.'];
  return [
    pagesTitle(topic, state, shown),
    menu.lineOf(pagesArgv(topic, state, page.records)),
    ...(failure ?? [...notes, noteOf(page)]),
    rowHeader,
  ]
    .filter(Boolean)
    .join('\n');
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
      const filter = await askFilter(ui, state.filter);
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
      if (partitions instanceof LabError) {
        ui.say(`error: ${partitions.message}`, 'bad');
        return state;
      }
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

function noteOf({ records, isComplete, isLast, scanned }: RecordPage): string {
  if (!isComplete)
    return `Not all was searched: ${counted(scanned, 'record')} so far; n continues from there.`;
  return isLast && records.length > 0 ? 'This is the last page.' : '';
}

async function partitionsOf(menu: Menu, topic: string): Promise<readonly number[] | LabError> {
  try {
    const { topics } = await (await menu.context.kafka()).metadata([topic]);
    return topics[0]?.partitions.map(({ partition }) => partition) ?? [];
  } catch (error) {
    return asLabError(error);
  }
}
