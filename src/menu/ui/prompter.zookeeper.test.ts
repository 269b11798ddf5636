import { spawn, type IPty } from '@lydell/node-pty';
import { afterEach, describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';

const program = fileURLToPath(new URL('../../../bin/kafka-lab.js', import.meta.url));

const started = new Set<IPty>();
afterEach(() => {
  for (const terminal of started) terminal.kill();
});

/** The built program on a real pseudo-terminal; `keys` are pressed when it has asked. */
function onTerminal(argv: readonly string[], keys: string): Promise<{ exitCode: number; screen: string }> {
  const terminal = spawn(process.execPath, [program, '-b', testCluster().bootstrapServers, ...argv], {
    // Wide enough for the question to stay on one line, where it is looked for.
    cols: 200,
    rows: 24,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm' },
  });
  started.add(terminal);
  let screen = '';
  let pressed = false;
  terminal.onData((data) => {
    screen += data;
    if (pressed || !stripVTControlCharacters(screen).includes('to go on:')) return;
    pressed = true;
    terminal.write(keys);
  });
  return new Promise((resolve) => {
    terminal.onExit(({ exitCode }) => {
      started.delete(terminal);
      resolve({ exitCode, screen: stripVTControlCharacters(screen) });
    });
  });
}

describe('before a topic is deleted, its name is asked for', () => {
  test.each([
    ['another word', 'yes\r', 130, false],
    ['^C', '\u0003', 130, false],
    ['the name', undefined, 0, true],
  ])(
    '%s',
    async (_what, keys, exitCode, isGone) => {
      const topic = uniqueName('prompt');
      await onTestCluster(['topics', 'create', topic]);
      const answered = await onTerminal(['topics', 'delete', topic], keys ?? `${topic}\r`);
      expect(answered.screen).toContain(`Topic ${topic} and all its records will be gone.`);
      expect(answered.screen).toContain(isGone ? 'deleted' : 'Nothing was changed.');
      expect(answered.exitCode).toBe(exitCode);
      const { stdout } = await onTestCluster(['topics', 'list', '--filter', topic]);
      expect(stdout === '').toBe(isGone);
      if (!isGone) await onTestCluster(['topics', 'delete', topic, '--yes']);
    },
    20_000,
  );
});
