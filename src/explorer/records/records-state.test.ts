import { describe, expect, test } from '@jest/globals';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Shown } from '../state/view-kind.js';
import { isSameLog, placeIn, wantedChunk, withPage } from './chunks.js';
import { newestOf, questionOf } from './question.js';
import type { Chunk, PagesData, RecordsData, TailData } from './records-data.js';
import { afterRecordsKey } from './records-keys.js';
import { asking, initialRecords, recordUnderCursor, type RecordsState } from './records-state.js';
import { afterTyped } from './records-typed.js';
import { recordsView } from './records-view.js';
import { recordsStatus, recordsWords } from './records-words.js';
import { asPrintable, noSearch, searchTest, searchTyped } from './search.js';
import { arrived, emptyTail, filtered } from './tail-state.js';

const question = newestOf('t');

function record(offset: number, partition = 0, value: string | null = `v${offset}`): CopiedRecord {
  const bytes = value === null ? null : Buffer.from(value);
  return { topic: 't', partition, offset, timestamp: 0, key: null, value: bytes, headers: [] };
}

function chunk(index: number, ...offsets: number[]): Chunk {
  const [last = 0] = offsets.slice(-1);
  return { index, records: offsets.map((offset) => record(offset)), next: new Map([[0, last]]) };
}

function pages(chunks: readonly Chunk[], more: Partial<PagesData> = {}): PagesData {
  return {
    ...{
      kind: 'pages',
      question,
      nowMs: 0,
      notes: [],
      asked: 1,
      read: 1,
      isReading: false,
      topicId: null,
      chunks,
    },
    ...{ bounds: new Map([[0, { low: 0, end: 100 }]]), start: new Map([[0, 100]]), edges: new Map() },
    beginning: { partitionOf: undefined, named: undefined, offsets: new Map(), ends: new Map(), notes: [] },
    coverage: undefined,
    ...more,
  };
}

function shown<Data extends RecordsData>(data: Data): Shown<Data> {
  return { data, size: { columns: 80, rows: 6 }, isOld: false };
}

/** Keys one after the other; those that are not the view's are left out. */
function after(
  keys: readonly string[],
  data: RecordsData,
  state: RecordsState = initialRecords(question),
): RecordsState {
  return keys.reduce((now, key) => afterRecordsKey(now, key, shown(data), question)?.state ?? now, state);
}

const five = pages([chunk(0, 99, 98, 97, 96, 95)]);

describe('the cursor', () => {
  test.each([
    [[], 99],
    [['down', 'j'], 97],
    [['down', 'up', 'k'], 99],
    [['end'], 95],
    [['pagedown'], 95],
    [['G', 'home'], 99],
    [['down', 'enter'], 98],
    [['down', 'enter', 'right'], 97],
    [['enter', 'right', 'right', 'left'], 98],
    [['enter', 'left'], 99],
    [['enter', 'right', 'escape', 'down'], 97],
  ])('%j → offset %d', (keys, offset) => {
    expect(recordUnderCursor(after(keys, five), five)?.offset).toBe(offset);
  });

  test('stays on its record when newer ones arrive before it', () => {
    const state = after(['down'], five);
    const more = pages([chunk(-1, 101, 100), chunk(0, 99, 98, 97)]);
    expect(recordUnderCursor(state, more)?.offset).toBe(98);
    expect(recordUnderCursor(initialRecords(question), more)?.offset).toBe(99);
    expect(recordUnderCursor(after(['home'], more), more)?.offset).toBe(101);
  });

  test('beyond what was read more is asked for at once', () => {
    const two = pages([chunk(0, 99, 98), chunk(1, 97, 96)]);
    const next = afterRecordsKey(after(['down'], two), 'down', shown(two), question);
    expect(next).toMatchObject({ state: { chunk: 1 }, todo: { to: 'refresh' } });
    expect(afterRecordsKey(initialRecords(question), 'down', shown(two), question)?.todo).toBeUndefined();
  });

  test('from far down Home asks for the first ones anew', () => {
    const far = pages([chunk(3, 20, 19)]);
    const home = afterRecordsKey({ ...initialRecords(question), chunk: 3 }, 'home', shown(far), question);
    expect(home).toMatchObject({ state: { chunk: 0, cursor: undefined }, todo: { to: 'refresh' } });
    expect(home?.state.question).not.toBe(question);
  });
});

