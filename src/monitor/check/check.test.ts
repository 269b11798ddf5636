import { untoldLag } from '../../kafka/groups/group-lag.js';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from '../../text/errors.js';
import {
  madeBroker,
  madeGroup,
  madePartition,
  madeSnapshot,
  madeTopic,
} from '../../testing/program/made-snapshot.js';
import { measures, parseCheck, type MeasureName } from './check-grammar.js';
import { evaluateCheck } from './evaluate-check.js';
import { emptyHistory, remember } from '../picture/history.js';
import { unknownEnd } from '../take/snapshot.js';

const operators = ['<', '<=', '>', '>=', '=', '==', '!='] as const;
const name = fc.string({ minLength: 1, maxLength: 12 });
const quoted = (text: string) => `"${text.replace(/["\\]/g, (char) => `\\${char}`)}"`;

describe('grammar', () => {
  const checks = fc.constantFrom(...(Object.keys(measures) as MeasureName[])).chain((measure) =>
    fc.record({
      measure: fc.constant(measure),
      args: fc.array(name, { minLength: measures[measure].args[0], maxLength: measures[measure].args[1] }),
      operator: fc.constantFrom(...operators),
      value: fc.nat(),
      space: fc.constantFrom('', ' ', '  '),
    }),
  );

  test('what is written in it is read back', () => {
    fc.assert(
      fc.property(checks, ({ measure, args, operator, value, space }) => {
        const list = args.length === 0 ? '' : `${space}(${args.map(quoted).join(`${space},${space}`)})`;
        const text = `${measure}${list}${space}${operator}${space}${value}`;
        expect(parseCheck(text)).toEqual({ text, measure, args, operator, value });
      }),
    );
  });

  test('anything else is refused with a caret below the text, and nothing but a LabError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseCheck(text);
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
          const caret = (error as LabError).message.split('\n').at(-1) ?? '';
          expect(caret.trim()).toBe('^');
          expect(caret.length).toBeLessThanOrEqual(text.length + 3);
        }
      }),
    );
  });

  test.each([
    ['lag(orders) < 1_000', 1000],
    ['max_lag<2.5k', 2500],
    ['rate = 1M', 1_000_000],
  ])('%s', (text, value) => {
    expect(parseCheck(text).value).toBe(value);
  });

  test.each([
    ['', 'a measure is expected here', 0],
    ['lags(x) < 1', 'no such measure; did you mean lag?', 0],
    ['lag < 1', 'it is lag(GROUP[, TOPIC]): records that a group is behind', 0],
    ['lag(a < 1', 'a ) is missing', 6],
    ['lag() < 1', 'a name is expected here; put one with special characters in quotes', 4],
    ['offline 1', 'an operator is expected here: <= >= == != < > =', 8],
    ['offline = none', 'a number is expected here, like 0, 1000, 1_000, 2.5k', 10],
    ['offline = 0 and more', 'the end is expected here', 12],
    ['lag("a) < 1', 'this quote is never closed', 4],
    ['offline = 1x', 'a number is expected here, like 0, 1000, 1_000, 2.5k', 10],
  ])('%j', (text, what, at) => {
    expect(() => parseCheck(text)).toThrow(`--check: ${what}\n  ${text}\n  ${' '.repeat(at)}^`);
  });
});

describe('against a round', () => {
  const partition = (number: number, lag: number | null) => ({
    topic: number < 2 ? 'orders' : 'clicks',
    partition: number,
    currentOffset: 3,
    lag,
    problem: lag === null ? unknownEnd : null,
  });
  const round = (at: number) =>
    madeSnapshot(at, {
      topics: [
        madeTopic('orders', [madePartition(0, { low: 5, high: at }), madePartition(1, { isr: [1] })]),
        madeTopic('lost', [madePartition(0, { leader: null, isr: [], low: null, high: null })]),
      ],
      groups: [
        madeGroup('billing', { partitions: [0, 1, 2].map((each) => partition(each, 10)), lag: 30 }),
        madeGroup('partly', { partitions: [partition(0, 1), partition(1, null)], lag: 1 }),
      ],
    });
  const history = [round(1000), round(3000)].reduce(remember, emptyHistory);

  test.each<[string, boolean, number | string]>([
    ['lag(billing) < 31', true, 30],
    ['lag(billing, orders) = 20', true, 20],
    ['lag(billing, "nothing") = 0', false, 'it does not read "nothing"'],
    ['lag(partly) < 100', false, 'its lag in orders/1 is unknown'],
    ['lag(nobody) = 0', false, 'there is no group "nobody"'],
    ['max_lag >= 30', false, 'the lag of partly is known only in part'],
    ['members(billing) = 0', true, 0],
    ['under_replicated = 0', false, 2],
    ['under_replicated(orders) = 1', true, 1],
    ['offline != 0', true, 1],
    ['offline(orders) = 0', true, 0],
    ['brokers = 3', true, 3],
    ['topics = 2', true, 2],
    ['partitions(orders) = 2', true, 2],
    ['records(orders) = 2995', true, 2995],
    ['records(lost) = 0', false, 'not all its leaders answer'],
    ['records(nothing) = 0', false, 'there is no topic "nothing"'],
    ['rate(orders) = 1000', true, 1000],
    ['rate > 999', true, 1000],
    ['disk(1) = 5M', true, 5_000_000],
    ['disk > 14M', true, 15_000_000],
    ['disk(9) > 0', false, 'there is no broker 9'],
  ])('%s', (text, ok, value) => {
    const outcome = evaluateCheck(parseCheck(text), history);
    expect([outcome.ok, outcome.value ?? outcome.problem]).toEqual([ok, value]);
  });

  test('the groups of a silent broker are unknown, so that no lag passes', () => {
    const silent = remember(
      emptyHistory,
      madeSnapshot(0, { brokers: [madeBroker(1), madeBroker(2, { state: 'silent' })] }),
    );
    for (const text of ['max_lag = 0', 'lag(billing) = 0']) {
      expect(evaluateCheck(parseCheck(text), silent)).toMatchObject({
        ok: false,
        problem: 'broker 2 does not answer, so its groups are unknown',
      });
    }
  });
});

