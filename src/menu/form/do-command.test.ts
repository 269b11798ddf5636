import { beforeAll, describe, expect, test } from '@jest/globals';
import { commands } from '../../commands/index.js';
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { scriptedMenu, type ScriptedMenuSettings } from '../../testing/program/scripted-menu.js';
import { produceByHand } from '../records/produce-by-hand.js';
import { doPath } from './do-command.js';

// Modules of one graph that are loaded side by side confuse Jest.
beforeAll(async () => {
  for (const path of ['groups reset', 'topics create', 'topics trim', 'produce', 'topics list'])
    await commands.find((entry) => entry.path === path)!.load();
}, 30_000);

const readonly = {
  connection: () => Promise.resolve({ name: 'live', settings: { readonly: true } }),
} as unknown as Partial<Context>;

async function done(path: string, given: Parameters<typeof doPath>[2], settings: ScriptedMenuSettings) {
  const scripted = scriptedMenu(settings);
  await doPath(scripted.menu, path, given);
  return scripted;
}

const lines = (ran: readonly (readonly string[])[]) => ran.map((argv) => argv.join(' '));

describe('a plan', () => {
  test('of groups reset asks for topic and position, and is then done by one choice', async () => {
    const { ran, asked } = await done(
      'groups reset',
      { group: ['billing'] },
      {
        answers: [
          { type: 'orders' },
          { type: '@-1d' },
          { choose: 'Run it' },
          { choose: 'Do it' },
          { choose: 'Back' },
        ],
      },
    );
    expect(asked[0]?.title).toBe('groups reset · topic: a topic to reset; may be repeated');
    expect(asked[1]?.title).toContain('groups reset · to POSITION: where to go on');
    expect(lines(ran)).toEqual([
      'groups reset billing --topic orders --to @-1d',
      'groups reset billing --topic orders --to @-1d --execute',
    ]);
    expect(asked.at(-1)?.labels).not.toContain('Do it');
  });

  test.each([
    ['that failed', 1],
    ['that was stopped', 130],
  ])('%s is not done', async (_what, exitCode) => {
    const { asked } = await done(
      'topics trim',
      { topic: 'orders', before: '10' },
      { answers: [{ choose: 'Run it' }], exitCodes: [exitCode] },
    );
    expect(asked.at(-1)?.labels).not.toContain('Do it');
  });
});

describe('afterwards', () => {
  test.each([
    [0, 'Back'],
    [130, 'Back'],
    [1, 'Change it'],
    [2, 'Change it'],
  ])('exit code %d: the cursor is on %s', async (exitCode, cursor) => {
    const { asked } = await done(
      'topics create',
      { name: 'orders' },
      { answers: [{ choose: 'Run it' }], exitCodes: [exitCode] },
    );
    expect(asked.at(-1)?.cursor).toBe(cursor);
  });

  test('changed in the form, nothing is asked twice', async () => {
    const { ran, asked } = await done(
      'groups reset',
      { group: ['billing'] },
      {
        answers: [
          { type: 'orders' },
          { type: '' },
          { choose: 'Run it' },
          { choose: 'Change it' },
          { choose: 'to:' },
          { type: 'end' },
          { choose: 'Run it' },
        ],
        exitCodes: [2],
      },
    );
    expect(lines(ran)).toEqual([
      'groups reset billing --topic orders',
      'groups reset billing --topic orders --to end',
    ]);
    expect(asked[4]?.title).toContain('reset committed offsets');
  });

  test('the line itself is edited, until it is a command, and runs as it was typed', async () => {
    const spec = await commands.find(({ path }) => path === 'topics list')!.load();
    const { ran, said, asked } = await done(
      'topics create',
      { name: 'it’s new' },
      {
        answers: [
          { choose: 'Run it' },
          { choose: 'Edit the line' },
          { type: 'topics lst' },
          { type: "kafka-lab topics list --filter 'a b' -o json" },
        ],
        exitCodes: [2],
        understand: (argv) =>
          Promise.resolve(
            argv.includes('list') ? { spec, chosen: {} } : new LabError('usage', 'no such command'),
          ),
      },
    );
    expect(asked[2]).toMatchObject({ title: '$', cursor: "kafka-lab topics create 'it’s new'" });
    expect(said).toEqual(['error: no such command']);
    expect(asked[3]?.cursor).toBe('topics lst');
    expect(ran[1]).toEqual(['topics', 'list', '--filter', 'a b', '-o', 'json']);
  });

  test('a quote that is not closed is refused', async () => {
    await expect(
      done(
        'topics create',
        { name: 'x' },
        { answers: [{ choose: 'Edit the line' }, { type: "topics list 'a" }] },
      ),
    ).rejects.toThrow('A quote is not closed.');
  });
});

describe('a readonly connection', () => {
  test.each([['topics create'], ['topics trim']])(
    'refuses %s before it asks, unless it is a plan',
    async (path) => {
      const { asked, said } = await done(path, {}, { answers: [], context: readonly });
      if (path === 'topics create') {
        expect(said[0]).toContain('topics create would change the cluster, and connection live is readonly.');
        expect(asked.map(({ title }) => title)).toEqual(['Nothing was run.']);
      } else {
        expect(said.join()).not.toContain('readonly');
      }
    },
  );

  test('refuses to produce before it asks', async () => {
    const { menu, asked, said } = scriptedMenu({ answers: [], context: readonly });
    await produceByHand(menu, 'orders');
    expect(said[0]).toContain('connection live is readonly');
    expect(asked.map(({ title }) => title)).toEqual(['Nothing was run.']);
  });
});

test('what was typed for a record that was not written is kept and can be changed', async () => {
  const { menu, ran, asked } = scriptedMenu({
    answers: [
      { type: 'k1' },
      { choose: 'One line' },
      { type: 'v1' },
      { type: 'source=web' },
      { type: '' },
      { type: '9' },
      { choose: 'Change it' },
      { choose: 'partition:' },
      { type: '1' },
      { choose: 'Run it' },
    ],
    exitCodes: [1],
  });
  await produceByHand(menu, 'orders');
  expect(lines(ran)).toEqual([
    'produce orders v1 --key k1 --header source=web --partition 9',
    'produce orders v1 --key k1 --header source=web --partition 1',
  ]);
  expect(asked.find(({ title }) => title.startsWith('It was not written'))?.cursor).toBe('Change it');
});