describe('what is asked for', () => {
  const typed = (purpose: string, text: string, state = initialRecords(question)) =>
    afterTyped(state, { purpose, text, stage: 'done' }, 0);

  test.each([
    ['search', 'two of', { search: { grep: 'two of' } }],
    ['search', '/a|b/', { search: { grep: '/a|b/' } }],
    ['search', 'value.n > 3', { search: { filter: 'value.n > 3' } }],
    ['search', 'not key exists', { search: { filter: 'not key exists' } }],
    ['search', '', { search: noSearch }],
    ['key', 'k1', { search: { key: 'k1' } }],
    ['position', '@-1h', { from: '@-1h', direction: 'newer' }],
    ['position', '3:42', { from: '3:42', direction: 'newer' }],
    ['partition', '2', { partitions: [2] }],
    ['partition', '', { partitions: [] }],
  ])('%s "%s"', (purpose, text, change) => {
    expect(typed(purpose, text)).toEqual({
      state: initialRecords({ ...question, ...change } as typeof question),
      todo: { to: 'refresh' },
    });
  });

  test.each([
    ['search', 'value.n >', 'something is expected'],
    ['search', '/(/', 'not a regular expression'],
    ['position', 'never', 'is not a position'],
    ['partition', 'x', 'not a partition'],
  ])('%s "%s" is wrong, and nothing changes', (purpose, text) => {
    const state = initialRecords(question);
    const pressed = typed(purpose, text, state);
    expect(pressed.state).toBe(state);
    expect(pressed.todo).toMatchObject({ to: 'say', tone: 'bad' });
  });

  test('a search begun at the end, where there is nothing, goes through all there is', () => {
    const end = typed('position', 'end').state;
    expect(typed('search', 'x', end).state.question).toMatchObject({ direction: 'older', from: null });
    expect(typed('key', 'x', end).state.question).toMatchObject({ direction: 'older', from: null });
    const hour = typed('position', '@-1h').state;
    expect(typed('search', 'x', hour).state.question).toMatchObject({ direction: 'newer', from: '@-1h' });
  });

  test('given up, it stays', () => {
    const state = initialRecords(question);
    expect(afterTyped(state, { purpose: 'search', text: 'x', stage: 'cancelled' }, 0)).toEqual({ state });
    expect(afterTyped(state, { purpose: 'search', text: 'x', stage: 'typing' }, 0)).toEqual({ state });
  });

  test.each([
    ['o', { direction: 'newer', from: null }],
    ['f', { isFollowing: true }],
  ])('%s turns it round, and back', (key, change) => {
    const once = after([key], five);
    expect(once.question).toMatchObject(change);
    expect(after([key], five, once).question).toEqual(question);
  });

  test('the first step back is out of the search, then out of the tail, then out of the view', () => {
    const state = asking(initialRecords(question), { isFollowing: true, search: { grep: 'x' } });
    const back = after(['escape'], five, state);
    expect(back.question).toMatchObject({ isFollowing: true, search: noSearch });
    const more = after(['escape'], five, back);
    expect(more.question).toEqual(question);
    expect(afterRecordsKey(more, 'escape', shown(five), question)).toBeUndefined();
    const begun = { ...question, isFollowing: true };
    expect(afterRecordsKey(initialRecords(begun), 'escape', shown(five), begun)).toBeUndefined();
  });

  test.each([
    ['s', { to: 'record', act: 'save' }],
    ['e', { to: 'record', act: 'edit' }],
    ['a', { to: 'record', act: 'again' }],
    ['m', { to: 'record', act: 'elsewhere' }],
    ['c', { to: 'copy', text: 'v99' }],
    ['P', { to: 'form', path: 'produce', given: { topic: 't' } }],
    ['R', { to: 'form', path: 'copy', given: { topic: ['t'], redrive: true, from: '0:99', to: '0:100' } }],
    ['x', { to: 'choose', meaning: { topic: 't' } }],
    ['/', { to: 'ask', purpose: 'search', initial: '' }],
    ['=', { to: 'ask', purpose: 'key' }],
    ['g', { to: 'ask', purpose: 'position' }],
    ['t', { to: 'ask', purpose: 'partition' }],
  ])('%s → %j, with a record open or not', (key, todo) => {
    for (const state of [initialRecords(question), after(['enter'], five)]) {
      expect(afterRecordsKey(state, key, shown(five), question)?.todo).toMatchObject(todo);
    }
  });

  test('A redrives what is in sight, as it is searched for, and nothing where nothing is', () => {
    const filtered = asking(initialRecords(question), { search: { filter: 'value.id == 1' } });
    const pressed = (state: RecordsState, data: RecordsData) =>
      afterRecordsKey(state, 'A', shown(data), question)?.todo;
    expect(pressed(filtered, five)).toEqual({
      ...{ to: 'form', path: 'copy' },
      given: { topic: ['t'], redrive: true, from: '0:95', to: '0:100', filter: 'value.id == 1' },
    });
    expect(pressed(filtered, pages([]))).toMatchObject({ to: 'say' });
    expect(pressed(after(['enter'], five), five)).toBeUndefined();
  });

  describe('marks', () => {
    const offsetsOf = ({ marks }: RecordsState) => marks.map(({ offset }) => offset);
    const todoOf = (state: RecordsState, key: string) =>
      afterRecordsKey(state, key, shown(five), question)?.todo;
    const two = after([' ', 'down', ' '], five);

    test('Space marks, goes on to the next, and takes a mark away', () => {
      expect([offsetsOf(two), recordUnderCursor(two, five)?.offset]).toEqual([[97, 99], 96]);
      expect(offsetsOf(after(['home', ' '], five, two))).toEqual([97]);
      expect(recordsStatus(two, undefined)).toMatch(/^2 marked · newest first/);
    });

    test('they stay when their records are out of sight, another search begins, or another order', () => {
      const far = pages([chunk(3, 20, 19)]);
      expect(offsetsOf(after([' ', 'o', 'f', 'home'], far, two))).toEqual([19, 97, 99]);
      const searched = afterTyped(two, { purpose: 'search', text: 'x', stage: 'done' }, 0).state;
      expect(offsetsOf(searched)).toEqual([97, 99]);
      // Esc takes the search away, then the marks, then leaves.
      const unsearched = after(['escape'], five, searched);
      expect([unsearched.question.search, offsetsOf(unsearched)]).toEqual([noSearch, [97, 99]]);
      const unmarked = after(['escape'], five, unsearched);
      expect(offsetsOf(unmarked)).toEqual([]);
      expect(afterRecordsKey(unmarked, 'escape', shown(five), question)).toBeUndefined();
    });

    test('R, m, a, s and c take them all, but the record that is open alone; e takes one', () => {
      const given = { from: '0:97', to: '0:100', filter: 'offset == 97 or offset == 99' };
      expect(['R', 'm', 'a', 's', 'c', 'e'].map((key) => todoOf(two, key))).toMatchObject([
        { to: 'form', path: 'copy', given: { topic: ['t'], redrive: true, ...given } },
        { to: 'copy-to', source: 't', given },
        { to: 'records', act: 'again', records: [{ offset: 97 }, { offset: 99 }] },
        { to: 'records', act: 'save' },
        { to: 'copy', text: 'v97\nv99\n', what: '2 values, a line each' },
        { to: 'record', act: 'edit', record: { offset: 96 } },
      ]);
      const open = after(['enter'], five, two);
      expect(todoOf(open, 'R')).toMatchObject({ given: { from: '0:96', to: '0:97' } });
      expect(todoOf(open, 's')).toMatchObject({ to: 'record', record: { offset: 96 } });
    });

    test('a single one is the record that is meant, wherever the cursor is', () => {
      const one = after([' ', 'down'], five);
      expect(todoOf(one, 'R')).toMatchObject({ given: { from: '0:99', to: '0:100' } });
      expect(todoOf(one, 's')).toMatchObject({ to: 'record', act: 'save', record: { offset: 99 } });
    });

    test('they go with their topic: another one of its name has other records there', () => {
      const [one, other] = ['one', 'other'].map((topicId) => ({ ...five, topicId })) as [
        PagesData,
        PagesData,
      ];
      const both = after([' ', ' '], one);
      expect([recordsStatus(both, one), recordsStatus(both, other)]).toEqual([
        expect.stringMatching(/^2 marked/),
        expect.stringMatching(/^newest first/),
      ]);
      expect(afterRecordsKey(both, 'R', shown(other), question)?.todo).toMatchObject({
        given: { from: '0:97' },
      });
      expect(offsetsOf(after([' '], other, both))).toEqual([97]);
    });

    test('A is about what is in sight, marked or not', () => {
      expect(todoOf(two, 'A')).toMatchObject({ given: { from: '0:95', to: '0:100' } });
    });

    test('of tombstones no value is copied, and it is said how many there are', () => {
      const state = { ...two, marks: [record(1, 0, null), record(2), record(3)] };
      expect(todoOf(state, 'c')).toMatchObject({
        text: 'v2\nv3\n',
        what: '2 values, a line each; 1 tombstone without one',
      });
      expect(todoOf({ ...two, marks: [record(1, 0, null), record(2, 0, null)] }, 'c')).toMatchObject({
        to: 'say',
      });
    });

    test('there is an end to them', () => {
      const marks = Array.from({ length: 1000 }, (_, at) => record(at, 1));
      const full = { ...initialRecords(question), marks };
      expect(afterRecordsKey(full, ' ', shown(five), question)).toMatchObject({
        state: { marks: { length: 1000 } },
        todo: { to: 'say', tone: 'warn' },
      });
    });
  });

  test.each([':', '?', 'q', 'r', 'y', 'w', '1', 'p'])('%s is the explorer’s own', (key) => {
    expect(afterRecordsKey(initialRecords(question), key, shown(five), question)).toBeUndefined();
  });

  test('n gives a search that stopped more time, and one for a key the other partitions', () => {
    const coverage = {
      ...{ partitions: [], scanned: 5, matched: 0, times: null, hints: [], spentMs: 30_000 },
      state: 'stopped' as const,
    };
    const stopped = pages([], { coverage });
    expect(after(['n'], stopped)).toMatchObject({ patience: 1, question });
    const ended = pages([], { coverage: { ...coverage, state: 'ends' } });
    const ofKey = asking(initialRecords(question), { search: { key: 'k' } });
    expect(after(['n'], ended, ofKey).question.search).toEqual({ key: 'k', allPartitions: true });
    expect(after(['n'], ended)).toEqual(initialRecords(question));
  });
});

