import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, groups } from '../commands/index.js';
import { formOfWords } from '../menu/form/form-of-words.js';
import { scriptedMenu } from '../testing/program/scripted-menu.js';
import { LabError } from '../text/errors.js';
import type { Screen } from '../view/screen.js';
import type { World } from '../view/world.js';
import { explore } from './explore.js';

/** Lines typed after `:`, one each time that the screen is opened, then `q`. */
async function explored(
  words: readonly string[],
  typed: readonly string[],
  world: Partial<Pick<World, 'folders' | 'env'>> = {},
) {
  const left = [...typed];
  const screens: string[] = [];
  const openScreen = (): Promise<Screen> => {
    const keys = left.length === 0 ? ['q'] : [':', ...Array.from(left.shift()!), 'enter'];
    return Promise.resolve({
      columns: 120,
      rows: 24,
      draw: (lines) =>
        void screens.push(lines.map((line) => line.map(({ text }) => text).join('')).join('\n')),
      onKey(press) {
        // Once the explorer is ready for it; what only says something takes no screen.
        setImmediate(() => {
          keys.forEach((key) => press(key));
          setTimeout(() => press('q'), 100);
        });
      },
      onResize: () => undefined,
      onMouse: () => undefined,
      onPaste: () => undefined,
      copy: () => undefined,
      close: () => undefined,
    });
  };
  const { menu, ran, said } = scriptedMenu({
    answers: [],
    understand: (argv) => formOfWords(argv, { entries: commands, groups }),
    context: {
      openScreen,
      cwd: '/nowhere',
      ...world,
      target: () => Promise.resolve({ bootstrapServers: [{ host: 'x', port: 1 }], origin: '-b' } as never),
      kafka: () => Promise.reject(new LabError('unreachable', 'No cluster.')),
    },
  });
  await explore(menu, { words, globals: ['-b', 'x:1'], isFromMenu: false });
  return { ran, said, screens };
}

describe('what is no view is printed, as it was typed, with the reason', () => {
  test.each([
    ['consume a b --grep x', 'consume a b --grep x', 'a view shows one topic'],
    ['records a b', 'consume a b', 'a view shows one topic'],
    ['consume a --group g', 'consume a --group g', 'a view joins no group and commits nothing'],
    ['consume a -o json', 'consume a -o json', 'without -o it opens as one'],
    ['records a -10 --format %s', 'consume a --from=-10 --format %s', 'without --format it opens as one'],
    ['consume a -n 5', 'consume a -n 5', 'without -n it opens as one'],
  ])(':%s', async (typed, line, reason) => {
    const { ran, said } = await explored(['topics'], [typed]);
    expect(ran).toEqual([line.split(' ')]);
    expect(said.join('\n')).toContain(reason);
  });

  test('also as the first view, after which the overview comes', async () => {
    const { ran, screens } = await explored(['consume', 'a', 'b'], []);
    expect(ran).toEqual([['consume', 'a', 'b']]);
    expect(screens.at(-1)).toContain('$ kafka-lab -b x:1 monitor');
  });
});

test.each([
  ['consume a --to @now', 'newest first · to @now'],
  ['records a 5 --to 9', 'from 5 · to 9'],
  ['consume a --decode json --grep x', 'with "x"'],
])(':%s opens as records', async (typed, status) => {
  const { ran, screens } = await explored(['topics'], [typed]);
  expect(ran).toEqual([]);
  expect(screens.at(-1)).toContain(status);
});

test('another cluster is not reached by an option, neither by a view nor by what changes something', async () => {
  for (const typed of ['topics list -c prod', 'topics delete a --yes -b elsewhere:9092']) {
    const { ran, screens } = await explored(['topics'], [typed]);
    expect(ran).toEqual([]);
    expect(screens.join('\n')).toContain('about one cluster. To another one: :connection NAME');
  }
});

test('a first view that is no command is an error', async () => {
  await expect(explored(['nonsense'], [])).rejects.toMatchObject({ code: 'usage' });
});

test('a connection that there is not is told, and the view stays', async () => {
  const data = mkdtempSync(join(tmpdir(), 'kafka-lab-explore-'));
  try {
    const folders = { data, config: data, cache: data, package: data };
    const { screens } = await explored(['topics'], ['connection nosuch'], { folders, env: {} });
    expect(screens.join('\n')).toContain('There is no connection "nosuch".');
    expect(screens.at(-1)).toContain('$ kafka-lab -b x:1 topics list');
  } finally {
    rmSync(data, { recursive: true });
  }
});
