import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldersFor } from '../../config/folders.js';
import { runCli } from '../../testing/program/run-cli.js';
import { commands, groups } from '../../commands/index.js';
import { answerShell } from './answer-shell.js';
import { shells } from '../../commands/_completion-scripts.js';

let home: string;
/** Accepts connections and never says a word. */
let silent: Server;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-completion-'));
  const folder = join(home, 'data', 'clusters', 'second');
  mkdirSync(folder, { recursive: true });
  const service = (name: string, kind: string, id: number) => ({ name, kind, id, address: 'h:1', port: 1 });
  const services = [
    service('zookeeper', 'zookeeper', 0),
    service('kafka1', 'broker', 1),
    service('kafka2', 'broker', 2),
  ];
  writeFileSync(
    join(folder, 'state.json'),
    JSON.stringify({ version: 1, name: 'second', engine: 'java', phase: 'up', file: 'x', services }),
  );
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  silent.close();
  rmSync(home, { recursive: true, force: true });
});

async function answer(...argv: readonly string[]): Promise<readonly string[]> {
  const env = { KAFKA_LAB_HOME: home };
  const folders = foldersFor('linux', env, home, home);
  return (await answerShell(argv, { entries: commands, groups }, { env, cwd: home, folders }))
    .split('\n')
    .slice(0, -1);
}

describe('for zsh and fish: words, with descriptions', () => {
  test.each([
    ['topics cr', ['words', 'create\tcreate a topic']],
    ['topics list --internal --int', ['words']],
    ['-o y', ['words', 'yaml']],
    ['--cluster ', ['words', 'second']],
    ['cluster stop --name second ', ['words', 'kafka1', 'kafka2', 'zookeeper']],
    ['cluster stop --name second 2', ['words', '2']],
    ['cluster stop ', ['words']],
    ['produce t --file ', ['files']],
    ['completion ', ['words', 'bash', 'zsh', 'fish']],
  ])('%s', async (line, expected) => {
    expect(await answer('--', ...line.split(' '))).toEqual(expected);
  });
});

describe('for bash: the line, and what is replaced of its last word', () => {
  test.each([
    ['kafka-lab topics cr', 'cr', ['words', 'create']],
    ['kafka-lab --output=js', 'js', ['words', 'json', 'jsonl']],
    ['kafka-lab --output=', '', ['words', 'table', 'json', 'jsonl', 'yaml', 'plain']],
    ['kafka-lab produce --file=', '', ['files']],
  ])('%s', async (line, text, expected) => {
    expect(await answer('--bash', line, text)).toEqual(expected);
  });
});

describe('in trouble there is nothing to offer, and no error', () => {
  test.each([
    ['a closed port', () => '127.0.0.1:1'],
    ['a silent port', () => `127.0.0.1:${(silent.address() as AddressInfo).port}`],
    ['no address', () => ':::'],
  ])('%s', async (_what, address) => {
    expect(await answer('--', '-b', address(), 'topics', 'describe', '')).toEqual(['words']);
  });

  test.each([[[]], [['--bash']], [['--']], [['nonsense']]])('argv %j', async (argv) => {
    expect((await answer(...argv))[0]).toBe('words');
  });
});

test.each(shells)('completion %s prints the script, and beside it no line in a pipe', async (shell) => {
  const piped = await runCli(['completion', shell]);
  expect([piped.exitCode, piped.stderr]).toEqual([0, '']);
  expect(piped.stdout).toMatch(/^#.*\n[\s\S]*__complete[\s\S]*\n$/);
  const seen = await runCli(['completion', shell], { isTerminal: true });
  expect(seen.stdout).toBe(piped.stdout);
  expect(seen.stderr.replaceAll('\n', ' ')).toContain(`kafka-lab completion ${shell}`);
});
