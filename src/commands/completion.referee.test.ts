/** What bash, zsh and fish make of their scripts at the Tab key; all three have to be installed. bash with the program itself: completion.zookeeper.test.ts. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from '@lydell/node-pty';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { completionScript, type Shell } from './_completion-scripts.js';

/** Instead of the program: it answers what a test has written, and keeps what it was asked, or called with. */
const program = [
  '#!/bin/sh',
  'if [ "$1" = __complete ]; then cat "$HOME/answer"; kept=asked; else kept=called; fi',
  String.raw`printf '%s\0' "$@" >"$HOME/$kept.part" && mv "$HOME/$kept.part" "$HOME/$kept"`,
].join('\n');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-shells-'));
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'files'));
  writeFileSync(join(home, 'bin/kafka-lab'), program, { mode: 0o755 });
});
const nothing = () => Promise.resolve();
let end = nothing;
afterEach(async () => {
  await end();
  end = nothing;
  expect(readdirSync(home)).not.toContain('PWNED');
  rmSync(home, { recursive: true, force: true });
});

const starts: Readonly<Record<Shell, readonly [file: string, text: string]>> = {
  bash: ['.bashrc', completionScript('bash')],
  zsh: [
    '.zshrc',
    `PS1='> '; bindkey -e; autoload -Uz compinit; compinit -u -D\n${completionScript('zsh')}\ncd files`,
  ],
  fish: ['.config/fish/completions/kafka-lab.fish', completionScript('fish')],
};

type Line = (
  typed: string,
  answer: string,
) => Promise<{ asked: readonly string[]; called: readonly string[] }>;

/** A shell of this kind in a folder of its own; types a line, then Tab and Enter. */
async function open(shell: Shell): Promise<Line> {
  if (spawnSync(shell, ['--version']).error) throw new Error(`${shell} is not installed.`);
  const [file, text] = starts[shell];
  mkdirSync(join(home, file, '..'), { recursive: true });
  writeFileSync(join(home, file), text);
  const terminal = spawn(shell, ['-i'], {
    cols: 200,
    rows: 40,
    cwd: join(home, 'files'),
    env: {
      PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter),
      HOME: home,
      TERM: 'xterm',
      LANG: 'C.UTF-8',
    },
  });
  const gone = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  end = async () => {
    // What is left of a line goes, and with it whatever is typed in the same moment.
    terminal.write('\u0003');
    await sleep(100);
    terminal.write('exit\r');
    await gone;
  };
  let screen = '';
  terminal.onData((data) => (screen += data));
  const until = async (isSo: () => boolean) => {
    for (let time = 0; !isSo(); time += 1) {
      if (time > 500) throw new Error(`${shell} shows: ${JSON.stringify(screen.slice(-1000))}`);
      await sleep(20);
    }
  };
  terminal.write('echo rea""dy\r');
  await until(() => screen.includes('ready'));
  return async (typed, answer) => {
    const [asked, called] = [join(home, 'asked'), join(home, 'called')];
    for (const each of [asked, called]) rmSync(each, { force: true });
    writeFileSync(join(home, 'answer'), answer);
    terminal.write(`kafka-lab ${typed}\t`);
    await until(() => existsSync(asked));
    terminal.write('\r');
    await until(() => existsSync(called));
    const words = (path: string) => readFileSync(path, 'utf8').split('\0').slice(0, -1);
    return { asked: words(asked), called: words(called) };
  };
}

const names = [
  ...['a b', "it's", 'q"uote', 'back\\slash', 'trailing\\', 'co:lon', 'grüße', '~home', '#start', 'bang!!x'],
  ...[
    '$(touch $HOME/PWNED)',
    '`touch $HOME/PWNED`',
    'x; touch $HOME/PWNED',
    '$HOME',
    'star*x',
    'p(a)<r>[e]{n,s}',
  ],
];

for (const shell of ['zsh', 'fish'] as const) {
  test.each(['', '"', "'"])(
    `${shell}: a name after %j arrives as it is, and runs nothing`,
    async (quote) => {
      const line = await open(shell);
      for (const name of names) {
        const { called } = await line(`describe ${quote}`, `words\n${name}\ta: description\n`);
        expect(called).toEqual(['describe', name]);
      }
    },
    60_000,
  );

  test(`${shell}: the program is asked for a word without its quotes, and goes on with it`, async () => {
    const line = await open(shell);
    for (const [typed, word, name] of [
      ['"a ', 'a ', 'a b'],
      ["'a ", 'a ', 'a b'],
      ['a\\ ', 'a ', 'a b'],
      ["it\\'", "it'", "it's"],
      ['"it\'', "it'", "it's"],
      ["'back\\s", 'back\\s', 'back\\slash'],
      ['"back\\\\s', 'back\\s', 'back\\slash'],
      ['back\\\\s', 'back\\s', 'back\\slash'],
    ] as const) {
      const { asked, called } = await line(`-b h:1 describe ${typed}`, `words\n${name}\n`);
      expect(asked).toEqual(['__complete', '--', '-b', 'h:1', 'describe', word]);
      expect(called).toEqual(['-b', 'h:1', 'describe', name]);
    }
    expect((await line('set r', 'words\nretention.ms=\n')).called).toEqual(['set', 'retention.ms=']);
  }, 60_000);
}

test.each(['bash', 'zsh', 'fish'] as const)(
  '%s: files, also after --file=',
  async (shell) => {
    // bash and zsh know names of several lines; of fish, what completes is told line by line.
    const files = ['a b', "it's", '$(touch $HOME', ...(shell === 'fish' ? [] : ['new\nline'])];
    for (const file of files) writeFileSync(join(home, 'files', file), '');
    const line = await open(shell);
    for (const file of files)
      for (const before of ['', '"']) {
        const typed = before + (file.startsWith('$') ? '\\' : '') + file.charAt(0);
        expect((await line(`--file ${typed}`, 'files\n')).called).toEqual(['--file', file]);
        expect((await line(`--file=${typed}`, 'files\n')).called).toEqual([`--file=${file}`]);
      }
  },
  60_000,
);

test.each([
  ['~/bin/kafka-lab', 'topics\n'],
  ['./none/kafka-lab', ''],
])('fish: %s by its path: it is asked if it is there, and never a word of complaint', (path, stdout) => {
  const [file, text] = starts.fish;
  mkdirSync(join(home, file, '..'), { recursive: true });
  writeFileSync(join(home, file), text);
  writeFileSync(join(home, 'answer'), 'words\ntopics\n');
  const env = { PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter), HOME: home };
  const ran = spawnSync('fish', ['-c', `complete -C '${path} to'`], { env, encoding: 'utf8' });
  expect([ran.stdout, ran.stderr]).toEqual([stdout, '']);
});
