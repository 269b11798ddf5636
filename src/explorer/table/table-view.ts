/** A command that only reads, as a live table: the view of every list and description. */
import { printable } from '../../text/printable.js';
import type { Watched } from '../../watch/watched-sections.js';
import { pageOf, rowsInSight, tableLines } from '../draw/table-lines.js';
import { meaningOf as znodeMeaning } from '../../zookeeper/znodes/znode-meanings.js';
import { cellText } from '../draw/cell-text.js';
import { aboutTerm } from '../draw/help-lines.js';
import { tableLive } from '../live/table-live.js';
import type { Understood } from '../live/understand.js';
import { drillDown } from '../meaning/drill-down.js';
import { keysFor, killHelp, killOf, rowKeyHelp, todoOf, type RowKey } from '../meaning/row-keys.js';
import { meaningOfCommand, meaningOfRow, type Meaning } from '../meaning/row-meaning.js';
import { detailNames, sortWords, unknownText, type DetailColumns } from '../state/detail-columns.js';
import { filterProblem } from '../state/table-rows.js';
import {
  afterTableKey,
  cellUnder,
  chosenCell,
  chosenColumn,
  initialTable,
  rowsOf,
  rowUnderCursor,
  type TableState,
} from '../state/table-state.js';
import type { Feed, Hint, Pressed, Shown, Todo, ViewKind } from '../state/view-kind.js';
import { askForValue, isValue, plannedValue, setsConfigs, valueHelp } from './config-value.js';
import { executedWords } from './plan-words.js';
import { afterTableMouse } from './table-mouse.js';

export type TableView = ViewKind<TableState, Watched>;

