import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineCommand, type CommandEntry } from '../contract/command.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { testSession } from '../testing/brokers/test-session.js';
import { LabError } from '../text/errors.js';
import { scriptedMenu } from '../testing/program/scripted-menu.js';
import { until } from '../testing/clusters/until.js';
import { testScreen } from '../testing/program/test-screen.js';
import { createExplorer, type Explorer } from './explorer.js';

/** What `things list` gives in each round; a function may wait or throw. */
let rounds: () => Promise<readonly (readonly [string, number])[]>;
/** What `things plan` gives. */
let plan: () => Promise<unknown>;
let asked = 0;
let explorer: Explorer | undefined;
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kafka-lab-explorer-'));
});
afterEach(() => {
  explorer?.close();
  rmSync(data, { recursive: true });
});

function command<T>(path: string, run: (options: Record<string, unknown>) => Promise<T>): CommandEntry {
  const spec = defineCommand({
    path: path.split(' ') as [string, ...string[]],
    summary: `the command ${path}`,
    effect: path.endsWith('delete') ? 'destroys' : 'reads',
    options: z.object({
      topic: z.array(z.string()).default([]).meta({ description: 'a topic', completes: 'topic' }),
      ...(path.endsWith('plan') && { execute: z.boolean().default(false).meta({ description: 'do it' }) }),
    }),
    positionals: ['topic'],
    run: (_context, options) => run(options),
    view: (rows) => ({ header: ['TOPIC', 'N'], rows: rows as unknown as (string | number)[][] }),
  });
  return { path, load: () => Promise.resolve(spec as never) };
}

const entries: readonly CommandEntry[] = [
  command('topics list', async () => {
    asked += 1;
    return rounds();
  }),
  command('topics describe', ({ topic }) => Promise.resolve([[String(topic), 7]])),
  command('things plan', () => plan()),
  command('topics delete', () => Promise.resolve([])),
];

const none = () => Promise.reject(new LabError('unreachable', 'No cluster.'));
let cluster: () => Promise<KafkaSession> = none;

async function begun(words = ['topics', 'list']) {
  asked = 0;
  const { menu } = scriptedMenu({
    answers: [],
    context: {
      cwd: '/nowhere',
      folders: { data, config: data, cache: data, package: data },
      kafka: () => cluster(),
    },
  });
  explorer = createExplorer({
    menu: { ...menu, entries, groups: { topics: 'topics' } },
    place: { name: 'made up', colour: undefined, guard: undefined, isPractice: false },
    globals: ['-b', 'x:1'],
    isFromMenu: false,
  });
  await explorer.open(words);
  const terminal = testScreen();
  const outside = explorer.run(terminal.screen);
  outside.catch(() => undefined);
  return { ...terminal, outside };
}

const two = () => Promise.resolve([['orders', 1] as const, ['payments', 2] as const]);

test('a list, in and out again, with the cursor where it was and the line that it equals', async () => {
  rounds = two;
  const { press, sees, text } = await begun();
  await sees('❯  orders');
  expect(text()).toContain('$ kafka-lab -b x:1 topics list');
  press('down', 'enter');
  await sees(/topics › payments[^]*\$ kafka-lab -b x:1 topics describe payments/);
  press('escape');
  await sees('❯  payments');
  press('escape');
  expect(text()).toContain('This is the first view');
});

test('keys are taken while a round is under way, which is said once it is overdue', async () => {
  rounds = () => new Promise(() => undefined);
  cluster = () => Promise.resolve({ ...testSession(), unanswered: () => ['10.0.0.7:9092'] });
  const { press, sees, type, text } = await begun();
  await sees('Asking …');
  press('?');
  expect(text()).toContain('THIS VIEW');
  press('escape', ':');
  type('topics describe orders');
  press('enter');
  await sees(/❯ {2}orders +7/);
  press('escape');
  await sees(/Old: no answer for \d+ s from 10\.0\.0\.7:9092/);
  cluster = none;
  press('q');
}, 15_000);

test('a key that does nothing says so, and what stands still says how it goes on', async () => {
  rounds = two;
  const { press, sees, text } = await begun();
  await sees('❯  orders');
  press('Z');
  expect(text()).toContain('Z does nothing here. ? shows the keys.');
  press('p');
  expect(text()).toMatch(/HELD[^]*p go on {3}Enter/);
  press('p', '?', 'end');
  expect(text()).toMatch(/q \^C +leave/);
  press('home');
  expect(text()).toMatch(/^[^]{0,200}topic: A named log/);
  press('escape', 'enter');
  await sees(/❯ {2}orders +7/);
  press('enter');
  expect(text()).toContain('Nothing is below this.');
});

test('what fails is told above the old rows, which come back with the next answer', async () => {
  rounds = two;
  const { press, sees, type } = await begun();
  await sees('❯  orders');
  rounds = () => Promise.reject(new LabError('unreachable', 'Nobody answers.', { hint: 'Start it.' }));
  press('ctrl-r');
  await sees(/old, of [^]*Nobody answers\.[^]*❯ {2}orders/);
  rounds = () => Promise.resolve([['orders', 5] as const]);
  press('r');
  type('200ms');
  press('enter');
  await sees(/❯ ?\*? *orders +5[^]*- payments/);
});

