import { expect, test } from '@jest/globals';
import { emptyPicture, withRound } from '../../monitor/picture/picture.js';
import { madeBroker, madeGroup, madeSnapshot, madeTopic } from '../../testing/program/made-snapshot.js';
import { overviewView } from './overview-view.js';

const data = withRound(
  emptyPicture,
  madeSnapshot(0, {
    brokers: [madeBroker(1), madeBroker(2, { state: 'silent', problem: 'no answer within 3 s' })],
    topics: [madeTopic('orders')],
    groups: [madeGroup('billing')],
  }),
);
const view = overviewView(['monitor'], new Set());

test.each([
  ['large', { columns: 100, rows: 30 }],
  ['small', { columns: 40, rows: 10 }],
])('old numbers are grey but for the cursor, and the same: %s', (_, size) => {
  const drawn = (isOld: boolean) => view.lines(view.initial, { data, size, isOld }).flat();
  const [old, current] = [drawn(true), drawn(false)];
  expect(old.map(({ text }) => text)).toEqual(current.map(({ text }) => text));
  expect(new Set(old.map(({ tone }) => tone).filter((tone) => tone !== 'marked'))).toEqual(
    new Set(['muted']),
  );
  expect(current.some(({ tone }) => tone === 'good' || tone === 'bad')).toBe(true);
});

test('help has each key once, with what it does here; hints are of what is there', () => {
  const all = overviewView(['monitor'], new Set(['consume', 'topics config', 'topics trim']));
  const shown = { data, size: { columns: 80, rows: 20 }, isOld: false };
  const ofRow = all.keys(all.initial, shown);
  expect(ofRow).toContainEqual(['T', 'delete its oldest records (topics trim)']);
  const ofView = all.help.flatMap(([keys]) => keys.split(' '));
  expect(ofRow.filter(([key]) => ofView.includes(key))).toEqual([]);
  const keysOf = (state: typeof all.initial, picture: typeof data | undefined) =>
    all.hints(state, { ...shown, data: picture }).map(({ key }) => key);
  expect(keysOf(all.initial, data)).toEqual(['Enter', 'l', 'Tab']);
  expect(keysOf(all.initial, undefined)).toEqual(['Tab', ':']);
  expect(keysOf({ ...all.initial, page: { kind: 'happened' } }, data)).toEqual(['↑↓', 'Esc']);
});

test('on 60 columns and 20 rows: all three brokers, and names that are not cut', () => {
  const names = ['payments-eu', 'mailer-nights'];
  const picture = withRound(
    emptyPicture,
    madeSnapshot(0, {
      brokers: [1, 2, 3].map((id) => madeBroker(id)),
      topics: names.map((name) => madeTopic(name)),
      groups: names.map((name) => madeGroup(name)),
    }),
  );
  const size = { columns: 60, rows: 16 };
  const lines = view
    .lines(view.initial, { data: picture, size, isOld: false })
    .map((line) => line.map(({ text }) => text).join(''));
  expect(lines.filter((line) => /^ +[123] up/.test(line))).toHaveLength(3);
  for (const name of names) expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(2);
});

test('a broker that is in the cluster but does not answer is not up in the header', () => {
  expect(view.pulse?.(data)).toEqual({ brokersUp: 1, brokers: 2, underReplicated: 0, offline: 0 });
  expect(view.pulse?.(emptyPicture)).toBeUndefined();
});
