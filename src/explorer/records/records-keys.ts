/** Keys of the records view → its next state, and what is to be done: pure. */
import { counted, grouped } from '../../view/counted.js';
import { printable } from '../../text/printable.js';
import { line } from '../meaning/drill-down.js';
import type { Pressed, RecordAct, Shown, Todo } from '../state/view-kind.js';
import { afterOpenKey } from './open-record-state.js';
import { openLines } from './record-lines.js';
import { copiedValue } from './text/record-text.js';
import type { RecordsData } from './records-data.js';
import { pageOf, recordsInSight } from './records-lines.js';
import { mostMarks, type Marks } from './places.js';
import { copyThese, redriveAll, redriveThese } from './redrive.js';
import type { Question } from './question.js';
import {
  asking,
  marked,
  marksIn,
  moved,
  opened,
  recordUnderCursor,
  stepBack,
  turnedRound,
  type RecordsState,
} from './records-state.js';
import { isSearch, typedOf } from './search.js';

type Press = Pressed<RecordsState>;

/** Undefined for a key that is not this view's. `begun`: what it was opened with. */
export function afterRecordsKey(
  state: RecordsState,
  key: string,
  shown: Shown<RecordsData>,
  begun: Question,
): Press | undefined {
  const change = (state.open ? afterKeyInRecord : afterKeyInList)(state, key, shown, begun);
  return change ?? afterRecordAct(state, key, shown) ?? afterQuestionKey(state, key, shown);
}

function afterKeyInRecord(state: RecordsState, key: string, shown: Shown<RecordsData>): Press | undefined {
  const { open } = state;
  if (!open) return undefined;
  switch (key) {
    case 'left':
      return beside(state, shown, -1);
    case 'right':
      return beside(state, shown, 1);
    case 'escape':
      return { state: { ...state, open: undefined } };
    default: {
      const lines = openLines(open, shown.data?.nowMs ?? 0, shown.size.columns);
      const next = afterOpenKey(open, key, lines, shown.size.rows);
      return next && { state: { ...state, open: next } };
    }
  }
}

/** Says so if there is none; while more is read, there may yet be one. */
function beside(state: RecordsState, shown: Shown<RecordsData>, by: 1 | -1): Press {
  const next = going(state, shown, by);
  const { data } = shown;
  if (next.state.at !== state.at || next.todo || (data?.kind === 'pages' && data.isReading)) return next;
  const text = by === 1 ? 'This is the last of the records here.' : 'This is the first of the records here.';
  return { ...next, todo: { to: 'say', text, tone: 'muted' } };
}

function afterKeyInList(
  state: RecordsState,
  key: string,
  shown: Shown<RecordsData>,
  begun: Question,
): Press | undefined {
  switch (key) {
    case 'up':
    case 'k':
      return going(state, shown, -1);
    case 'down':
    case 'j':
      return going(state, shown, 1);
    case 'pageup':
    case 'ctrl-b':
      return going(state, shown, -pageOf(state, shown));
    case 'pagedown':
    case 'ctrl-f':
      return going(state, shown, pageOf(state, shown));
    case 'home': {
      const { data } = shown;
      const isBeginningThere = data?.kind !== 'pages' || (data.chunks[0]?.index ?? 0) <= 0;
      return isBeginningThere ? going(state, shown, -Infinity) : anew(asking(state, {}));
    }
    case 'end':
    case 'G':
      return going(state, shown, Infinity);
    case 'enter':
      return { state: opened(state, shown.data) };
    case ' ':
      return marking(state, shown, 1);
    case 'escape': {
      if (marksIn(state, shown.data).length > 0 && !isSearch(state.question.search))
        return { state: { ...state, marks: [] } };
      const back = stepBack(state, begun);
      return back && anew(back);
    }
    default:
      return undefined;
  }
}

/** Then the cursor goes by so many records, as several in a row are often meant. */
export function marking(state: RecordsState, shown: Shown<RecordsData>, by: 0 | 1): Press {
  const next = marked(state, shown.data);
  if (next === undefined) return { state };
  if (next !== 'full') return going(next, shown, by);
  const text = `No more than ${grouped(mostMarks)} records can be marked. Esc takes the marks away.`;
  return { state, todo: { to: 'say', text, tone: 'warn' } };
}

/** What is beyond the chunks that were read is asked for at once. */
export function going(state: RecordsState, { data }: Shown<RecordsData>, by: number): Press {
  const next = moved(state, data, by);
  return next.chunk === state.chunk ? { state: next } : anew(next);
}

function anew(state: RecordsState): Press {
  return { state, todo: { to: 'refresh' } };
}

const newest = { direction: 'older', from: null, to: null } as const;

const acts: Readonly<Record<string, RecordAct>> = { s: 'save', e: 'edit', a: 'again', m: 'elsewhere' };

