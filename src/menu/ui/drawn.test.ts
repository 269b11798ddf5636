import { describe, expect, test } from '@jest/globals';
import type { Screen } from '../../view/screen.js';
import { drawUntil, type Drawn } from './draw-until.js';
import { editLine } from './edit-line.js';
import { pickList } from './pick-list.js';
import { readPage } from './read-page.js';

/** A screen whose keys are pressed by hand, and what was drawn on it last; `_` is the cursor. */
function madeScreen(columns = 40, rows = 10) {
  const listeners: ((key: string) => void)[] = [];
  const redraws: (() => void)[] = [];
  let drawn: string[] = [];
  let isClosed = false;
  const size = { columns, rows };
  const screen: Screen = {
    get columns() {
      return size.columns;
    },
    get rows() {
      return size.rows;
    },
    draw(lines) {
      drawn = lines.map((spans) =>
        spans.map(({ text, hasCursor }) => text + (hasCursor ? '_' : '')).join(''),
      );
    },
    onKey: (listener) => void listeners.push(listener),
    onResize: (listener) => void redraws.push(listener),
    onMouse: () => undefined,
    onPaste: () => undefined,
    copy: () => undefined,
    close: () => (isClosed = true),
  };
  return {
    screen,
    press: (...keys: string[]) => keys.forEach((key) => listeners.forEach((listener) => listener(key))),
    resize(next: { columns: number; rows: number }) {
      Object.assign(size, next);
      redraws.forEach((redraw) => redraw());
    },
    drawn: () => drawn,
    isClosed: () => isClosed,
  };
}

const never = new AbortController().signal;
const choices = ['orders', 'payments', 'old-orders'].map((label) => ({ value: label.length, label }));
const explain = ({ label }: { label: string }) => `About ${label}.`;

function shown<Answer>(drawn: Drawn<Answer>, made = madeScreen(), signal = never) {
  return { ...made, answer: drawUntil(() => made.screen, signal, drawn) };
}

