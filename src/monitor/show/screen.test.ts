import { describe, expect, test } from '@jest/globals';
import {
  madeBroker,
  madeGroup,
  madeMember,
  madePartition,
  madeSnapshot,
  madeTopic,
} from '../../testing/program/made-snapshot.js';
import { afterKey } from './keys.js';
import { emptyPicture, withRound, type Picture } from '../picture/picture.js';
import { namesOf } from './rows.js';
import { initialState, type ScreenState } from './screen-state.js';
import { screenLines } from './screen.js';

function round(index: number, isHurt = false) {
  const topic = (name: string, perRound: number) =>
    madeTopic(name, [
      madePartition(0, { high: index * perRound, ...(isHurt ? { leader: 2, isr: [2, 3] } : {}) }),
      madePartition(1, { leader: 2, high: index * perRound }),
    ]);
  return madeSnapshot(index * 2000, {
    brokers: [
      madeBroker(1, isHurt ? { state: 'silent', problem: 'no answer' } : {}),
      madeBroker(2),
      madeBroker(3),
    ],
    topics: [topic('payments', 100), topic('orders', 500), madeTopic('__consumer_offsets', undefined, true)],
    groups: [
      madeGroup('billing', {
        lag: 1000 - index * 10,
        members: [madeMember('aaaaaaaa', [{ topic: 'orders', partitions: [0, 1] }])],
        partitions: [{ topic: 'orders', partition: 0, currentOffset: 1, lag: 5, problem: null }],
      }),
      madeGroup('audit', { state: 'Empty', lag: null }),
    ],
  });
}

const picture: Picture = [0, 1, 2, 3].map((index) => round(index)).reduce(withRound, emptyPicture);
const hurt = withRound(picture, round(4, true));

