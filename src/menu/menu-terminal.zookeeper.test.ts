import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type MenuHome, leave, menuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const { enter, interrupt } = key;
let home: MenuHome;

beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

describe('the terminal is left as it was found', () => {
  /** What its driver is set to, before and after; and the id of the program, to be signalled. */
  const shell = [
    'before=$(stty -g)',
    `sh -c 'echo "pid $$"; exec "$0" "$@"' "$0" "$@"`,
    'code=$?',
    '[ "$(stty -g)" = "$before" ] && echo "the same, $code"',
  ].join('\n');
  const open = (...argv: string[]) => home.open(['-b', testCluster().bootstrapServers, ...argv], { shell });
  /** As if something that no command awaits failed at SIGUSR2. */
  const openFaulty = (fault: string, ...argv: string[]) => {
    const NODE_OPTIONS = `--import=data:text/javascript,process.on('SIGUSR2',()=>{${fault}})`;
    return home.open(['-b', testCluster().bootstrapServers, ...argv], { shell, env: { NODE_OPTIONS } });
  };

  test('after a second ^C', async () => {
    const terminal = open();
    await terminal.answer('Quit ', interrupt + interrupt);
    await terminal.sees('the same, 0', 30_000);
  }, 60_000);

  test.each([
    ['a list', 'Quit ', []],
    ['the explorer', 'BROKERS', ['browse']],
  ])(
    'after SIGTERM, with %s on the screen',
    async (_, seen, argv) => {
      const terminal = open(...argv);
      const [, pid] = /pid (\d+)/.exec(await terminal.sees(/pid [^]*$/)) ?? [];
      await terminal.sees(seen);
      process.kill(Number(pid), 'SIGTERM');
      await terminal.sees('the same, 130', 30_000);
      expect(terminal.raw.slice(terminal.raw.lastIndexOf('\u001b[?25l'))).toContain('\u001b[?25h');
    },
    60_000,
  );

  test.each([
    ['a throw in the menu', "throw(Error('boom'))", 'Quit ', []],
    ['a rejection in the menu', "Promise.reject(Error('boom'))", 'Quit ', []],
    ['a rejection in the monitor', "Promise.reject(Error('boom'))", 'BROKERS', ['monitor', '--verbose']],
  ])(
    'after %s that nothing catches',
    async (_, fault, seen, argv) => {
      const terminal = openFaulty(fault, ...argv);
      const [, pid] = /pid (\d+)/.exec(await terminal.sees(/pid [^]*$/)) ?? [];
      await terminal.sees(seen);
      process.kill(Number(pid), 'SIGUSR2');
      const shown = await terminal.sees('the same, 1', 30_000);
      if (argv.includes('--verbose')) expect(shown).toMatch(/error: boom\nLabError: boom\n[^]*\n +at /);
      else expect(shown).toMatch(/error: boom\nThis is a fault of kafka-lab itself\.[^\n]*\nthe same/);
      const { raw } = terminal;
      expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'));
      // Said on the screen that stays.
      expect(raw.lastIndexOf('\u001b[?1049l')).toBeLessThan(raw.indexOf('boom'));
      expect(raw.lastIndexOf('\u001b[?1049h')).toBeLessThanOrEqual(raw.lastIndexOf('\u001b[?1049l'));
    },
    60_000,
  );

  test('after an error', async () => {
    const terminal = open('--timeout', 'soon');
    expect(await terminal.sees('the same, 2', 30_000)).toContain('error: --timeout');
  }, 60_000);
});

test('lines typed in the menu go where a command reads them; ^D ends them, and the menu goes on', async () => {
  const topic = uniqueName('typed');
  await onTestCluster(['topics', 'create', topic]);
  const terminal = home.open();
  await terminal.choose('Quit ', 'Run a command');
  await terminal.choose('Run a command: which one?', 'produce');
  await terminal.answer('Type to search', topic);
  await terminal.choose(`Type to search: ${topic}`, topic);
  await terminal.answer('value:', enter);
  await terminal.choose('Run it', 'Run it');
  await terminal.answer(`produce ${topic}`, `first line${enter}second line${enter}`);
  await terminal.answer('second line', '\u0004');
  expect(await terminal.answer('Done.', enter)).toMatch(/2 records/);
  await terminal.choose('Run a command: which one?', 'topics');
  expect(await leave(terminal)).toBe(0);
  const { stdout } = await onTestCluster(['consume', topic, '--from-beginning', '--exit']);
  expect(stdout.split('\n').sort()).toEqual(['', 'first line', 'second line']);
}, 60_000);
