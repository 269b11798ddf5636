import { describe, expect, test } from '@jest/globals';
import type { View } from '../view/view.js';
import { LabError } from '../text/errors.js';
import { changeLines, type ChangeLine } from './change-lines.js';
import { parseSortKey, type Arrangement } from '../output/arrange.js';
import { nextRound, type Watched } from './watched-sections.js';
import { watchLines } from './watch-screen.js';
import { watch } from './watch.js';

type Row = readonly [string, number, number];
const view = (...rows: Row[]): View => ({ header: ['TOPIC', 'PARTITION', 'HIGH'], rows });

const asItComes: Arrangement = { columns: [], sort: [] };

function rounds(...views: View[]): Watched[] {
  return arrangedRounds(asItComes, ...views);
}

function arrangedRounds(arrangement: Arrangement, ...views: View[]): Watched[] {
  const all: Watched[] = [];
  for (const [index, each] of views.entries())
    all.push(nextRound(all.at(-1), each, index * 2000, arrangement));
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

  test('what was reset has no rate before the rounds that rates are taken from have passed it', () => {
    const committed = (offset: number): View => ({
      header: ['TOPIC', 'CURRENT-OFFSET'],
      rows: [['orders', offset]],
    });
    const rates = rounds(...[500, 100, 140, 180, 220, 260].map(committed)).map(
      ({ sections }) => sections[0]?.rows[0]?.cells[2],
    );
    expect(rates).toEqual([null, null, null, null, null, 20]);
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

  test('rates go before a lag would be cut off', () => {
    const header = ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'];
    const lines = watchLines({
      watched: nextRound(undefined, { header, rows: [['orders', 0, 1, 2, 1]] }, 0),
      ...{ heading: '', failure: undefined, columns: 80, rows: 5 },
    });
    const text = lines[1]?.map((span) => span.text).join('') ?? '';
    expect(text.trim().split(/ +/)).toEqual([...header, 'LAG/S', 'CATCH-UP']);
    expect(text.length).toBeLessThanOrEqual(80);
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
    changeLines(watched?.sections ?? [], isFirst, time).map((line) => [
      line.change,
      'row' in line ? line.row['PARTITION'] : line.title,
      line.before,
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

describe('with --columns and --sort', () => {
  const both = (one: number, two: number) => view(['orders', 0, one], ['orders', 1, two]);

  test('rows are told apart by columns that are not shown', () => {
    const arrangement = { columns: ['HIGH'], sort: [] };
    const all = arrangedRounds(arrangement, both(1, 2), both(2, 2));
    expect(screen(all[1])).toEqual(['  HIGH', '* [   2]', '     2']);
    expect(changeLines(all[1]?.sections ?? [], false, new Date(0))).toEqual([
      { time: '1970-01-01T00:00:00.000Z', change: 'changed', row: { HIGH: 2 }, before: { HIGH: 1 } },
    ]);
  });

  test('a change in a column that is not shown is none', () => {
    const arrangement = { columns: ['PARTITION'], sort: [] };
    const [, second] = arrangedRounds(arrangement, both(1, 2), both(2, 2));
    expect(changeLines(second?.sections ?? [], false, new Date(0))).toEqual([]);
    expect(second?.sections[0]?.rows.map(({ change }) => change)).toEqual(['same', 'same']);
  });

  test('rates are columns too', () => {
    const arrangement = { columns: ['partition', 'records/s'], sort: [parseSortKey('RECORDS/S:desc')] };
    const all = arrangedRounds(arrangement, both(0, 0), both(20, 100));
    expect(screen(all[1])).toEqual([
      '  PARTITION  RECORDS/S',
      '          1         50',
      '          0         10',
    ]);
  });

  test('a column that there is not is refused at once', () => {
    const refused = () => arrangedRounds({ columns: ['LAG'], sort: [] }, both(1, 1));
    expect(refused).toThrow('--columns: there is no column "LAG".');
  });

  test('a section that is not there any more is no reason to stop', () => {
    const group: View = { header: [], rows: [], more: [{ header: ['TOPIC', 'LAG'], rows: [['orders', 1]] }] };
    const arrangement = { columns: ['LAG'], sort: [parseSortKey('LAG')] };
    const all = arrangedRounds(arrangement, group, { header: [], rows: [] });
    expect(all[1]?.sections.map(({ rows }) => rows)).toEqual([[]]);
  });
});

describe('several sections', () => {
  const own = (group: string, lag: number): View => ({
    title: group,
    header: ['GROUP', 'LAG'],
    rows: [[group, lag]],
  });
  const members: View = { title: 'Members', header: [], rows: [] };

  test('keep what they were compared with when others come between them', () => {
    const all = rounds(
      { ...own('one', 1), more: [own('two', 2)] },
      { ...own('one', 1), more: [members, own('two', 5)] },
    );
    const changes = all[1]?.sections.map(({ rows }) => rows.map(({ change }) => change));
    expect(changes).toEqual([['same'], [], ['changed']]);
  });

  test('in a pipe their titles are told, since a title says what no row does', () => {
    const titled = (title: string): View => ({ title, header: ['GROUP', 'LAG'], rows: [] });
    const all = rounds(titled('billing · Stable'), titled('billing · Empty'), titled('billing · Empty'));
    expect(all.map(({ sections }, index) => changeLines(sections, index === 0, new Date(0)))).toEqual([
      [{ time: '1970-01-01T00:00:00.000Z', change: 'initial', title: 'billing · Stable' }],
      [
        {
          time: '1970-01-01T00:00:00.000Z',
          change: 'changed',
          title: 'billing · Empty',
          before: 'billing · Stable',
        },
      ],
      [],
    ]);
  });
});

describe('round after round', () => {
  const settings = (
    views: (View | Error)[],
    quit: AbortController,
    printed: ChangeLine[],
    warned: string[],
  ) => ({
    name: 'offsets list',
    intervalMs: 1,
    arrangement: asItComes,
    signal: quit.signal,
    screen: undefined,
    round() {
      const next = views.shift();
      if (views.length === 0) quit.abort();
      return next instanceof Error || next === undefined
        ? Promise.reject(next ?? new Error())
        : Promise.resolve(next);
    },
    print(change: ChangeLine) {
      printed.push(change);
      return Promise.resolve(true);
    },
    warn: (line: string) => void warned.push(line),
    now: () => new Date(0),
  });

  test('a failed round is told, and the next one tried', async () => {
    const [printed, warned]: [ChangeLine[], string[]] = [[], []];
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
