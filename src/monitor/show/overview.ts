/** The overview: brokers, topics, groups and events, each with its share of the terminal's rows. */
import type { ScreenLine } from '../../view/screen.js';
import type { Tone } from '../../view/view.js';
import { eventLines } from './event-lines.js';
import type { Frame } from './frame.js';
import { atLeastText, bytesText, durationText, rateText, trendText, unknownText } from './number-texts.js';
import { groupRows, topicRows, type GroupRow, type TopicRow } from './rows.js';
import type { BrokerPicture } from '../take/snapshot.js';
import { sparkline } from './sparkline.js';
import { scrollTop } from '../../view/scroll-top.js';
import { fitted, widthOf } from '../../view/width.js';
import type { Focus, GroupSort, ScreenState, TopicSort } from './screen-state.js';
import { columnAt, textColumns, type Column, type ScreenCell } from './text-columns.js';

const number = (name: string, width: number): Column => ({ name, width, align: 'right' });

/** `rows` lines, or fewer. */
export function overviewLines(frame: Frame, rows: number): readonly ScreenLine[] {
  const { picture, state, columns } = frame;
  const { history } = picture;
  const brokers = history.latest?.brokers ?? [];
  const topics = topicRows(history, state);
  const groups = groupRows(history, state);
  const share = shares(rows, brokers.length, topics.length, groups.length);
  const sections: readonly (readonly ScreenLine[])[] = [
    brokerSection(brokers, share.brokers, columns),
    listSection('topics', topics, share.topics, frame, topicColumns, topicCells),
    listSection('groups', groups, share.groups, frame, groupColumns, groupCells),
    [
      heading('EVENTS', 'e: all, with details', columns),
      ...eventLines(picture.events, columns, Math.max(1, Math.floor(share.events / 4))).slice(
        0,
        share.events,
      ),
    ],
  ];
  return sections.flat().slice(0, rows);
}

/** What is at a place of it: a name of a list and its line there, or the order that a heading stands for. */
interface OverviewSpot {
  readonly focus: Focus;
  readonly name?: string | undefined;
  readonly place?: number;
  readonly sort?: Partial<Pick<ScreenState, 'topicSort' | 'groupSort'>>;
}

/** Of the same `rows` lines; undefined outside of the lists. */
export function spotOnOverview(
  { picture: { history }, state, columns }: Frame,
  rows: number,
  { column, row }: { readonly column: number; readonly row: number },
): OverviewSpot | undefined {
  const brokers = history.latest?.brokers.length ?? 0;
  const lists = { topics: topicRows(history, state), groups: groupRows(history, state) };
  const share = shares(rows, brokers, lists.topics.length, lists.groups.length);
  let above = headingRows + Math.min(share.brokers, brokers);
  for (const focus of ['topics', 'groups'] as const) {
    const { from, count } = windowOf(lists[focus], share[focus], focus, state);
    const line = row - above;
    if (line >= 0 && line < listHeadingRows + Math.max(1, count)) {
      if (line < headingRows || row >= rows) return { focus };
      if (line < listHeadingRows) return { focus, ...sortAt(focus, columns, column) };
      const place = line - listHeadingRows;
      return { focus, name: lists[focus][from + place]?.name, place };
    }
    above += listHeadingRows + Math.max(1, count);
  }
  return undefined;
}

function sortAt(focus: Focus, columns: number, x: number): Pick<OverviewSpot, 'sort'> {
  const isOfTopics = focus === 'topics';
  const at = columnAt((isOfTopics ? topicColumns : groupColumns)(columns), columns - 1, x);
  const [topicSort, groupSort] = [topicColumnSorts[at], groupColumnSorts[at]];
  if (isOfTopics) return topicSort ? { sort: { topicSort } } : {};
  return groupSort ? { sort: { groupSort } } : {};
}

/** What the columns are sorted by, one by one. */
const topicColumnSorts: readonly TopicSort[] = ['name', 'partitions', 'records', 'health', 'rate', 'rate'];
const groupColumnSorts: readonly (GroupSort | undefined)[] = [
  ...(['name', 'members', undefined, 'lag', 'trend', undefined, 'lag'] as const),
];