describe('chunks', () => {
  const bounds = new Map([[0, { low: 0, end: 300 }]]);
  const offsets = (from: number, count: number) => Array.from({ length: count }, (_, at) => from - at);
  const page = (from: number, count: number) => ({
    records: offsets(from, count).map((offset) => record(offset)),
    next: new Map([[0, from - count + 1]]),
    ...{ isLast: false, isComplete: true, scanned: count },
  });

  test('that of the cursor, the next, the one before; then no more', () => {
    const start = new Map([[0, 200]]);
    let data = pages([], { bounds, start });
    const asked = [];
    for (let wanted = wantedChunk(data, 0); wanted; wanted = wantedChunk(data, 0)) {
      asked.push([wanted.index, wanted.direction, wanted.positions.get(0)]);
      const next = wanted.index < 0 ? { ...page(299, 50), next: new Map([[0, 250]]) } : undefined;
      data = withPage(data, wanted, next ?? page((wanted.positions.get(0) ?? 0) - 1, wanted.size), 0);
    }
    expect(asked).toEqual([
      [0, 'older', 200],
      [1, 'older', 150],
      [-1, 'newer', 200],
    ]);
    expect(data.chunks.map(({ index, records }) => [index, records.length])).toEqual([
      [-1, 50],
      [0, 50],
      [1, 50],
    ]);
    // Further down those that are far away are forgotten, and read again from where they began.
    const wanted = wantedChunk(data, 1);
    expect(wanted).toMatchObject({ index: 2, direction: 'older' });
    data = wanted ? withPage(data, wanted, page(99, 50), 1) : data;
    expect(data.chunks.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(wantedChunk(data, 0)).toMatchObject({ index: -1, positions: start });
  });

  test('what a search leaves unfinished goes on where it was, and at the end of the log there is no more', () => {
    const half: Chunk = { index: 0, records: [record(150)], next: new Map([[0, 90]]) };
    const data = pages([half], { bounds, start: new Map([[0, 300]]) });
    expect(wantedChunk(data, 0)).toMatchObject({ index: 0, size: 49, positions: half.next });
    const whole = pages([{ ...half, next: new Map([[0, 0]]) }], { bounds, start: new Map([[0, 300]]) });
    expect(wantedChunk(whole, 0)).toBeUndefined();
  });

  test('records that arrive are a chunk before the first', () => {
    const chunks = [{ ...chunk(0, 299), next: new Map([[0, 0]]) }];
    const data = pages(chunks, { bounds, start: new Map([[0, 300]]) });
    expect(wantedChunk(data, 0)).toBeUndefined();
    const grown = { ...data, bounds: new Map([[0, { low: 0, end: 303 }]]) };
    expect(wantedChunk(grown, 0)).toMatchObject({ index: -1, direction: 'newer' });
    // Before a place that one went to on purpose nothing is searched.
    const asked = { ...question, from: '5', search: { grep: 'x' } };
    expect(wantedChunk({ ...grown, question: asked }, 0)).toBeUndefined();
    expect(wantedChunk({ ...grown, question: { ...asked, search: noSearch } }, 0)).toMatchObject({
      index: -1,
    });
  });
});

test.each([
  ['as it was', [[0, { low: 0, end: 100 }]], true],
  ['that has grown', [[0, { low: 5, end: 120 }]], true],
  ['with a partition without a leader', [], true],
  [
    'with one more partition',
    [
      [0, { low: 0, end: 100 }],
      [1, { low: 0, end: 1 }],
    ],
    false,
  ],
  ['that was made anew', [[0, { low: 0, end: 3 }]], false],
] as const)('of a log %s what was read stays, or not', (_what, bounds, isSame) => {
  expect(isSameLog(pages([]), { bounds: new Map<number, { low: number; end: number }>(bounds) })).toBe(
    isSame,
  );
});

test('a chunk that nothing is known of is not waited for', () => {
  const data = pages([chunk(2, 9)], { edges: new Map([[3, new Map()]]) });
  expect([-1, 0, 1, 2, 3, 4].map((at) => placeIn(data, at))).toEqual([-1, 0, 0, 2, 3, 0]);
});

describe('the line that prints just what is in sight', () => {
  const columns = '--keys --partitions --offsets --timestamps';
  const words = (state: RecordsState, data: RecordsData) => recordsWords(state, shown(data)).join(' ');

  test('of pages, of an empty one, of an open record, of a tail', () => {
    const three: Chunk = {
      index: 0,
      records: [record(9, 2), record(41, 0), record(7, 2)],
      next: new Map(),
    };
    const found = asking(initialRecords(question), { search: { grep: 'x' } });
    expect(words(found, pages([three]))).toBe(`consume t --from 0:41,2:7 --to 0:42,2:10 --grep x ${columns}`);
    const empty = asking(initialRecords(question), { from: '42', direction: 'newer', partitions: [1] });
    expect(words(empty, pages([]))).toBe(`consume t --from 42 --partition 1 --exit ${columns}`);
    expect(words(after(['down', 'enter'], five, found), five)).toBe(
      `consume t --from 0:98 --to 0:99 ${columns}`,
    );
    const tail = asking(initialRecords(question), { isFollowing: true, search: { key: '-k' } });
    expect(words(tail, five)).toBe(`consume t --follow --key=-k ${columns}`);
    expect(words(initialRecords(newestOf('-t')), pages([]))).toBe(
      `consume --from start --exit ${columns} -- -t`,
    );
  });
});

test('what is asked for in words', () => {
  const state = initialRecords({ ...question, partitions: [2], search: { grep: 'x\u001b' } });
  expect(recordsStatus(state, undefined)).toBe('newest first · partition 2 · with "x\\x1b"');
  expect(recordsStatus(initialRecords(question), { asked: 3, read: 2 })).toContain('2 of 3 partitions');
  expect(recordsStatus(initialRecords(question), { asked: 3, read: 3 })).toContain('all partitions');
});

test.each([
  [{ topic: ['t'] }, question],
  [
    { topic: ['t'], follow: true },
    { ...question, isFollowing: true },
  ],
  [
    { topic: ['t'], partition: ['3'], from: '42' },
    { ...question, partitions: [3], from: '42', direction: 'newer' },
  ],
  [
    { topic: ['t'], fromBeginning: true },
    { ...question, direction: 'newer' },
  ],
  [
    { topic: ['t'], key: 'k', keys: true },
    { ...question, search: { key: 'k' } },
  ],
  [
    { topic: ['t'], to: '9' },
    { ...question, to: '9' },
  ],
  [
    { topic: ['t'], from: '0:4', to: '0:9' },
    { ...question, from: '0:4', to: '0:9', direction: 'newer' },
  ],
  [{ topic: ['t', 'u'] }, 'a view shows one topic'],
  [{ topic: [], include: 't.*' }, 'a view shows one topic'],
  [{ topic: ['t'], group: 'g' }, 'a view joins no group and commits nothing'],
  [{ topic: ['t'], format: '%s' }, 'a view has columns of its own (without --format it opens as one)'],
  [
    { topic: ['t'], to: '9', follow: true },
    'a view that follows has no end (without --follow it opens as one)',
  ],
])('consume %j as a view, or why not', (options, asked) => expect(questionOf(options)).toEqual(asked));

test('a place in the log that is no place is told before anything is asked', () => {
  expect(() => questionOf({ topic: ['t'], to: 'soon' })).toThrow('"soon" is not a position');
});

describe('an end', () => {
  const bounded = { ...question, to: '@-1h' };
  const state = initialRecords(bounded);

  test('is told, and printed by the command', () => {
    expect(recordsStatus(state, undefined)).toBe('newest first · to @-1h · all partitions');
    expect(recordsWords(state, shown(pages([]))).join(' ')).toContain('--from start --to @-1h --exit');
  });

  test.each([
    ['o', '@-1h'],
    ['f', null],
  ])('after %s it is %s', (key, to) => {
    expect(afterRecordsKey(state, key, shown(five), bounded)?.state.question.to).toBe(to);
  });

  test('a place in another partition is shown, too', () => {
    const one = initialRecords({ ...question, partitions: [0] });
    const went = (text: string) =>
      afterTyped(one, { purpose: 'position', text, stage: 'done' }, 0).state.question.partitions;
    expect([went('3:20'), went('20')]).toEqual([[], [0]]);
  });

  test('gives way to a place that one goes to', () => {
    const went = afterTyped(state, { purpose: 'position', text: '50', stage: 'done' }, 0);
    expect(went.state.question).toMatchObject({ from: '50', to: null });
  });
});

test('searches look at what is shown', () => {
  const decoded = { value: { text: Buffer.from('{"n":5}'), isJson: true, schema: '{}' } };
  const shownRecord = {
    ...record(1),
    key: Buffer.from('k'),
    decoded,
    headers: [['h', Buffer.from('x')]] as const,
  };
  const finds = (text: string) =>
    searchTest(searchTyped(text), new Date(0))?.test(
      asPrintable({ ...shownRecord, headers: [['h', Buffer.from('x')]] }),
    );
  expect(['value.n == 5', 'value.n == 6', '"n"', 'v1', 'headers.h == "x"', 'key == "k"'].map(finds)).toEqual([
    ...[true, false, true, false, true, true],
  ]);
});

describe('a tail', () => {
  const tail = (rows: readonly CopiedRecord[], isPaused: boolean) =>
    arrived(emptyTail, rows, rows.length, isPaused);

  test('live, paused, resumed, bounded', () => {
    const paused = arrived(tail([record(1)], false), [record(2), record(3)], 3, true);
    expect([paused.rows.length, paused.waiting.length, paused.seen, paused.matched]).toEqual([1, 2, 4, 3]);
    const resumed = arrived(paused, [], 0, false);
    expect(resumed.rows.map(({ offset }) => offset)).toEqual([1, 2, 3]);
    expect(resumed.waiting).toEqual([]);
    const kept = filtered(paused, ({ offset }) => offset === 3);
    expect([kept.rows.length, kept.waiting.length, kept.seen, kept.matched]).toEqual([0, 1, 4, 1]);
    const many = arrived(
      emptyTail,
      Array.from({ length: 1500 }, (_, at) => record(at)),
      1500,
      false,
    );
    expect([many.rows.length, many.dropped]).toEqual([1000, 500]);
  });

  const following = asking(initialRecords(question), { isFollowing: true });
  const tailData = (rows: readonly CopiedRecord[], waiting: readonly CopiedRecord[] = []): TailData => ({
    ...{ kind: 'tail', question: following.question, nowMs: 0, notes: [], asked: 1, read: 1, topicId: null },
    tail: { ...emptyTail, rows, waiting, seen: 4, matched: 3 },
  });

  test('keeps its end in sight until one moves; End is there again', () => {
    const two = tailData([record(1), record(2)]);
    const more = tailData([record(1), record(2), record(3)]);
    expect(recordUnderCursor(following, more)?.offset).toBe(3);
    const up = after(['up'], two, following);
    expect(recordUnderCursor(up, more)?.offset).toBe(1);
    expect(recordUnderCursor(after(['end'], two, up), more)?.offset).toBe(3);
    expect(recordUnderCursor(after(['enter'], two, following), more)?.offset).toBe(2);
  });

  test('p pauses it, and it says so', () => {
    const paused = after(['p'], tailData([]), following);
    expect(paused.isPaused).toBe(true);
    const searching = { ...paused, question: { ...paused.question, search: { grep: 'x' } } };
    expect(recordsStatus(searching, tailData([], [record(1), record(2)]))).toBe(
      '4 arrived · 3 found · paused, 2 waiting · all partitions · with "x"',
    );
    expect(after(['p'], tailData([]), paused).isPaused).toBe(false);
  });
});

describe('the screen', () => {
  const text = (state: RecordsState, data: RecordsData, columns = 60, rows = 12) =>
    recordsView(question)
      .lines(state, { ...shown(data), size: { columns, rows } })
      .map((line) => line.map((span) => span.text).join(''));

  test('as rows, with what was said of them', () => {
    const data = pages([chunk(0, 99, 98)], { notes: ['t[1] is left out: no leader.'] });
    const lines = text(initialRecords(question), data);
    expect(lines[0]).toMatch(/^ {3}P {2}OFFSET {2}TIME {6}KEY {9}VALUE$/);
    expect(lines[1]).toMatch(/^❯ {2}0 {6}99 .* \(null\) {6}v99$/);
    expect(lines[3]).toBe('t[1] is left out: no leader.');
  });

  test.each([
    [initialRecords(question), pages([]), 'No records here.'],
    [initialRecords(question), pages([], { isReading: true }), 'Reading …'],
    [asking(initialRecords(question), { search: { grep: 'x' } }), pages([]), 'Nothing found.'],
  ])('without rows it says why', (state, data, said) => expect(text(state, data)[0]).toBe(said));

  test('a search says what was covered', () => {
    const coverage = {
      partitions: [{ topic: 't', partition: 0, from: 40, next: 100, to: 100, records: 1 }],
      ...{ scanned: 60, matched: 1, times: { earliestMs: 0, latestMs: 1000 }, hints: [], spentMs: 30_000 },
      state: 'stopped' as const,
    };
    const lines = text(initialRecords(question), pages([chunk(0, 99)], { coverage }), 200);
    expect(lines.slice(2)).toEqual([
      'Searched t[0] offsets 40 to 99, written 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:01.000Z: 60 scanned, 1 matched.',
      'Not all was searched: n goes on.',
    ]);
  });

  test('no more lines than there is room for, and what is in records has no power over the terminal', () => {
    const evil = record(1, 0, 'a\u001b]0;title\u0007\u202eb');
    const many = pages(
      [{ index: 0, records: [evil, ...Array.from({ length: 90 }, () => evil)], next: new Map() }],
      {
        notes: Array.from({ length: 90 }, () => 'note\u001b[2J'),
      },
    );
    for (const rows of [1, 3, 5, 20]) {
      for (const state of [initialRecords(question), after(['enter'], many)]) {
        const lines = text(state, many, 40, rows);
        expect(lines.length).toBeLessThanOrEqual(rows);
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    }
  });
});