function screen(shown: Picture, state: Partial<ScreenState>, columns: number, rows: number): string[] {
  const frame = { picture: shown, state: { ...initialState, ...state }, columns, rows };
  const lines = screenLines({ ...frame, mode: 'every 2.0 s', failure: undefined });
  return lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

describe.each([
  [80, 24],
  [200, 50],
  [60, 16],
  [30, 5],
])('%d×%d', (columns, rows) => {
  test.each<[string, Partial<ScreenState>]>([
    ['overview', {}],
    ['events', { page: { kind: 'events' } }],
    ['what just happened', { page: { kind: 'happened' } }],
    ['help', { page: { kind: 'help' } }],
    ['topic', { page: { kind: 'topic', name: 'orders' } }],
    ['group', { page: { kind: 'group', name: 'billing' } }],
    ['a topic that is gone', { page: { kind: 'topic', name: 'gone' } }],
  ])('%s: no more rows than there are, the keys in the last', (_what, state) => {
    const lines = screen(hurt, state, columns, rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    if (rows < 16) return;
    expect(lines).toHaveLength(rows);
    expect(lines.at(-1)).toMatch(/q quit/);
    if (columns >= 80) expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });
});

describe('80×24', () => {
  test('the overview', () => {
    const lines = screen(picture, {}, 80, 24);
    expect(lines[0]).toMatch(/^kafka-lab monitor {2}cluster made +every 2\.0 s {2}\d\d:\d\d:\d\d$/);
    expect(lines[1]).toBe('brokers up 3/3  under-replicated 0  offline 0  of 5 partitions  600 rec/s ███');
    const text = lines.join('\n');
    expect(text).toMatch(/^ {3}1 up +controller leads 1 +in sync 2\/2 +4\.8 MiB \(75 GiB free\)$/m);
    expect(text).toMatch(/^orders +2 +3000 ok +500 +███$/m);
    expect(text.indexOf('\norders')).toBeLessThan(text.indexOf('\npayments'));
    expect(text).not.toContain('__consumer_offsets');
    expect(text).toMatch(/^billing +1 Stable +≥970 +−5\.0 3 min 14 s +█+$/m);
    expect(text).toMatch(/^audit +0 Empty +- +- +-/m);
  });

  test('a broker that does not answer, and what follows from it', () => {
    const text = screen(hurt, {}, 80, 24).join('\n');
    expect(text).toContain('brokers up 2/3  under-replicated 2');
    expect(text).toMatch(/1 no answer/);
    expect(text).toMatch(/^orders .* 1 under-rep /m);
    expect(text).toMatch(/broker 1 does not answer/);
    expect(text).toMatch(/orders\/0 leader moved: 1 → 2/);
  });

  test('what just happened: each kind of event once, with the words of the glossary', () => {
    const page = { page: { kind: 'happened' as const } };
    const text = screen(hurt, page, 80, 80).join('\n');
    expect(text).toMatch(/broker 1 does not answer\n {4}The broker does not answer any more/);
    expect(text).toMatch(
      /orders\/0 leader moved: 1 → 2\n.*payments\/0 leader moved: 1 → 2\n {4}Another replica/,
    );
    expect(text).toMatch(/ISR shrank: −1\n {4}A copy does not keep up/);
    expect(text.match(/Another replica is the leader now/g)).toHaveLength(1);
    expect(text).toMatch(/THE WORDS\n[^]* {2}leader: The one replica/);
    expect(screen(picture, page, 80, 24).join('\n')).toContain('Nothing has happened since this was opened.');
    expect(afterKey(initialState, 'h', namesOf(hurt.history, initialState)).page).toEqual({
      kind: 'happened',
    });
  });

  test('what came long before the last event is left out', () => {
    const later = withRound(hurt, { ...round(5), at: 120_000 });
    const text = screen(later, { page: { kind: 'happened' } }, 80, 80).join('\n');
    expect(text).toContain('broker 1 is back');
    expect(text).not.toContain('does not answer');
  });

  test('a topic: its chart and its partitions', () => {
    const text = screen(picture, { page: { kind: 'topic', name: 'orders' } }, 80, 24).join('\n');
    expect(text).toContain('TOPIC orders\n2 partitions · ≤ 3000 records · 500 records/s');
    expect(text).toContain('500┤');
    expect(text).toMatch(/now/);
    expect(text).toMatch(/^ +0 +1 1,2,3 +1,2,3 +0 +1500$/m);
  });

  test('a group: its members and what they were given', () => {
    const text = screen(picture, { page: { kind: 'group', name: 'billing' } }, 80, 24).join('\n');
    expect(text).toContain('GROUP billing\nStable · members 1 · lag ≥970 · −5.0/s');
    expect(text).toContain('app-aaaaaa at 127.0.0.1: orders 0-1');
  });

  test('a failed round', () => {
    const frame = {
      picture,
      state: initialState,
      columns: 80,
      rows: 24,
      mode: '',
      failure: 'Last round failed: nobody answers',
    };
    expect(screenLines(frame)[1]?.[0]?.text).toBe('Last round failed: nobody answers');
  });
});

describe('keys', () => {
  const press = (keys: readonly string[]) =>
    keys.reduce((state, key) => afterKey(state, key, namesOf(picture.history, state)), initialState);

  test.each<[string, string[], Partial<ScreenState>]>([
    ['quit', ['q'], { isQuitting: true }],
    ['^C while typing', ['/', 'ctrl-c'], { isQuitting: true }],
    ['sort', ['s', 'tab', 's'], { topicSort: 'name', groupSort: 'trend', focus: 'groups' }],
    ['zoom into the first', ['enter'], { page: { kind: 'topic', name: 'orders' } }],
    [
      'zoom into the second',
      ['down', 'down', 'down', 'enter'],
      { page: { kind: 'topic', name: 'payments' } },
    ],
    ['zoom into a group and back', ['tab', 'enter', 'escape'], { page: { kind: 'overview' } }],
    ['filter', ['/', 'P', 'a', 'q', 'backspace', 'enter'], { filter: 'Pa', isTypingFilter: false }],
    ['filter and zoom', ['/', 'p', 'a', 'enter', 'enter'], { page: { kind: 'topic', name: 'payments' } }],
    ['clear the filter', ['/', 'x', 'enter', 'escape'], { filter: '' }],
    ['pause', [' '], { isPaused: true }],
    ['step', ['right', 'right', 'left'], { isPaused: true, step: 1 }],
    ['speed', ['+', '+', '-'], { speed: 2 }],
    ['help and away', ['?', '?'], { page: { kind: 'overview' } }],
    ['scroll', ['e', 'down', 'pagedown', 'up'], { scroll: 10 }],
  ])('%s', (_what, keys, expected) => {
    expect(press(keys)).toMatchObject(expected);
  });
});