/** `words`: as typed, with the names of the command. */
export function tableView(
  { spec, options, arrangement }: Understood,
  words: readonly string[],
  paths: ReadonlySet<string>,
): TableView {
  const path = spec.path.join(' ');
  const ofCommand = meaningOfCommand(spec, options);
  const meaningOf = (state: TableState, data: Watched | undefined): Meaning => {
    const found = rowUnderCursor(state, data);
    const header = found && data?.sections[found.section]?.header;
    return header ? meaningOfRow(path, ofCommand, header, found.row.cells) : ofCommand;
  };
  const plan = executedWords(spec, options, words);
  const details = arrangement.columns.length === 0 ? spec.details?.(options) : undefined;
  const crumb = crumbOf(words, spec.path.length);
  const canSet = plan === undefined && setsConfigs(spec);

  function press(state: TableState, key: string, shown: Shown<Watched>): Pressed<TableState> | undefined {
    const { data } = shown;
    const moved = afterTableKey(state, key, data, pageOf(shown));
    if (moved) return { state: moved };
    switch (key) {
      case 'enter': {
        const below = drillDown(meaningOf(state, data), words, paths);
        return below && { state, todo: { to: 'open', words: below } };
      }
      case '/':
        return { state, todo: { to: 'ask', purpose: 'filter', prompt: '/', initial: state.filter } };
      case 'c': {
        const text = chosenCell(state, data);
        const what = chosenColumn(state, data) ?? '';
        return text === undefined ? { state } : { state, todo: { to: 'copy', text, what } };
      }
      case 'E':
        return plan && { state, todo: hasPlan(shown) ? { to: 'run', words: plan } : noPlan };
      case 'V': {
        const { config } = meaningOf(state, data);
        if (!canSet || config === undefined) return onRow(state, key, data);
        return { state, todo: askForValue(spec, options, config, cellUnder(state, data, 'VALUE')) };
      }
      case 'K':
        return { state, todo: killOf(meaningOf(state, data)) };
      case 'x':
        return { state, todo: { to: 'choose', meaning: meaningOf(state, data) } };
      default:
        return onRow(state, key, data);
    }
  }

  function onRow(state: TableState, key: string, data: Watched | undefined): Pressed<TableState> | undefined {
    const found = keysFor(meaningOf(state, data)).find((each) => each.key === key && paths.has(each.path));
    if (!found) return undefined;
    return { state, todo: todoOf(found, rowsFor(found, state, data)) };
  }

  /** Of the marked rows if the command takes several, otherwise of the one under the cursor. */
  function rowsFor(
    { thing, isList }: RowKey,
    state: TableState,
    data: Watched | undefined,
  ): readonly Meaning[] {
    if (!isList || state.marks.length === 0) return [meaningOf(state, data)];
    return rowsOf(state, data).flatMap(({ id, section, row }) => {
      if (!state.marks.includes(id)) return [];
      const meaning = meaningOfRow(path, ofCommand, data?.sections[section]?.header ?? [], row.cells);
      return meaning[thing] === undefined ? [] : [meaning];
    });
  }

  return {
    crumb: () => crumb,
    initial: initialTable,
    words: ({ sort }) => [...words, ...(sort === undefined ? [] : sortWords(sort, details))],
    press,
    mouse(state, report, shown) {
      const next = afterTableMouse(state, report, shown);
      return next === 'enter' ? (press(state, 'enter', shown) ?? { state }) : { state: next };
    },
    typed: (state, line) => {
      const { text, stage } = line;
      if (isValue(line))
        return stage === 'done' ? { state, todo: plannedValue(spec, options, line) } : { state };
      if (stage === 'cancelled') return { state: { ...state, filter: '' } };
      const problem = stage === 'done' ? filterProblem(text) : undefined;
      return {
        state: { ...state, filter: text },
        ...(problem === undefined ? {} : { todo: { to: 'say', text: problem, tone: 'bad' } }),
      };
    },
    lines: tableLines,
    status: (state, shown) => statusOf(state, shown, details),
    hints: (state, shown) => {
      const meaning = meaningOf(state, shown.data);
      return [
        ...(canSet && meaning.config !== undefined ? [{ key: 'V', label: 'set it' }] : []),
        ...hintsOf(meaning, words, paths, plan !== undefined && hasPlan(shown)),
      ];
    },
    help: tableKeys,
    keys: (state, { data }) => [
      ...(canSet && meaningOf(state, data).config !== undefined ? [valueHelp] : []),
      ...rowKeyHelp(meaningOf(state, data), paths),
    ],
    about: (state, { data }) => {
      const { znode } = meaningOf(state, data);
      const own = znode === undefined ? null : znodeMeaning(znode);
      if (own !== null) return `${znode ?? ''}: ${own}`;
      // A heading such as ID says nothing: then what the list is of.
      return aboutTerm(chosenColumn(state, data) ?? '') ?? aboutTerm(words[0] ?? '');
    },
    text: (state, { data }) => textOf(state, data),
    live: async (feed) => {
      const asked = details && {
        ...{ ...details, known: new Map(), read: await details.open() },
        names: () => namesInSight(feed, details),
      };
      await tableLive({ spec, options, arrangement }, feed, asked);
    },
  };
}

/** What is carried out is what is in sight: not a plan that failed, or that could not be made anew. */
function hasPlan({ data, isOld }: Shown<Watched>): boolean {
  return data !== undefined && !isOld;
}

const noPlan: Todo = { to: 'say', text: 'There is no plan to execute now.', tone: 'warn' };

/** `topics`, `billing`, `groups reset billing`: what one is looking at. */
function crumbOf(words: readonly string[], pathLength: number): string {
  const rest = words.slice(pathLength);
  const firstFlag = rest.findIndex((word) => word.startsWith('-') && word !== '--');
  const names = (firstFlag === -1 ? rest : rest.slice(0, firstFlag)).filter((word) => word !== '--');
  const path = words.slice(0, pathLength);
  const isOfNames = path.at(-1) === 'describe' && names.length > 0;
  return printable([...(isOfNames ? [] : path.filter((word) => word !== 'list')), ...names].join(' '));
}

