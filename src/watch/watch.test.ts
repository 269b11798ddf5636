import { describe, expect, test } from '@jest/globals';
import type { View } from '../command.js';
import { LabError } from '../errors.js';
import { changeLines, type RowChangeLine } from './change-lines.js';
import { nextRound, type Watched } from './watched-sections.js';
import { watchLines } from './watch-screen.js';
import { watch } from './watch.js';

type Row = readonly [string, number, number];
const view = (...rows: Row[]): View => ({ header: ['TOPIC', 'PARTITION', 'HIGH'], rows });

function rounds(...views: View[]): Watched[] {
  const all: Watched[] = [];
  for (const [index, each] of views.entries()) all.push(nextRound(all.at(-1), each, index * 2000));
  return all;
}

function screen(watched: Watched | undefined): string[] {
  const lines = watchLines({ watched, heading: 'heading', failure: undefined, columns: 80, rows: 24 });
  return lines.slice(1).map((line) =>
    line
      .map(({ text, tone }) => (tone === 'marked' ? `[${text}]` : text))
      .join('')
      .trimEnd(),
  );
}

describe('on a terminal', () => {
  test('changed cells are marked, with rates', () => {
    const [, second] = rounds(
      view(['orders', 0, 100], ['orders', 1, 5]),
      view(['orders', 0, 300], ['orders', 1, 5]),
    );
    expect(screen(second)).toEqual([
      '  TOPIC   PARTITION  HIGH  RECORDS/S',
      '* orders          0  [ 300]        100',
      '  orders          1     5          0',
    ]);
  });

  test('new and gone rows are marked for two rounds', () => {
    const one = view(['orders', 0, 1]);
    const both = view(['orders', 0, 1], ['orders', 1, 1]);
    const marks = rounds(one, both, both, both, one, one, one).map((each) =>
      each.sections[0]?.rows.map(({ change }) => change).join(),
    );
    expect(marks).toEqual(['same', 'same,new', 'same,new', 'same,same', 'same,gone', 'same,gone', 'same']);
  });

  test('lag: how fast it shrinks, and when it is gone', () => {
    const lag = (value: number): View => ({ header: ['GROUP', 'LAG'], rows: [['billing', value]] });
    expect(screen(rounds(lag(100), lag(60))[1])).toEqual([
      '  GROUP    LAG  LAG/S  CATCH-UP',
      '* billing  [ 60]    -20  3.0 s',
    ]);
    const never = rounds(lag(1), lag(3))[1]?.sections[0]?.rows[0]?.cells;
    expect(never).toEqual(['billing', 3, 1, { text: 'never', tone: 'warn' }]);
  });

  test('spare columns go first where the terminal is narrow', () => {
    const wide: View = { ...view(['orders', 0, 1]), spare: ['PARTITION'] };
    const lines = watchLines({
      watched: nextRound(undefined, wide, 0),
      heading: '',
      failure: undefined,
      columns: 30,
      rows: 5,
    });
    expect(lines[1]?.[0]?.text).toBe('  TOPIC   HIGH  RECORDS/S');
  });

  test('more than fits says so', () => {
    const long = view(...Array.from({ length: 50 }, (_, index): Row => ['t', index, 0]));
    const watched = nextRound(undefined, long, 0);
    const lines = watchLines({ watched, heading: '', failure: undefined, columns: 80, rows: 10 });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toEqual([{ text: '… 43 more lines', tone: 'muted' }]);
  });
});

describe('in a pipe', () => {
  const time = new Date(0);
  const lines = (watched: Watched | undefined, isFirst = false) =>
    changeLines(watched?.sections ?? [], isFirst, time).map(({ change, row, before }) => [
      change,
      row['PARTITION'],
      before,
    ]);

  test('each change once; a rate is none', () => {
    const all = rounds(
      view(['orders', 0, 1]),
      view(['orders', 0, 3], ['orders', 1, 1]),
      view(['orders', 0, 3], ['orders', 1, 1]),
      view(['orders', 1, 1]),
      view(['orders', 1, 1]),
    );
    expect(all.map((each, index) => lines(each, index === 0))).toEqual([
      [['initial', 0, undefined]],
      [
        ['changed', 0, { HIGH: 1 }],
        ['new', 1, undefined],
      ],
      [],
      [['gone', 0, undefined]],
      [],
    ]);
  });
});

describe('round after round', () => {
  const settings = (
    views: (View | Error)[],
    quit: AbortController,
    printed: RowChangeLine[],
    warned: string[],
  ) => ({
    name: 'offsets list',
    intervalMs: 1,
    signal: quit.signal,
    screen: undefined,
    round() {
      const next = views.shift();
      if (views.length === 0) quit.abort();
      return next instanceof Error || next === undefined
        ? Promise.reject(next ?? new Error())
        : Promise.resolve(next);
    },
    print(change: RowChangeLine) {
      printed.push(change);
      return Promise.resolve(true);
    },
    warn: (line: string) => void warned.push(line),
    now: () => new Date(0),
  });

  test('a failed round is told, and the next one tried', async () => {
    const [printed, warned]: [RowChangeLine[], string[]] = [[], []];
    const views = [
      view(['orders', 0, 1]),
      new LabError('unreachable', 'nobody answers'),
      view(['orders', 0, 2]),
      view(['orders', 0, 2]),
    ];
    await watch(settings(views, new AbortController(), printed, warned));
    expect(warned).toEqual(['A round failed: nobody answers']);
    expect(printed.map(({ change }) => change)).toEqual(['initial', 'changed']);
  });

  test('what fails at once is an error', async () => {
    const views = [new LabError('not-found', 'no such topic'), view()];
    await expect(watch(settings(views, new AbortController(), [], []))).rejects.toThrow('no such topic');
  });
});
