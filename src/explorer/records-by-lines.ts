/** A topic's records page by page, line by line, where nothing can be drawn. */
import { asLabError } from '../kafka/connection/errors.js';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import { openDecoding } from '../kafka/records/decoding/open-decoding.js';
import { readPage, type Positions, type RecordPage } from '../kafka/records/read-page.js';
import { doPath } from '../menu/form/do-command.js';
import type { Menu } from '../menu/form/menu-context.js';
import type { Picked } from '../menu/ui/ui.js';
import { LabError } from '../text/errors.js';
import { counted } from '../view/counted.js';
import { actOnRecord } from './act-on-record.js';
import { planRecords } from './records/plan-records.js';
import { recordInWords, recordLines, recordTitle } from './records/text/record-text.js';
import { shortened } from './records/records-lines.js';
import type { Question } from './records/question.js';
import { initialRecords, turnedRound, stepBack } from './records/records-state.js';
import { afterTyped } from './records/records-typed.js';
import { recordsStatus, wordsFor } from './records/records-words.js';
import { redriveThese } from './records/redrive.js';
import { searchTest } from './records/search.js';
import type { RecordAct } from './state/view-kind.js';

const pageSize = 20;
const searchMs = 5000;

const keys = [
  { key: 'n', label: 'next page' },
  { key: 'p', label: 'previous' },
  { key: 'o', label: 'order' },
  { key: 'g', label: 'go to' },
  { key: '/', label: 'search' },
  { key: '=', label: 'key' },
  { key: 't', label: 'partition' },
  { key: 'r', label: 'refresh' },
];

/** What is typed after a key. */
const lines: Readonly<Record<string, { readonly purpose: string; readonly message: string }>> = {
  g: { purpose: 'position', message: 'Go to: an offset (42), a time (@-1h), start, or the last N (-10)' },
  '/': {
    purpose: 'search',
    message: 'Only records with this text, matching this /regex/, or value.field == 1',
  },
  '=': { purpose: 'key', message: 'Only records with this key' },
  t: { purpose: 'partition', message: 'Only this partition' },
};

interface Read {
  readonly page: RecordPage;
  readonly start: Positions;
  readonly notes: readonly string[];
  readonly asked: number;
  readonly read: number;
}

export async function recordsByLines(menu: Menu, begun: Question): Promise<void> {
  const { ui } = menu;
  let question = begun;
  /** Where each page began, the present one last; empty: where the question says. */
  let starts: readonly Positions[] = [];
  let shown: Read | undefined;
  let at = 0;
  for (;;) {
    const read = await ui.busy('Reading', readRecords(menu, question, starts.at(-1)));
    if (read === undefined) return;
    // What was on the page stays there if it cannot be read again.
    if (!(read instanceof LabError)) shown = read;
    const records = shown?.page.records ?? [];
    const problem = read instanceof LabError ? read : undefined;
    const picked = await ui.pick({
      title: [
        `${question.topic} · ${recordsStatus(initialRecords(question), shown)} · page ${Math.max(1, starts.length)}`,
        menu.lineOf(wordsFor(question, records)),
        ...(problem ? [`error: ${problem.message}`, problem.hint] : notesOf(shown)),
      ]
        .filter(Boolean)
        .join('\n'),
      none: problem ? 'Nothing was read.' : 'No records here.',
      choices: records.map((record) => ({
        value: record,
        label: recordInWords(record),
        term: 'record',
      })),
      keys,
      at,
    });
    at = picked && 'at' in picked ? picked.at : 0;
    if (picked?.kind === 'choice') {
      await openByLines(menu, question, picked.value);
      continue;
    }
    if (picked === undefined) {
      const back = stepBack(initialRecords(question), begun);
      if (!back) return;
      ({ question } = back);
      [starts, shown] = [[], undefined];
      continue;
    }
    const key = picked.kind === 'key' ? picked.key : '';
    const first = starts[0] ?? shown?.start;
    if (key === 'r') starts = [];
    else if (key === 'n' && shown && !shown.page.isLast && first) {
      starts = [...(starts.length > 0 ? starts : [first]), shown.page.next];
    } else if (key === 'p' && starts.length > 1) starts = starts.slice(0, -1);
    const next = await questionAfter(menu, question, picked);
    if (next !== question) [question, starts, shown, at] = [next, [], undefined, 0];
  }
}

function notesOf(shown: Read | undefined): readonly string[] {
  if (!shown) return [];
  const { page, notes } = shown;
  const searched = `Not all was searched: ${counted(page.scanned, 'record')} so far; n continues from there.`;
  const last = page.isLast && page.records.length > 0 ? ['This is the last page.'] : [];
  return [...shortened(notes), ...(page.isComplete ? last : [searched])];
}

async function questionAfter(menu: Menu, question: Question, picked: Picked<unknown>): Promise<Question> {
  const key = picked.kind === 'key' ? picked.key : '';
  const state = initialRecords(question);
  if (key === 'o') return { ...question, ...turnedRound(state) };
  const asked = Object.hasOwn(lines, key) ? lines[key] : undefined;
  if (!asked) return question;
  const { purpose, message } = asked;
  const nowMs = menu.context.now().getTime();
  const after = (text: string) => afterTyped(state, { purpose, text, stage: 'done' }, nowMs);
  const text = await menu.ui.text({
    message,
    empty: key === 'g' ? 'empty: stay here' : 'empty: all',
    validate(typed) {
      const { todo } = after(typed);
      return todo?.to === 'say' ? todo.text : undefined;
    },
  });
  return text === undefined ? question : after(text).state.question;
}

async function readRecords(
  { context }: Menu,
  question: Question,
  position: Positions | undefined,
): Promise<Read | LabError> {
  try {
    const session = await context.kafka();
    const now = context.now();
    const search = searchTest(question.search, now);
    const decoding = await openDecoding(context, [question.topic], question.decode, false);
    await decoding?.prepare([question.topic]);
    const { bounds, start, notes, asked, read } = await planRecords(session, question, now, search, decoding);
    const page = await readPage(session, {
      ...{ topic: question.topic, direction: question.direction, size: pageSize, bounds, decoding },
      ...{ positions: position ?? start, matches: search?.test, budgetMs: searchMs },
      signal: context.signal,
    });
    const undecoded = decoding?.undecoded.describe() ?? [];
    return { page, start, notes: [...notes, ...undecoded], asked, read };
  } catch (error) {
    return asLabError(error);
  }
}

const acts: Readonly<Record<string, RecordAct>> = { s: 'save', e: 'edit', a: 'again', m: 'elsewhere' };

async function openByLines(menu: Menu, question: Question, record: CopiedRecord): Promise<void> {
  for (;;) {
    const key = await menu.ui.page({
      title: recordTitle(record),
      lines: () => recordLines(record, menu.context.now().getTime()),
      term: record.value === null ? 'tombstone' : 'record',
      keys: [
        { key: 's', label: 'save the value' },
        { key: 'e', label: 'edit and send again' },
        { key: 'a', label: 'send again as it is' },
        { key: 'm', label: 'send to another topic' },
        { key: 'R', label: 'send back where its headers say' },
      ],
    });
    if (key === 'R') {
      const todo = redriveThese(question, [record]);
      if (todo.to === 'form') await doPath(menu, todo.path, todo.given);
      continue;
    }
    const act = key !== undefined && Object.hasOwn(acts, key) ? acts[key] : undefined;
    if (!act) return;
    await actOnRecord(menu, act, record, (text, tone) => menu.ui.say(text, tone));
  }
}