/** Those whose details are to be asked for now. */
function namesInSight(
  feed: Pick<Feed<Watched, TableState>, 'state' | 'size' | 'data'>,
  details: DetailColumns,
): readonly string[] {
  const [state, size, { data }] = [feed.state(), feed.size(), feed];
  if (!data || !size) return [];
  const rows = { all: rowsOf(state, data), inSight: rowsInSight(state, data, size) };
  return detailNames(rows, state.sort, details);
}

function statusOf(state: TableState, { data }: Shown<Watched>, details: DetailColumns | undefined): string {
  const all = (data?.sections ?? []).reduce((sum, { rows }) => sum + rows.length, 0);
  const rows = rowsOf(state, data);
  const shown = rows.length;
  const unknown = unknownText(data, rows, state.sort, details);
  return [
    ...(state.marks.length > 0 ? [`${state.marks.length} marked`] : []),
    ...(state.filter === '' ? [] : [`/${printable(state.filter)}`]),
    ...(filterProblem(state.filter) === undefined ? [] : ['cannot be read']),
    ...(data === undefined || all === 0 ? [] : [shown === all ? `${all}` : `${shown} of ${all}`]),
    ...(unknown === undefined ? [] : [unknown]),
  ].join(' · ');
}

function isOfPath(words: readonly string[], path: string): boolean {
  return `${words.join(' ')} `.startsWith(`${path} `);
}

const labelOf: Readonly<Record<string, string>> = {
  consume: 'records',
  connection: 'go there',
  'zookeeper get': 'its data',
  'zookeeper tree': 'below',
};

function hintsOf(
  meaning: Meaning,
  words: readonly string[],
  paths: ReadonlySet<string>,
  isPlan: boolean,
): readonly Hint[] {
  const below = drillDown(meaning, words, paths);
  const path =
    below && (labelOf[below[0] ?? ''] ?? labelOf[below.slice(0, 2).join(' ')] ?? below.slice(0, 2).join(' '));
  return [
    ...(isPlan ? [{ key: 'E', label: 'execute this plan' }] : []),
    ...(isOfPath(words, 'groups reset') ? [{ key: 'U', label: 'undo a reset' }] : []),
    ...(path === undefined ? [] : [{ key: 'Enter', label: path }]),
    ...keysFor(meaning)
      .filter(({ path: own }) => ![words, below ?? []].some((each) => isOfPath(each, own)))
      .slice(0, 1)
      .map(({ key, label }) => ({ key, label })),
    ...(isOfPath(words, 'brokers list') ? [{ key: 'K', label: 'kill or start it' }] : []),
    { key: '/', label: 'filter' },
    { key: ':', label: 'go to' },
  ];
}

const tableKeys: readonly (readonly [string, string])[] = [
  ['↑ ↓ j k', 'choose a row; PgUp PgDn Home End g G go further'],
  ['Enter', 'go in'],
  ['/', 'only rows with a text, or a /regular expression/; ! in front: those without it'],
  ['← →', 'choose a column; those that have no room, +2 behind the headings, come in sight so'],
  ['S', 'sort by that column: largest first, smallest first, as it comes'],
  ['Space', 'mark a row; commands that take several take the marked ones'],
  ['c', 'copy the cell in the chosen column'],
  ['x', 'all commands that can be run on this row'],
  ['* + - •', 'before a row: a value has changed, it is new, it is gone, it is marked'],
  killHelp,
];

/** Tabs between the columns, as in a pipe. */
function textOf(state: TableState, data: Watched | undefined): string {
  const rows = rowsOf(state, data);
  const lines = (data?.sections ?? []).flatMap(({ title, header }, index) => [
    ...(title === undefined ? [] : [title]),
    ...(header.length === 0 ? [] : [header.join('\t')]),
    ...rows.filter(({ section }) => section === index).map(({ row }) => row.cells.map(cellText).join('\t')),
  ]);
  return lines.map((each) => `${each}\n`).join('');
}
