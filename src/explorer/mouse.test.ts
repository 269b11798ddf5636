import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import { emptyPicture, withRound } from '../monitor/picture/picture.js';
import { madeBroker, madeGroup, madeSnapshot, madeTopic } from '../testing/program/made-snapshot.js';
import type { MouseReport } from '../view/screen.js';
import { nextRound } from '../watch/watched-sections.js';
import { overviewView } from './overview/overview-view.js';
import { newestOf } from './records/question.js';
import type { PagesData } from './records/records-data.js';
import { recordsView } from './records/records-view.js';
import type { Pressed, Shown, ViewKind } from './state/view-kind.js';
import { tableView } from './table/table-view.js';

const paths = new Set(['topics list', 'topics describe', 'groups describe']);

/** A view of any kind with its state, to be pointed at. */
function pointing<State, Data>(view: ViewKind<State, Data>, data: Data, size = { columns: 100, rows: 14 }) {
  const shown: Shown<Data> = { data, size, isOld: false };
  let pressed: Pressed<State> = { state: view.initial };
  const lines = () =>
    view.lines(pressed.state, shown).map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    );
  const mouse = (does: MouseReport['does'], column: number, row: number) => {
    pressed = view.mouse(pressed.state, { does, column, row }, shown);
    return pressed.todo;
  };
  return {
    lines,
    mouse,
    /** On the line, and in the column, where a text is. */
    click(text: string | RegExp) {
      const row = lines().findIndex((line) => line.search(text) !== -1);
      if (row === -1) throw new Error(`${String(text)} is not among\n${lines().join('\n')}`);
      return mouse('click', lines()[row]!.search(text), row);
    },
    press: (key: string) => void (pressed = view.press(pressed.state, key, shown) ?? pressed),
    cursor: () => lines().find((line) => line.startsWith('❯')),
  };
}

const spec = defineCommand({
  path: ['topics', 'list'],
  summary: 'a list',
  effect: 'reads',
  options: z.object({}),
  run: () => Promise.resolve([]),
  view: () => ({ header: [], rows: [] }),
});

function table(rows: number, size?: { columns: number; rows: number }) {
  const list = Array.from({ length: rows }, (_, index) => [`t${String(index).padStart(2, '0')}`, index]);
  const data = nextRound(undefined, { header: ['TOPIC', 'RECORDS'], rows: list }, 0);
  const understood = {
    spec,
    options: {},
    globals: {},
    arrangement: { columns: [], sort: [] },
    isView: true,
  } as never;
  return pointing(tableView(understood, ['topics', 'list'], paths), data, size);
}

