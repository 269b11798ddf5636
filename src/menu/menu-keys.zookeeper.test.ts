import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type MenuHome, menuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';
import { onTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const { enter, escape, interrupt } = key;
const topic = uniqueName('keys');
let home: MenuHome;

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic]);
  await onTestCluster(['produce', topic], { stdin: 'first\nsecond\n' });
}, 60_000);
beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

test('keys that come in one write are taken in order, by lists, questions and pages alike', async () => {
  const terminal = home.open();
  // Browse, and one of the topics of the overview; it is looked up on the way.
  await terminal.answer('Quit ', enter);
  await terminal.answer('EVENTS', `/${topic}${enter}l`);
  await terminal.answer(/newest first[^]*❯/, `/first${enter}`);
  await terminal.answer(/with "first"[^]*❯/, `${enter}?`);
  await terminal.answer('save the value', escape + escape);
  await terminal.answer('with "first"', interrupt + interrupt);
  expect(await terminal.ended()).toBe(0);
}, 60_000);

test('lines that are typed ahead of a command that reads them are its lines', async () => {
  const terminal = home.open();
  await terminal.choose('Quit ', 'Run a command');
  await terminal.choose('Run a command: which one?', 'topics');
  await terminal.choose('topics:', 'delete');
  await terminal.answer('Type to search', topic);
  await terminal.answer(`❯ ${topic}`, enter);
  await terminal.answer('Run it (it asks first)', `${enter}another word${enter}`);
  await terminal.answer('Stopped.', interrupt + interrupt);
  expect(await terminal.ended()).toBe(0);
}, 60_000);

test.each([
  ['narrower', 60, 20],
  ['wider', 100, 30],
  ['tiny', 30, 8],
])(
  'a window that becomes %s is drawn anew at once',
  async (_what, columns, rows) => {
    const terminal = home.open(undefined, { columns: 80, rows: 24 });
    await terminal.sees(/Quit [^]*Esc back/);
    terminal.resize(columns, rows);
    const drawn = (await terminal.sees(/controller[^]*❯ /)).split('\n');
    expect(drawn.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...drawn.map((line) => line.trimStart().length))).toBeLessThan(columns);
    terminal.press(interrupt + interrupt);
    expect(await terminal.ended()).toBe(0);
  },
  60_000,
);