describe('what a lag does not say by itself', () => {
  const partitionOf = (partition: number, low: number, high: number) => ({
    ...{ partition, leader: 1, replicas: [1], isr: [1], low, high },
  });
  const read = (partition: number, currentOffset: number, lag: number) => ({
    ...{ topic: 'orders', partition, currentOffset, lag, problem: null },
  });
  const groupOf = (rest: object) => ({
    ...{ group: 'billing', state: 'Empty', type: 'classic', coordinator: 1, members: [], lag: 100 },
    ...{ partitions: [read(0, 40, 60), read(1, 60, 40)] },
    ...rest,
  });
  const historyOf = (group: ReturnType<typeof groupOf>) =>
    remember(emptyHistory, {
      ...{ at: 1, tookMs: 1, clusterId: 'c', controllerId: 1, brokers: [] },
      topics: [
        {
          ...{ name: 'orders', isInternal: false },
          partitions: [
            partitionOf(0, 77, 100),
            partitionOf(1, 0, 100),
            partitionOf(2, 0, 9),
            partitionOf(3, 5, 5),
          ],
        },
      ],
      groups: [group],
    });

  test('records that retention took, and partitions with nothing committed', () => {
    expect(evaluateCheck(parseCheck('lag(billing) < 10'), historyOf(groupOf({})))).toEqual({
      ...{ check: 'lag(billing) < 10', ok: false, value: 100, problem: null },
      note: '37 of it were deleted before the group read them; 1 partition with nothing committed not counted',
    });
  });

  test('a share group', () => {
    const shared = groupOf({ type: 'share', members: null, partitions: [], lag: null });
    expect(evaluateCheck(parseCheck('lag(billing) < 10'), historyOf(shared))).toMatchObject({
      ...{ ok: false, value: null, problem: 'what a share group has consumed is unknown', note: null },
    });
  });

  test.each([
    ['told', { lag: 7, problem: null }, { ok: true, value: 7, problem: null }],
    [
      'not told, by brokers before 4.2',
      { lag: null, problem: untoldLag },
      { ok: false, value: null, problem: 'its lag in orders/0 is unknown' },
    ],
  ])('a share group whose lag is %s', (_what, told, outcome) => {
    const partitions = [{ ...{ topic: 'orders', partition: 0, currentOffset: 3 }, ...told }];
    const shared = groupOf({ type: 'share', members: null, partitions, lag: told.lag });
    expect(evaluateCheck(parseCheck('lag(billing) < 10'), historyOf(shared))).toMatchObject(outcome);
  });

  test.each([
    ['a share group', { type: 'share', members: null, partitions: [], lag: null }],
    [
      'a group of a protocol that tells no members',
      { type: 'streams', members: null, partitions: [], lag: null },
    ],
  ])('the greatest lag leaves out what is unknown, and says so: %s', (_what, unknown) => {
    const round = historyOf(groupOf(unknown));
    expect(evaluateCheck(parseCheck('max_lag < 10'), round)).toMatchObject({
      ...{ ok: false, value: null, problem: 'the lag of no group is known' },
    });
    const beside = madeSnapshot(0, { groups: [groupOf(unknown), madeGroup('known', { lag: 7 })] });
    expect(evaluateCheck(parseCheck('max_lag < 10'), remember(emptyHistory, beside))).toMatchObject({
      ...{ ok: true, value: 7, problem: null, note: 'not counted, since their lag is unknown: billing' },
    });
  });
});