/** On the record that is open, else on the marked ones, else on that under the cursor; only one can be edited. */
function afterRecordAct(state: RecordsState, key: string, shown: Shown<RecordsData>): Press | undefined {
  const marks = state.open || key === 'e' ? [] : marksIn(state, shown.data);
  const todo = marks.length > 1 ? todoOfMarks(state.question, key, marks) : undefined;
  if (todo) return { state, todo };
  const record = marks[0] ?? recordUnderCursor(state, shown.data);
  if (key === 'c' && record) {
    const text = copiedValue(record);
    const what = `the value of offset ${record.offset}`;
    const nothing: Todo = { to: 'say', text: 'A tombstone has no value to copy.', tone: 'warn' };
    return { state, todo: text === undefined ? nothing : { to: 'copy', text, what } };
  }
  if (key === 'R' && record) return { state, todo: redriveThese(state.question, [record]) };
  if (key === 'A' && !state.open) {
    return { state, todo: redriveAll(state.question, recordsInSight(state, shown).records) };
  }
  const act = Object.hasOwn(acts, key) ? acts[key] : undefined;
  return act && record && { state, todo: { to: 'record', act, record } };
}

/** Undefined for a key that is not about them. */
function todoOfMarks(question: Question, key: string, marks: Marks): Todo | undefined {
  switch (key) {
    case 'R':
      return redriveThese(question, marks);
    case 'm':
      return copyThese(question, marks);
    case 'a':
      return { to: 'records', act: 'again', records: marks };
    case 's':
      return { to: 'records', act: 'save', records: marks };
    case 'c':
      return copiedValues(marks);
    default:
      return undefined;
  }
}

/** A line each, as `consume` prints them. */
function copiedValues(marks: Marks): Todo {
  const values = marks.flatMap((record) => copiedValue(record) ?? []);
  if (values.length === 0) return { to: 'say', text: 'Tombstones have no value to copy.', tone: 'warn' };
  const without = marks.length - values.length;
  const besides = without === 0 ? '' : `; ${counted(without, 'tombstone')} without one`;
  const what = `${counted(values.length, 'value')}, a line each${besides}`;
  return { to: 'copy', text: values.map((value) => `${value}\n`).join(''), what };
}

function afterQuestionKey(state: RecordsState, key: string, { data }: Shown<RecordsData>): Press | undefined {
  const { question } = state;
  const { topic, search } = question;
  const ask = (purpose: string, prompt: string, initial = ''): Press => ({
    state,
    todo: { to: 'ask', purpose, prompt, initial },
  });
  switch (key) {
    case '/':
      return ask('search', 'text, /regex/, or value.field == 1: ', typedOf(search));
    case '=':
      return ask('key', 'key = ');
    case 'g':
      return ask('position', 'go to (42, @-1h, @2026-01-15T10:00, -10, start): ');
    case 't':
      return ask('partition', 'partition (empty: all): ', question.partitions.join(','));
    case 'f':
      return anew(asking(state, { ...newest, isFollowing: !question.isFollowing }));
    case 'o':
      return anew(asking(state, turnedRound(state)));
    case 'p':
      return question.isFollowing ? anew({ ...state, isPaused: !state.isPaused }) : undefined;
    case 'n':
      return goingOn(state, data);
    case 'P':
      return { state, todo: { to: 'form', path: 'produce', given: { topic } } };
    case 'd':
      return { state, todo: { to: 'open', words: line('topics describe', [topic]) } };
    case 'x':
      return { state, todo: { to: 'choose', meaning: { topic } } };
    default:
      return undefined;
  }
}

/** A search that ran out of time has some more; one for a key goes to the other partitions when it is through. */
function goingOn(state: RecordsState, data: RecordsData | undefined): Press | undefined {
  const coverage = data?.kind === 'pages' ? data.coverage : undefined;
  if (coverage?.state === 'stopped') return anew({ ...state, patience: state.patience + 1 });
  const { search } = state.question;
  if (!coverage || search.key === undefined || search.allPartitions) return { state };
  return anew(asking(state, { search: { ...search, allPartitions: true } }));
}

export const recordsHelp: readonly (readonly [keys: string, what: string])[] = [
  ['Enter', 'open the record; in JSON, fold and unfold'],
  ['← →', 'the previous and the next record, while one is open'],
  ['- +', 'fold all of its JSON, and unfold it'],
  ['PgUp PgDn', 'through the log; Home leads to where it began'],
  ['/', 'search: a text, a /regex/, or a filter such as value.amount > 100; Esc takes it off'],
  ['=', 'the records with a key; n looks in the other partitions, too'],
  ['n', 'go on with a search that stopped'],
  ['f', 'follow: records as they arrive; p pauses'],
  ['g', 'go to an offset (42, or 3:42 in partition 3), a time (@-1h), start, the last N (-10)'],
  ['o', 'newest first, or oldest first'],
  ['t', 'only this partition'],
  [
    'Space',
    'mark a record; R, m, a, s and c take the marked ones, wherever they are; Esc takes the marks away',
  ],
  ['e', 'edit the value in $EDITOR and send it again'],
  ['a', 'send it again as it is'],
  ['m', 'send it to another topic'],
  ['R', 'a dead letter: send it back to the topic that its headers name; a plan first'],
  ['A', 'the same with all records in sight'],
  ['s', 'save the value to a file'],
  ['c', 'copy the value'],
  ['P', 'produce a record'],
  ['d', 'describe the topic'],
  ['x', 'every command for this topic'],
];

export function crumbOf({ topic, partitions }: Question): string {
  return printable(partitions.length === 1 ? `records ${topic}[${partitions[0] ?? ''}]` : `records ${topic}`);
}
