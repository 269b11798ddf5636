import { describe, expect, test } from '@jest/globals';
import type { ScreenLine } from '../../view/screen.js';
import type { View } from '../../view/view.js';
import { widthOf } from '../../view/width.js';
import { nextRound, type Watched } from '../../watch/watched-sections.js';
import { LabError } from '../../text/errors.js';
import { initialTable, type TableState } from '../state/table-state.js';
import { promptOf } from '../state/typed-lines.js';
import { explorerLines, type ExplorerFrame } from './explorer-lines.js';
import { failureLines } from './failure-lines.js';
import { headerSpans } from './header-spans.js';
import { helpLines } from './help-lines.js';
import { tableLines } from './table-lines.js';

const wide: View = {
  title: 'billing · Stable',
  header: ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LAG', 'CONSUMER-ID', 'HOST'],
  spare: ['CONSUMER-ID', 'HOST'],
  rows: Array.from({ length: 40 }, (_, index) => [
    'a-topic-with-a-long-name',
    index,
    1000 + index,
    { text: index, tone: 'warn' as const },
    `consumer-${'0'.repeat(40)}`,
    '/127.0.0.1',
  ]),
  notes: ['A note.'],
};
const data = nextRound(undefined, wide, 0);

function texts(lines: readonly ScreenLine[]): readonly string[] {
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

function drawn(state: TableState, columns = 100, rows = 12, of: Watched = data, isOld = false) {
  return tableLines(state, { data: of, size: { columns, rows }, isOld });
}

function at(place: number): TableState {
  return {
    ...initialTable,
    cursor: `0 ${JSON.stringify(['a-topic-with-a-long-name', String(place)])}`,
    at: place,
  };
}

describe('a table', () => {
  test('a column that is chosen stays in sight, in place of another', () => {
    const [, heading] = texts(drawn({ ...initialTable, column: 'CONSUMER-ID' }, 60));
    expect(heading).toContain('CONSUMER-ID');
    expect(widthOf(heading!.trimEnd())).toBeLessThanOrEqual(60);
  });

  test.each([60, 80, 100, 160, 300])('fits %i columns, and spares what it is told to first', (columns) => {
    const lines = texts(drawn(initialTable, columns));
    expect(Math.max(...lines.map((line) => widthOf(line.trimEnd())))).toBeLessThanOrEqual(columns);
    expect(lines[1]).toContain('LAG');
    expect(lines[1]?.includes('CONSUMER-ID')).toBe(columns >= 160);
  });

  test('how many columns have no room stands behind the headings, if that has room', () => {
    expect(texts(drawn(initialTable, 60))[1]).not.toContain('+');
    expect(texts(drawn(initialTable, 62))[1]).toMatch(/LAG\/S {2}\+\d$/);
    expect(texts(drawn(initialTable, 300))[1]).not.toContain('+');
  });

  test.each([
    ['a|b', 'None of 40 has "a|b". A regular expression: /a|b/'],
    ['nothing', 'None of 40 has "nothing". Esc shows all.'],
  ])('a filter %s that none fits', (filter, told) => {
    expect(texts(drawn({ ...initialTable, filter }))).toContain(`  ${told}`);
  });

  test.each([0, 5, 20, 39])('the cursor at row %i is in sight, below the heading', (place) => {
    const lines = texts(drawn(at(place)));
    expect(lines.filter((line) => line.startsWith('❯'))).toHaveLength(1);
    expect(lines.find((line) => line.startsWith('❯'))).toMatch(new RegExp(` ${place} +${1000 + place} `));
    expect(lines.slice(0, 2).some((line) => line.includes('PARTITION'))).toBe(true);
    expect(lines.length).toBeLessThanOrEqual(12);
  });

  test('the notes come in sight with the last row', () => {
    expect(texts(drawn(at(39))).at(-1)).toBe('A note.');
  });

  test('new, gone and changed rows are told without colour too', () => {
    const rows = (...values: (readonly [string, number])[]): View => ({
      header: ['TOPIC', 'N'],
      rows: values,
    });
    const first = nextRound(undefined, rows(['a', 1], ['b', 1], ['d', 1]), 0);
    const next = nextRound(first, rows(['a', 1], ['b', 2], ['c', 1]), 1);
    const lines = texts(drawn(initialTable, 80, 12, next)).map((line) => line.slice(0, 4));
    expect(lines).toEqual(['   T', '❯  a', ' * b', ' - d', ' + c']);
  });

  test('old data is grey, whatever its own tones', () => {
    const lines = drawn(initialTable, 100, 12, data, true).slice(3);
    expect(new Set(lines.flat().map(({ tone }) => tone))).toEqual(new Set(['muted']));
  });

  test('names cannot control the terminal, nor break a line', () => {
    const evil = nextRound(
      undefined,
      { title: 't\u001b[2J', header: ['TOPIC'], rows: [['a\u001b]0;x\u0007\nb']] },
      0,
    );
    const lines = texts(drawn(initialTable, 80, 12, evil));
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(lines.filter((line) => /[\u0000-\u001f]/.test(line))).toEqual([]);
    expect(lines).toHaveLength(3);
  });
});

describe('the screen', () => {
  const frame: ExplorerFrame = {
    size: { columns: 60, rows: 20 },
    header: headerSpans({ name: 'prod', colour: 'red', guard: 'readonly' }, undefined),
    pace: 'every 2.0 s  10:00:00',
    isHeld: true,
    crumbs: ['overview', 'topics', 'a-topic-with-a-long-name', 'partition'],
    status: '3 of 40',
    body: Array.from({ length: 50 }, () => [{ text: 'row' }]),
    words: ['topics', 'describe', "it's"],
    said: undefined,
    prompt: undefined,
    candidates: [],
    hints: [{ key: 'Enter', label: 'in' }],
  };

  test('has the rows of the terminal, with the command and the keys at the foot', () => {
    const lines = texts(explorerLines(frame));
    expect(lines).toHaveLength(20);
    expect(lines.slice(-2)).toEqual([`$ kafka-lab topics describe 'it'\\''s'`, 'Enter in   ']);
    expect(lines[0]).toMatch(/^● prod {2}readonly .* HELD {2}every 2.0 s {2}10:00:00$/);
    expect(lines[1]).toMatch(/partition {2}3 of 40$/);
  });

  test('what is typed, with its cursor, stands in the place of the keys', () => {
    const prompt = promptOf('command', ':', 'topics');
    const lines = explorerLines({ ...frame, prompt, candidates: ['list'] });
    expect(texts(lines).at(-1)).toBe(':topics   list');
    expect(lines.at(-1)?.findIndex(({ hasCursor }) => hasCursor)).toBe(0);
  });

  test('the header tells what is wrong', () => {
    const place = { name: 'lab', colour: undefined, guard: undefined };
    const told = (pulse: Parameters<typeof headerSpans>[1]) => texts([headerSpans(place, pulse)])[0];
    expect(told({ brokersUp: 2, brokers: 3, underReplicated: 4, offline: 1 })).toBe(
      '● lab  brokers 2/3  4 under-replicated  1 offline',
    );
    expect(told(null)).toBe('● lab  no broker answers');
  });
});

test('why there is nothing to see, with what to do; above old data the reason alone', () => {
  const failure = new LabError('unreachable', 'No broker answers.', { hint: 'Start it.' });
  expect(texts(failureLines(failure, false, 80))).toEqual(['No broker answers.', 'Start it.']);
  expect(texts(failureLines(failure, true, 80))).toEqual(['No broker answers.', 'Start it.']);
  expect(texts(failureLines(undefined, false, 80))).toEqual(['Asking …']);
  expect(failureLines(undefined, true, 80)).toEqual([]);
  const long = new LabError('unreachable', 'No broker. '.repeat(30), { hint: 'Start it. '.repeat(30) });
  expect(texts(failureLines(long, true, 60)).map((line) => line.includes('broker'))).toEqual([
    ...[true, true, false, false],
  ]);
});

test('help has what is under the cursor, the keys of the row, and fits', () => {
  const lines = texts(
    helpLines({ about: 'topic: A log.', row: [['l', 'records']], view: [['S', 'sort']] }, 60),
  );
  expect(lines.slice(0, 4)).toEqual(['topic: A log.', '', 'THIS ROW', '  l       records']);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
});