test('rounds come one at a time, and none while it is held', async () => {
  let underWay = 0;
  let most = 0;
  rounds = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(20);
    underWay -= 1;
    return two();
  };
  const { press, sees, type } = await begun();
  await sees('❯  orders');
  press('r');
  type('200ms');
  press('enter', 'ctrl-r', 'ctrl-r', 'ctrl-r');
  await until(() => Promise.resolve(asked >= 4 || undefined));
  expect(most).toBe(1);
  press('p');
  await sees('HELD');
  await until(() => Promise.resolve(underWay === 0 || undefined));
  const before = asked;
  await sleep(600);
  expect(asked).toBe(before);
  press('p');
  await until(() => Promise.resolve(asked > before || undefined));
});

describe('what the screen is left for', () => {
  test.each<[string, string[], unknown]>([
    ['q', ['q'], { to: 'quit' }],
    ['a form for the row', ['D'], { to: 'form', path: 'topics delete', given: { topic: ['orders'] } }],
    [
      'a form for marked rows',
      [' ', ' ', 'D'],
      { to: 'form', path: 'topics delete', given: { topic: ['orders', 'payments'] } },
    ],
    ['all commands', ['x'], { to: 'choose', meaning: { topic: 'orders' } }],
    [
      'another connection',
      [':', ...Array.from('connection prod'), 'enter'],
      { to: 'connection', name: 'prod' },
    ],
    [
      'a command that changes',
      [':', ...Array.from('topics delete x'), 'enter'],
      { to: 'run', words: ['topics', 'delete', 'x'] },
    ],
  ])('%s', async (_what, keys, left) => {
    rounds = two;
    const { press, sees, outside } = await begun();
    await sees('❯  orders');
    press(...keys);
    expect(await outside).toEqual(left);
  });

  test('a cell is copied, and the command', async () => {
    rounds = two;
    const { press, sees, copied } = await begun();
    await sees('❯  orders');
    press('c', 'right', 'c', 'y');
    expect(copied).toEqual(['orders', '1', 'topics list']);
  });

  test('what is too long for a clipboard is told, and not sent', async () => {
    const names: Record<string, number> = { many: 74_995, 'too many': 1_048_577 };
    for (const [much, letters] of Object.entries(names)) {
      rounds = () => Promise.resolve([['x'.repeat(letters), 1] as const]);
      const { press, sees, text, copied } = await begun();
      await sees('❯  x');
      press('c');
      expect(text()).toContain(much === 'many' ? 'Copied, if the terminal takes' : 'Not copied:');
      expect(copied).toHaveLength(much === 'many' ? 1 : 0);
      explorer?.close();
    }
  });

  test('a fault of the program is no failure of the cluster: it ends the explorer', async () => {
    rounds = () => Promise.reject(new TypeError('a bug'));
    const { outside } = await begun();
    await expect(outside).rejects.toThrow('a bug');
  });
});

describe('the mouse', () => {
  test('is off until i, and then chooses, opens and scrolls what is in sight, also the help', async () => {
    rounds = two;
    const { press, point, hasMouse, sees, text } = await begun();
    await sees('❯  orders');
    expect(hasMouse()).toBe(false);
    press('i');
    expect([hasMouse(), text()]).toEqual([true, expect.stringContaining('The mouse is on')]);
    point('click', 4, 4);
    expect(text()).toContain('❯  payments');
    // The header, the crumbs and the foot are not the view's.
    for (const row of [0, 1, 12, 13]) point('click', 4, row);
    expect(text()).toContain('❯  payments');
    point('click', 4, 4);
    await sees('topics › payments');
    press('?');
    const before = text();
    point('wheel-down', 0, 0);
    expect(text()).not.toBe(before);
    point('wheel-up', 0, 0);
    point('click', 0, 5);
    expect(text()).toBe(before);
    press('escape', ':');
    point('click', 4, 4);
    expect(text()).toMatch(/\n:/);
    press('escape', 'i');
    expect(hasMouse()).toBe(false);
  });

  test('below a failure the rows are where they are drawn', async () => {
    rounds = two;
    const { press, point, sees, text } = await begun();
    await sees('❯  orders');
    press('i');
    rounds = () => Promise.reject(new LabError('unreachable', 'Nobody answers.'));
    press('ctrl-r');
    await sees('Nobody answers.');
    point('click', 4, 4);
    expect(text()).toContain('❯  orders');
    point('click', 4, 5);
    expect(text()).toContain('❯  payments');
  });
});

test('pasted text is no keys: it goes into the line that is open, as one line, or nowhere', async () => {
  rounds = two;
  const { press, paste, sees, text } = await begun();
  await sees('❯  orders');
  paste('D\rq\r');
  expect(text()).toContain('Pasted text goes into a line: open one with : or / first.');
  press('/');
  paste(' or\nders\u001b ');
  expect(text()).toContain('None of 2 has "or ders".');
});

test('the view in sight opened again takes its own place; a filter may be typed with it', async () => {
  rounds = two;
  const { press, type, sees, text } = await begun();
  await sees('❯  orders');
  press('2', ':');
  type('topics /pay');
  press('enter');
  await sees(/^topics {2}\/pay · 1 of 2$/m);
  expect(text()).not.toContain('›');
});

test('a plan that could not be made is not offered, and not executed', async () => {
  let isRefused = false;
  plan = () =>
    isRefused ? Promise.reject(new LabError('refused', 'No plan.')) : Promise.resolve([['orders', 1]]);
  const { press, sees, text } = await begun(['things', 'plan']);
  await sees('E execute this plan');
  isRefused = true;
  press('ctrl-r');
  await sees('No plan.');
  expect(text()).not.toContain('execute this plan');
  press('E');
  expect(text()).toContain('There is no plan to execute now.');
});