/** A section's own heading; in the lists one of the columns is below it. */
const headingRows = 1;
const listHeadingRows = 2;

/** Which of a list is in sight. */
function windowOf(
  all: readonly Row[],
  rows: number,
  focus: Focus,
  { selected, focus: focused, cursorLine }: ScreenState,
) {
  const chosen = Math.max(
    0,
    all.findIndex(({ name }) => name === selected[focus]),
  );
  const own = focus === focused ? cursorLine : undefined;
  const from = scrollTop({ at: chosen, total: all.length, rows, cursorLine: own });
  return { chosen, from, count: Math.min(rows, all.length - from) };
}

interface Shares {
  readonly brokers: number;
  readonly topics: number;
  readonly groups: number;
  readonly events: number;
}

/** Rows without headings: brokers get what they need up to a third, the lists share what is left. */
function shares(rows: number, brokers: number, topics: number, groups: number): Shares {
  const headings = 4 + 2;
  const left = Math.max(0, rows - headings);
  // Of what the lists leave, too, but for two events.
  const spare = left - Math.max(1, topics) - Math.max(1, groups) - 2;
  const forBrokers = Math.min(Math.max(1, brokers), Math.max(1, Math.floor(left / 4), spare));
  const rest = Math.max(0, left - forBrokers);
  const forEvents = Math.max(1, Math.floor(rest * 0.3));
  const lists = Math.max(0, rest - forEvents);
  const half = Math.ceil(lists / 2);
  const forTopics = Math.max(1, Math.min(Math.max(1, topics), Math.max(half, lists - Math.max(1, groups))));
  const forGroups = Math.max(1, Math.min(Math.max(1, groups), lists - forTopics));
  return { brokers: forBrokers, topics: forTopics, groups: forGroups, events: rest - forTopics - forGroups };
}

function heading(title: string, note: string, columns: number): ScreenLine {
  const rule = '─'.repeat(Math.max(0, columns - title.length - widthOf(note) - 5));
  return [
    { text: title, tone: 'strong' },
    { text: ` ${rule} ${note} ─`, tone: 'muted' },
  ];
}

function brokerSection(
  brokers: readonly BrokerPicture[],
  rows: number,
  columns: number,
): readonly ScreenLine[] {
  const isCut = brokers.length > rows;
  // If not all fit, those in trouble come first.
  const order = isCut
    ? [...brokers].sort((one, other) => Number(one.state === 'up') - Number(other.state === 'up'))
    : brokers;
  const shown = order.slice(0, rows).map((broker): ScreenLine => {
    const name = fitted(`${broker.id}`, 4, 'right');
    const address = broker.state === 'gone' ? 'not in the cluster' : `${broker.host}:${broker.port}`;
    const disk = `${bytesText(broker.diskBytes)}${broker.freeBytes === null ? '' : ` (${bytesText(broker.freeBytes)} free)`}`;
    return [
      { text: `${name} ` },
      { text: fitted(broker.state === 'silent' ? 'no answer' : broker.state, 10), tone: stateTone(broker) },
      { text: fitted(broker.isController ? 'controller' : '', 11), tone: 'strong' },
      { text: fitted(`leads ${broker.leaders}`, 11) },
      {
        text: fitted(`in sync ${broker.inSync}/${broker.replicas}`, 18),
        ...(broker.inSync < broker.replicas ? { tone: 'warn' as const } : {}),
      },
      { text: fitted(disk, 24) },
      ...(columns >= 110 ? [{ text: ` ${address}`, tone: 'muted' as const }] : []),
    ];
  });
  const note = isCut ? `${rows} of ${brokers.length}` : `${brokers.length}`;
  return [heading('BROKERS', note, columns), ...shown];
}

function stateTone({ state }: BrokerPicture): Tone {
  return state === 'up' ? 'good' : 'bad';
}

interface Row {
  readonly name: string;
}