describe('a table', () => {
  test.each([0, 7, 20, 33, 39])(
    'from row %i: a click on any line chooses it and nothing moves, a second opens it',
    (at) => {
      for (let line = 1; line < 14; line += 1) {
        const { lines, mouse, press } = table(40);
        for (let times = 0; times < at; times += 1) press('down');
        const before = lines();
        const name = /t\d\d/.exec(before[line]!)?.[0];
        if (name === undefined) continue;
        const wasChosen = before[line]!.startsWith('❯');
        const opens = { to: 'open', words: ['topics', 'describe', name] };
        expect(mouse('click', 30, line)).toEqual(wasChosen ? opens : undefined);
        expect(lines().map((each) => each.slice(3))).toEqual(before.map((each) => each.slice(3)));
        expect(lines()[line]).toMatch(new RegExp(`^❯ {2}${name}`));
        expect(mouse('click', 3, line)).toEqual(opens);
      }
    },
  );

  test('a click on the place before a row marks it, and takes the mark away; nothing moves', () => {
    const { lines, mouse } = table(40);
    const before = lines().map((each) => each.slice(3));
    expect([mouse('click', 1, 4), mouse('click', 0, 7), mouse('click', 2, 4)]).toEqual(
      Array(3).fill(undefined),
    );
    expect(lines().map((each) => each.slice(3))).toEqual(before);
    expect([lines()[4], lines()[7]]).toEqual([
      expect.stringMatching(/^❯ {2}t03/),
      expect.stringMatching(/^ • t06/),
    ]);
  });

  test('the wheel goes by three rows, and stops at the ends', () => {
    const { mouse, cursor } = table(40);
    mouse('wheel-up', 0, 0);
    expect(cursor()).toContain('t00');
    for (let times = 0; times < 4; times += 1) mouse('wheel-down', 0, 99);
    expect(cursor()).toContain('t12');
    mouse('wheel-up', 0, -5);
    expect(cursor()).toContain('t09');
    for (let times = 0; times < 99; times += 1) mouse('wheel-down', 0, 5);
    expect(cursor()).toContain('t39');
  });

  test('what was clicked stays where it is while the wheel turns, until the next key', () => {
    const { lines, mouse, press } = table(40);
    mouse('click', 5, 10);
    mouse('wheel-down', 5, 10);
    expect(lines()[10]).toMatch(/^❯ {2}t12/);
    press('down');
    expect(lines()[7]).toMatch(/^❯ {2}t13/);
  });

  test('a heading sorts: largest first, smallest first, as it comes', () => {
    const { lines, click } = table(9);
    const first = () =>
      lines()
        .find((line) => /t\d\d/.test(line))
        ?.slice(3, 6);
    click('RECORDS');
    expect([lines()[0], first()]).toEqual([expect.stringContaining('RECORDS↓'), 't08']);
    click('RECORDS');
    expect([lines()[0], first()]).toEqual([expect.stringContaining('RECORDS↑'), 't00']);
    click('RECORDS');
    expect(lines()[0]).toMatch(/RECORDS$/);
  });

  test.each<[number, number]>([
    [0, 0],
    [99, 0],
    [0, 13],
    [0, -1],
    [0, 1e5],
  ])('a click on nothing, in column %i of line %i, does nothing', (column, row) => {
    const { lines, mouse } = table(3);
    const before = lines();
    expect([mouse('click', column, row), lines()]).toEqual([undefined, before]);
  });
});

function records(count: number) {
  const list = Array.from({ length: count }, (_, index): CopiedRecord => {
    const value = Buffer.from(`{"n":{"is":${1000 + index}}}`);
    return { topic: 't', partition: 0, offset: 1000 + index, timestamp: 0, key: null, value, headers: [] };
  });
  const question = newestOf('t');
  const data: PagesData = {
    ...{ kind: 'pages', question, nowMs: 0, notes: [], asked: 1, read: 1, isReading: false, topicId: null },
    chunks: [{ index: 0, records: list, next: new Map([[0, 0]]) }],
    ...{ bounds: new Map([[0, { low: 0, end: 2000 }]]), start: new Map([[0, 2000]]), edges: new Map() },
    ...{
      beginning: { partitionOf: undefined, named: undefined, offsets: new Map(), ends: new Map(), notes: [] },
    },
    coverage: undefined,
  };
  return pointing(recordsView(question), data);
}