describe('a list', () => {
  test('typing narrows it; a line that can be edited; Enter takes', async () => {
    const list = shown(pickList({ title: 'Which?', choices, search: true }, explain));
    expect(list.drawn().slice(0, 3)).toEqual(['Which?', 'Type to search: _', '❯ orders']);
    list.press('o', 'd', 'left', 'l', 'backspace', 'l', 'up');
    expect(list.drawn()).toEqual([
      'Which?',
      'Type to search: ol_d',
      '❯ old-orders',
      '↑↓ move · Enter choose · ? explain · ',
      'Esc back',
    ]);
    list.press('enter');
    expect(await list.answer).toEqual({ kind: 'choice', value: 10, at: 2 });
    expect(list.isClosed()).toBe(true);
  });

  test('what matches nothing may be taken as it is', async () => {
    const list = shown(pickList({ title: 'T', choices, search: true, free: 'a new one' }, explain));
    list.press('x', '?', '?', 'y');
    expect(list.drawn()).toContain('  Enter takes "xy" as a new one.');
    list.press('enter');
    expect(await list.answer).toEqual({ kind: 'text', text: 'xy' });
  });

  test('hotkeys, explanations, and as many choices as the window has room for', async () => {
    const keys = [{ key: 'n', label: 'next' }];
    const list = shown(pickList({ title: 'T', choices, keys, at: 1 }, explain));
    list.press('?');
    expect(list.drawn().at(-1)).toBe('About payments.');
    list.press('?', 'x');
    list.resize({ columns: 80, rows: 7 });
    expect(list.drawn()).toEqual([
      'T',
      '  orders',
      '❯ payments',
      '  old-orders',
      '↑↓ move · Enter choose · n next · ? explain · Esc back',
    ]);
    list.press('n');
    expect(await list.answer).toEqual({ kind: 'key', key: 'n', at: 1 });
  });

  test('what was said above it stays in sight', () => {
    const made = madeScreen(40, 20);
    const many = Array.from({ length: 50 }, (_, index) => ({ value: index, label: `choice ${index}` }));
    void drawUntil(() => made.screen, never, pickList({ title: 'T', choices: many }, explain), 6);
    expect(made.drawn().length).toBeLessThanOrEqual(14);
    void drawUntil(() => made.screen, never, pickList({ title: 'T', choices: many }, explain), 60);
    expect(made.drawn().length).toBeGreaterThan(6);
  });

  test('a letter goes to the next choice that begins with it, round at the end', async () => {
    const list = shown(pickList({ title: 'T', choices, at: 2 }, explain));
    for (const [key, at] of [
      ['o', 'orders'],
      ['O', 'old-orders'],
      ['p', 'payments'],
      ['x', 'payments'],
    ] as const) {
      list.press(key);
      expect(list.drawn().find((line) => line.startsWith('❯'))).toBe(`❯ ${at}`);
    }
    list.press('q');
    expect(await list.answer).toBeUndefined();
  });

  test('`q` goes to a choice that begins with it, and is a letter of a search', async () => {
    const quit = shown(pickList({ title: 'T', choices: [...choices, { value: 0, label: 'Quit' }] }, explain));
    quit.press('q', 'enter');
    expect(await quit.answer).toMatchObject({ value: 0 });
    const list = shown(pickList({ title: 'T', choices, search: true }, explain));
    list.press('q');
    expect(list.drawn()).toContain('Type to search: q_');
  });

  test('Esc closes an explanation before it goes back', async () => {
    const list = shown(pickList({ title: 'T', choices }, explain));
    list.press('?', 'escape');
    expect(list.drawn().join()).not.toContain('About');
    expect(list.isClosed()).toBe(false);
    list.press('escape');
    expect(await list.answer).toBeUndefined();
  });

  test.each(['escape', 'ctrl-c'])('%s goes back', async (key) => {
    const list = shown(pickList({ title: 'T', choices }, explain));
    list.press(key);
    expect(await list.answer).toBeUndefined();
    expect(list.isClosed()).toBe(true);
  });

  test('a signal ends it, and what drawing throws is thrown', async () => {
    const stop = new AbortController();
    const list = shown(pickList({ title: 'T', choices }, explain), madeScreen(), stop.signal);
    stop.abort();
    await expect(list.answer).rejects.toMatchObject({ code: 'interrupted' });
    await expect(
      shown(pickList({ title: 'T', choices }, explain), undefined, stop.signal).answer,
    ).rejects.toMatchObject({
      code: 'interrupted',
    });
    const broken = pickList({ title: 'T', choices }, () => {
      throw new Error('broken');
    });
    const list2 = shown(broken);
    list2.press('?');
    await expect(list2.answer).rejects.toThrow('broken');
    expect([list.isClosed(), list2.isClosed()]).toEqual([true, true]);
  });
});

test('a page scrolls, grows at its end, and gives its hotkeys', async () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
  const listeners = new Set<() => void>();
  const page = shown(
    readPage(
      {
        title: 'T',
        lines: () => lines,
        keys: [{ key: 'p', label: 'pause' }],
        term: 'record',
        subscribe(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      () => 'A record.',
    ),
    madeScreen(70),
  );
  expect(page.drawn().at(-1)).toBe('↑↓ scroll · p pause · ? explain · Esc back · lines 15–20 of 20');
  lines.push('line 21');
  listeners.forEach((listener) => listener());
  expect(page.drawn().at(-2)).toBe('line 21');
  page.press('home', ' ', 'down', '?');
  expect([page.drawn()[1], page.drawn().at(-1)]).toEqual(['line 8', 'A record. · lines 8–13 of 21']);
  page.press('p');
  expect(await page.answer).toBe('p');
  expect(listeners.size).toBe(0);
});

test.each([
  ['x', 'a bx', 'c'],
  ['backspace', 'a ', 'c'],
  ['delete', 'a b', ''],
  ['left', 'a ', 'bc'],
  ['right', 'a bc', ''],
  ['home', '', 'a bc'],
  ['end', 'a bc', ''],
  ['ctrl-u', '', 'c'],
  ['ctrl-k', 'a b', ''],
  ['ctrl-w', 'a ', 'c'],
])('%s in a line', (key, before, after) => {
  expect(editLine({ before: 'a b', after: 'c' }, key)).toEqual({ before, after });
});

test('other keys are none of a line', () =>
  expect(editLine({ before: '', after: '' }, 'tab')).toBeUndefined());