function listSection<R extends Row>(
  focus: Focus,
  all: readonly R[],
  rows: number,
  { state, columns }: Frame,
  columnsOf: (columns: number) => readonly Column[],
  cellsOf: (row: R, sparkColumns: number) => readonly ScreenCell[],
): readonly ScreenLine[] {
  const isFocused = state.focus === focus;
  const { chosen, from } = windowOf(all, rows, focus, state);
  const shown = all.slice(from, from + rows);
  const sort = focus === 'topics' ? state.topicSort : state.groupSort;
  const count =
    shown.length < all.length ? `${from + 1}-${from + shown.length} of ${all.length}` : `${all.length}`;
  const title = `${isFocused ? '▸' : ''}${focus.toUpperCase()}`;
  const filter = state.filter === '' ? '' : `, "${state.filter}"`;
  const declared = columnsOf(columns);
  const spark = declared.at(-1)?.width ?? 0;
  const [head = [], ...body] = textColumns(
    declared,
    shown.map((row, index) => ({
      cells: cellsOf(row, spark),
      isMarked: isFocused && from + index === chosen,
    })),
    columns - 1,
  );
  const empty: ScreenLine = [
    { text: state.filter === '' ? `  no ${focus}` : `  none with "${state.filter}"`, tone: 'muted' },
  ];
  return [
    heading(title, `${count}, by ${sort}${filter}`, columns),
    head,
    ...(body.length > 0 ? body : [empty]),
  ];
}

/** On fewer columns names come before charts. */
const comfortable = 80;

function topicColumns(columns: number): readonly Column[] {
  return [
    { name: 'TOPIC' },
    number('PART', 4),
    number('RECORDS', 8),
    { name: 'HEALTH', width: 12 },
    number('REC/S', 7),
    { name: 'RATE', width: sparkWidth(columns) },
  ];
}

function topicCells(row: TopicRow, spark: number): readonly ScreenCell[] {
  return [
    row.name,
    `${row.topic.partitions.length}`,
    atLeastText(row.records, row.isPartial),
    healthCell(row),
    rateText(row.rate),
    { text: sparkline(row.rates, spark), tone: 'good' },
  ];
}

function healthCell({ offline, underReplicated }: TopicRow): ScreenCell {
  if (offline > 0) return { text: `${offline} offline`, tone: 'bad' };
  if (underReplicated > 0) return { text: `${underReplicated} under-rep`, tone: 'warn' };
  return { text: 'ok', tone: 'good' };
}

function groupColumns(columns: number): readonly Column[] {
  return [
    { name: 'GROUP' },
    number('MEMB', 4),
    { name: 'STATE', width: 12 },
    number('LAG', 8),
    number('LAG/S', 7),
    number('CATCH-UP', 10),
    ...(columns < comfortable ? [] : [{ name: 'LAG', width: Math.max(8, sparkWidth(columns) - 7) }]),
  ];
}

function groupCells(row: GroupRow, spark: number): readonly ScreenCell[] {
  return [
    row.name,
    row.group.members === null ? unknownText : `${row.group.members.length}`,
    { text: row.group.state, tone: groupTone(row) },
    atLeastText(row.lag, row.isPartial),
    { text: trendText(row.trend), ...((row.trend ?? 0) > 0 ? { tone: 'warn' as const } : {}) },
    catchUpText(row),
    { text: sparkline(row.lags, spark), tone: 'warn' },
  ];
}

export function catchUpText({
  lag,
  trend,
  catchUpMs,
}: Pick<GroupRow, 'lag' | 'trend' | 'catchUpMs'>): string {
  if (catchUpMs === 0) return 'caught up';
  if (catchUpMs === null) return lag !== null && trend !== null ? 'never' : unknownText;
  return durationText(catchUpMs);
}

function groupTone({ group }: GroupRow): Tone {
  if (group.state === 'Stable') return 'good';
  return group.state === 'Empty' ? 'muted' : 'warn';
}

function sparkWidth(columns: number): number {
  return columns < comfortable ? 8 : Math.min(60, Math.floor(columns / 4));
}
