import { afterEach, expect, test } from '@jest/globals';
import { decodeByItself } from '../../kafka/records/decoding/open-decoding.js';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { serveLogs, type ServedLog } from '../../testing/brokers/serve-logs.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { askAgain } from '../../text/wait.js';
import { scriptedMenu } from '../../testing/program/scripted-menu.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import { newestOf, type Question } from './question.js';
import { recordsOf, type RecordsData } from './records-data.js';
import { recordsView } from './records-view.js';

/** What is still open after a test that failed would keep the process alive. */
const left: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(left.splice(0).map((leave) => leave()));
});

async function until(isSo: () => boolean): Promise<void> {
  const ask = () => isSo() || undefined;
  expect(await askAgain(ask, { timeoutMs: 4000, pauseMs: 5 })).toBe(true);
}

const size = { columns: 80, rows: 20 };

interface Watching {
  readonly screen: () => string;
  readonly status: () => string;
  readonly failure: () => string | undefined;
  readonly offsets: () => readonly number[];
  readonly given: () => number;
  press(key: string): void;
  type(key: string, text: string): void;
  refresh(): void;
}

/** The view of a topic `single`, with these logs by partition; null: it has no leader. */
function watch(
  logs: readonly (ServedLog | null)[],
  asked: Partial<Question> = {},
  isAway: () => boolean = () => false,
): Watching {
  const broker = new ScriptedBroker();
  serveLogs(
    broker,
    new Map(logs.flatMap((log, partition) => (log ? [[`single/${partition}`, log] as const] : []))),
  );
  const partitions = logs.map((log, partition) =>
    partitionState(partition, [1], log ? {} : { leader: null }),
  );
  const session = testSession({
    brokers: [broker],
    metadata: {
      brokers: [{ id: 1, host: 'localhost', port: 1, rack: null }],
      topics: [topicState('single', partitions)],
    },
  });
  const { menu } = scriptedMenu({
    answers: [],
    context: {
      kafka: () => (isAway() ? Promise.reject(new Error('all brokers are away')) : Promise.resolve(session)),
    },
  });
  const view = recordsView({ ...newestOf('single'), decode: decodeByItself, ...asked });
  let state = view.initial;
  let data: RecordsData | undefined;
  let failure: string | undefined;
  let given = 0;
  let wake: () => void = () => undefined;
  const stop = new AbortController();
  const shown = () => ({ data, size, isOld: failure !== undefined });
  const refresh = () => wake();
  const live = view.live({
    signal: stop.signal,
    context: { ...menu.context, signal: stop.signal },
    state: () => state,
    size: () => size,
    get data() {
      return data;
    },
    give(next) {
      data = next;
      failure = undefined;
      given += 1;
    },
    fail: ({ message }) => void (failure = message),
    round: (work) => work(),
    pause: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (stop.signal.aborted) resolve();
        stop.signal.addEventListener('abort', () => resolve());
      }),
  });
  left.push(async () => {
    stop.abort();
    await live;
  });
  const take = (pressed: ReturnType<typeof view.press>) => {
    if (!pressed) return;
    ({ state } = pressed);
    if (pressed.todo?.to === 'refresh') refresh();
  };
  return {
    screen: () =>
      view
        .lines(state, shown())
        .map((line) => line.map(({ text }) => text).join(''))
        .join('\n'),
    status: () => view.status(state, shown()),
    failure: () => failure,
    offsets: () => recordsOf(data).map(({ offset }) => offset),
    given: () => given,
    press: (key) => take(view.press(state, key, shown())),
    type(key, text) {
      const todo = view.press(state, key, shown())?.todo;
      if (todo?.to !== 'ask') throw new Error(`${key} asks for nothing`);
      take(view.typed(state, { purpose: todo.purpose, text, stage: 'done' }, shown()));
    },
    refresh,
  };
}

function log(...values: readonly string[]): ServedLog {
  return { batches: [batchOf(values.map((value) => ({ value })))] };
}

const three = [log('one of 0', 'two of 0'), null, log('one of 2', 'two of 2')];

test('a partition without a leader is said, beside the crumbs and in a note', async () => {
  const view = watch(three);
  await until(() => view.offsets().length === 4);
  expect(view.status()).toBe('newest first · 2 of 3 partitions');
  expect(view.screen()).toContain('single[1] is left out: no leader.');
});

test('chosen alone it is an error, not an empty page', async () => {
  const view = watch(three, { partitions: [1] });
  await until(() => view.failure() !== undefined);
  expect(view.failure()).toBe('single[1] is left out: no leader.');
  expect([view.status(), view.given()]).toEqual(['newest first · partition 1', 0]);
});

test('records that cannot be read again stay in sight', async () => {
  let isAway = false;
  const view = watch(three, {}, () => isAway);
  await until(() => view.offsets().length === 4);
  const before = view.screen();
  isAway = true;
  await until(() => {
    view.refresh();
    return view.failure() !== undefined;
  });
  expect(view.failure()).toBe('all brokers are away');
  expect(view.screen().replaceAll('❯', ' ')).toBe(before.replaceAll('❯', ' '));
});