describe('records', () => {
  test.each([0, 9, 30])('from record %i: a click chooses it and nothing moves, a second opens it', (at) => {
    for (let line = 1; line < 14; line += 1) {
      const { lines, mouse, press } = records(40);
      for (let times = 0; times < at; times += 1) press('down');
      const before = lines();
      const offset = /10\d\d/.exec(before[line]!)![0];
      if (!before[line]!.startsWith('❯')) mouse('click', 3, line);
      expect(lines().map((each) => each.slice(1))).toEqual(before.map((each) => each.slice(1)));
      expect(lines()[line]).toMatch(new RegExp(`^❯ {2}0 +${offset}`));
      mouse('click', 3, line);
      expect(lines()[0]).toMatch(new RegExp(`^❯ at +partition 0, offset ${offset}`));
    }
  });

  test('a click on the place before a record marks it, and takes the mark away; nothing moves', () => {
    const { lines, mouse } = records(40);
    const before = lines().map((each) => each.slice(3));
    mouse('click', 1, 4);
    mouse('click', 1, 7);
    mouse('click', 0, 4);
    expect(lines().map((each) => each.slice(3))).toEqual(before);
    expect([lines()[4], lines()[7]]).toEqual([
      expect.stringMatching(/^❯ {2}0 +1003 /),
      expect.stringMatching(/^ • 0 +1006 /),
    ]);
  });

  test('the wheel, and the heading, which is no record', () => {
    const { mouse, cursor } = records(40);
    mouse('wheel-down', 0, 0);
    mouse('click', 3, 0);
    mouse('click', 3, 99);
    expect(cursor()).toContain('1003');
  });

  test('in an open one a click chooses a line, a second folds it, and the wheel scrolls', () => {
    const { lines, mouse, click, press, cursor } = records(1);
    press('enter');
    click('"n": {');
    expect(cursor()).toContain('"n": {');
    click('"n": {');
    expect(cursor()).toMatch(/"n": \{ … \}.*lines/);
    mouse('wheel-up', 0, 0);
    mouse('wheel-up', 0, 0);
    mouse('wheel-up', 0, 0);
    expect(lines()[0]).toMatch(/^❯ at /);
  });
});

function overview(columns = 100, rows = 26) {
  const names = Array.from({ length: 30 }, (_, index) => `t${String(index).padStart(2, '0')}`);
  const round = (index: number) =>
    madeSnapshot(index * 2000, {
      brokers: [1, 2, 3].map((id) => madeBroker(id)),
      topics: names.map((name) => madeTopic(name)),
      groups: [madeGroup('billing', { lag: 5 }), madeGroup('audit', { lag: 7 })],
    });
  const data = [0, 1].map(round).reduce(withRound, emptyPicture);
  return pointing(overviewView(['monitor'], paths), data, { columns, rows });
}

describe('the overview', () => {
  test('a topic, a group: chosen where they are, then opened', () => {
    const { lines, click } = overview();
    const before = lines();
    expect(click(/^t03/)).toBeUndefined();
    expect(lines()).toEqual(before);
    expect(click(/^t03/)).toEqual({ to: 'open', words: ['topics', 'describe', 't03'] });
    expect(click(/^billing/)).toBeUndefined();
    expect(lines().join('\n')).toContain('▸GROUPS');
    expect(click(/^billing/)).toEqual({ to: 'open', words: ['groups', 'describe', 'billing'] });
  });

  test('every topic in sight is told by its line, from wherever the list is', () => {
    for (const steps of [0, 3, 5, 9, 12]) {
      const { lines, mouse } = overview();
      const first = lines().findIndex((line) => line.startsWith('t00'));
      for (let times = 0; times < steps; times += 1) mouse('wheel-down', 0, first);
      lines().forEach((line, row) => {
        const name = /^t\d\d/.exec(line)?.[0];
        if (name === undefined) return;
        const opened = mouse('click', 2, row) ?? mouse('click', 2, row);
        expect(opened).toEqual({ to: 'open', words: ['topics', 'describe', name] });
        expect(lines()[row]).toContain(name);
      });
    }
  });

  test('headings sort, each list its own', () => {
    const { lines, click } = overview();
    click(/HEALTH/);
    expect(lines().join('\n')).toContain('by health');
    click(/^GROUP /);
    expect(lines().join('\n')).toMatch(/by health[^]*▸GROUPS .*by name/);
    click(/CATCH-UP/);
    expect(lines().join('\n')).toContain('by name');
  });

  test('brokers, events and empty lines are not for clicks; on a small screen nothing is', () => {
    const { lines, mouse, click } = overview();
    const before = lines();
    expect([click('BROKERS'), click('EVENTS'), mouse('click', 0, 99), mouse('click', 0, -1)]).toEqual(
      Array(4).fill(undefined),
    );
    expect(lines()).toEqual(before);
    const small = overview(40, 10);
    for (let row = 0; row < 10; row += 1) expect(small.mouse('click', 0, row)).toBeUndefined();
  });
});
