import { describe, expect, test } from '@jest/globals';
import { runCli } from './testing/program/run-cli.js';

/** Port 1 is tcpmux, which is not used. */
const nobody = '127.0.0.1:1';

describe('exit codes and messages', () => {
  test.each([
    ['--version', 0, '0.0.0-test\n', ''],
    ['--no-such-option', 2, '', 'error: There is no option "--no-such-option".\nSee: kafka-lab --help\n'],
    [
      '--cluster drill topics list --bogus',
      2,
      '',
      'error: There is no option "--bogus".\nSee: kafka-lab topics list --help\n',
    ],
    [
      'topics list x',
      2,
      '',
      'error: topics list takes no arguments, and 1 was given.\nSee: kafka-lab topics list --help\n',
    ],
    ['topics clone a', 2, '', 'error: topics clone: TO is missing.\nSee: kafka-lab topics clone --help\n'],
    ['topic list', 2, '', 'error: There is no command "topic".\nDid you mean topics?\n'],
    [
      `-b ${nobody} topics list`,
      1,
      '',
      `error: No Kafka broker answers at ${nobody} (-b): ${nobody}: nothing listens there (ECONNREFUSED)\n` +
        'Is the address right, and the broker up? To practise on a cluster of your own: kafka-lab cluster up\n',
    ],
    [
      'topics delete t',
      2,
      '',
      'error: Topic t and all its records will be gone. There is no terminal to confirm on.\nIf you are sure, pass --yes.\n',
    ],
  ])('%s → %d', async (line, exitCode, stdout, stderr) => {
    expect(await runCli(line.split(' '))).toEqual({ exitCode, stdout, stderr });
  });

  test('an argument with bytes that are not UTF-8, which Node replaces', async () => {
    for (const words of [['produce', 't', 'caf\ufffd'], ['groups', 'describe', '\ufffd'], ['\ufffd']]) {
      const { exitCode, stderr } = await runCli(words);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringMatching(/^error: Argument \d, ".*", has bytes that are not UTF-8/),
      ]);
    }
  });

  test('no words and no terminal for the menu: the help, and the exit code of wrong usage', async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^The menu needs a terminal/);
    expect(stdout).toMatch(/^Usage: kafka-lab/);
    expect(stdout).toMatch(/topics +create, list, describe, configure/);
  });

  test('no stack trace, but with --verbose, and then with its causes', async () => {
    const argv = ['-b', nobody, 'brokers', 'list'];
    expect((await runCli(argv)).stderr).not.toMatch(/\n +at /);
    const { stderr } = await runCli([...argv, '--verbose']);
    expect(stderr).toMatch(/LabError: No Kafka broker answers[\s\S]*\n +at .*session/);
    expect(stderr).toMatch(/caused by: LabError[\s\S]*caused by: /);
  });

  test('colour of an error: on a terminal only, and not with --no-color', async () => {
    const red = '\u001b[31merror:';
    expect((await runCli(['x'], { isTerminal: true })).stderr).toContain(red);
    expect((await runCli(['x'])).stderr).not.toContain(red);
    expect((await runCli(['x', '--no-color'], { isTerminal: true })).stderr).not.toContain(red);
    expect((await runCli(['x'], { isTerminal: true, env: { NO_COLOR: '1' } })).stderr).not.toContain(red);
  });

  test('what was typed, or answered, is not obeyed by the terminal that shows the error', async () => {
    for (const isTerminal of [true, false]) {
      const { stderr } = await runCli(['\u001b[2J\u009b\u202e', '--no-color'], { isTerminal });
      expect(stderr).toContain('"\\x1b[2J\\x9b\\u202e"');
      expect(stderr).not.toContain('\u001b[2J');
    }
  });

  test('a signal before the work ends it with 130', async () => {
    const { exitCode, stdout, stderr } = await runCli(['-b', nobody, 'topics', 'list'], {
      signal: AbortSignal.abort(),
    });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  });
});