test('a search finds what it looks for and says what it covered; Esc takes it off', async () => {
  const view = watch(three);
  await until(() => view.offsets().length === 4);
  view.type('/', 'one of');
  await until(() => view.screen().includes('2 matched'));
  expect(view.offsets()).toEqual([0, 0]);
  expect(view.screen()).toContain('Searched single[0] offsets 0 to 1, single[2] offsets 0 to 1');
  view.type('/', 'offset == 1 and value contains "2"');
  await until(() => view.screen().includes('1 matched'));
  expect(view.status()).toContain('where offset == 1 and value contains "2"');
  view.press('escape');
  await until(() => view.offsets().length === 4);
});

test('from an offset the record there is under the cursor, and those before it are there, too', async () => {
  const values = Array.from({ length: 200 }, (_, at) => `v${at}`);
  const view = watch([log(...values)], { from: '120', direction: 'newer' });
  await until(() => view.offsets().length === 130);
  expect(view.screen()).toMatch(/❯ +0 +120 /);
  view.press('enter');
  // As far as one likes: what is before it is read while one goes.
  for (let offset = 119; offset >= 0; offset -= 1) {
    await until(() => view.offsets().includes(offset));
    view.press('left');
    expect(view.status()).toBe(`partition 0 · offset ${offset}`);
  }
  expect(view.screen()).toContain('v0');
});

test('an end bounds both orders, and what arrives behind it does not come', async () => {
  const batches = [batchOf(Array.from({ length: 9 }, (_, at) => ({ value: `v${at}` })))];
  const view = watch([{ batches }], { to: '5' });
  await until(() => view.offsets().length === 5);
  expect(view.offsets()).toEqual([4, 3, 2, 1, 0]);
  expect(view.status()).toBe('newest first · to 5 · all partitions');
  view.press('o');
  await until(() => view.offsets()[0] === 0);
  expect(view.offsets()).toEqual([0, 1, 2, 3, 4]);
  batches.push(batchOf([{ value: 'more' }], { baseOffset: 9 }));
  const given = view.given();
  await until(() => {
    view.refresh();
    return view.given() > given + 1;
  });
  expect(view.offsets()).toEqual([0, 1, 2, 3, 4]);
});

test('from one place to another', async () => {
  const values = Array.from({ length: 9 }, (_, at) => `v${at}`);
  const view = watch([log(...values), log(...values)], { from: '1:3', to: '1:6', direction: 'newer' });
  await until(() => view.offsets().length === 6);
  expect(view.screen()).toMatch(/❯ +1 +3 /);
  // Those before the place where it begins are there, too.
  expect(view.offsets()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('records that arrive come before the newest, and the cursor stays', async () => {
  const batches = [batchOf([{ value: 'a' }, { value: 'b' }])];
  const view = watch([{ batches }]);
  await until(() => view.offsets().length === 2);
  batches.push(batchOf([{ value: 'c' }], { baseOffset: 2 }));
  await until(() => {
    view.refresh();
    return view.offsets().length === 3;
  });
  expect(view.offsets()).toEqual([2, 1, 0]);
  expect(view.screen()).toMatch(/❯ +0 +1 /);
});

test('a topic that was made anew is read anew', async () => {
  const log: { batches: Buffer[] } = { batches: [batchOf([{ value: 'a' }, { value: 'b' }, { value: 'c' }])] };
  const view = watch([log]);
  await until(() => view.offsets().length === 3);
  log.batches.splice(0, 1, batchOf([{ value: 'other' }]));
  await until(() => {
    view.refresh();
    return view.offsets().length === 1;
  });
  expect(view.screen()).toContain('other');
});

test('what a filter names and no record has is said, also after the next round', async () => {
  const view = watch([{ batches: [batchOf([{ value: '{"amount":1}' }])] }]);
  await until(() => view.offsets().length === 1);
  view.type('/', 'value.amuont > 3');
  await until(() => view.screen().includes('Did you mean amount?'));
  const given = view.given();
  await until(() => {
    view.refresh();
    return view.given() > given + 1;
  });
  expect(view.screen()).toContain('No record has value.amuont. Did you mean amount?');
});

test('a tail says what it does not read, shows what arrives, pauses, and searches without reading anew', async () => {
  const batches = [batchOf([{ value: 'before' }])];
  const view = watch([{ batches }, null], { isFollowing: true });
  await until(() => view.given() > 0);
  expect(view.screen()).toContain('Waiting for records …');
  expect(view.screen()).toContain('single[1] cannot be read yet: no leader.');
  batches.push(batchOf([{ value: 'first' }, { value: 'second' }], { baseOffset: 1 }));
  await until(() => view.offsets().length === 2);
  expect(view.offsets()).toEqual([1, 2]);
  view.press('p');
  batches.push(batchOf([{ value: 'third' }], { baseOffset: 3 }));
  await until(() => view.status().includes('paused, 1 waiting'));
  expect(view.offsets()).toEqual([1, 2]);
  view.type('/', 'ir');
  view.press('p');
  view.refresh();
  await until(() => view.offsets().length === 2 && view.offsets()[1] === 3);
  expect(view.offsets()).toEqual([1, 3]);
  expect(view.status()).toBe('3 arrived · 2 found · live · 1 of 2 partitions · with "ir"');
  view.press('escape');
  view.press('f');
  await until(() => view.offsets().length === 4);
});
