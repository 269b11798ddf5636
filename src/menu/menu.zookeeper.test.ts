import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync, chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { key, openTerminal, type TerminalSettings } from '../testing/program/pseudo-terminal.js';
import { type MenuHome, goToTopic, leave, menuHome } from '../testing/program/menu-terminal.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { runCli } from '../testing/program/run-cli.js';

let home: MenuHome;
const topic = uniqueName('menu');

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic, '--partitions', '3']);
  const lines = Array.from(
    { length: 60 },
    (_, index) => `k${index}\t{"n":${index},"big":12345678901234567890}`,
  );
  await onTestCluster(['produce', topic, '--key-separator', '\t'], { stdin: `${lines.join('\n')}\n` });
}, 60_000);
beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

function menu(argv: readonly string[] = [], settings: TerminalSettings = {}) {
  return home.open(['-b', testCluster().bootstrapServers, ...argv], settings);
}

const { enter, escape, interrupt, down } = key;
const pageDown = '\u001b[6~';

describe('home', () => {
  test('where you are, in two lines; Esc asks, and a second one leaves', async () => {
    const terminal = menu();
    const screen = await terminal.answer('Quit ', escape);
    expect(screen).toMatch(/cluster, localhost:\d+ \(\+2\) · 3 of 3 brokers up · controller \d/);
    expect(screen).toMatch(/\d+ topics? · \d+ groups? · \d+ under-replicated partitions? of \d+/);
    await terminal.answer('Quit kafka-lab?', escape);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw.endsWith('\u001b[?25h')).toBe(true);
    expect(terminal.raw).not.toContain('\u001b[?1049h');
  }, 60_000);

  test('when nothing answers it offers what helps', async () => {
    const terminal = openTerminal(['-b', '127.0.0.1:1'], { env: { KAFKA_LAB_HOME: home.path } });
    const screen = await terminal.choose('Look up', 'Type an address');
    expect(screen).toContain('No Kafka broker answers at 127.0.0.1:1');
    expect(screen).toMatch(/Start the practice cluster[^]*Start with a registry +the same, for schemas/);
    await terminal.answer('localhost:9092', `\u0015${testCluster().bootstrapServers}${enter}`);
    await terminal.answer('3 of 3 brokers up', interrupt + interrupt);
    expect(await terminal.ended()).toBe(0);
  }, 60_000);

  test('two ^C leave from anywhere; one goes back', async () => {
    const terminal = menu();
    await terminal.answer('Quit ', enter);
    await terminal.answer('EVENTS', interrupt);
    await terminal.sees('Look up');
    expect(await leave(terminal)).toBe(0);
  }, 60_000);
});

describe('browse', () => {
  test('a topic by a part of its name; its records; one of them opened', async () => {
    const terminal = menu();
    await goToTopic(terminal, topic);
    terminal.press('l');
    await terminal.answer(/newest first[^]*❯/, 'o');
    const first = await terminal.answer(/from the beginning[^]*❯/, pageDown);
    expect(first).toMatch(/❯ +\d +0 .* k\d+ /);
    await terminal.answer(/❯ +\d +([3-9]|1\d) .* k\d+ /, '/');
    await terminal.answer('text, /regex/', `"n":42,${enter}`);
    await terminal.answer(/with ""n":42,"[^]*❯.*k42[^]*1 matched/, enter);
    const opened = await terminal.answer(/size [^]*"big"/, 's');
    expect(opened).toContain('"big": 12345678901234567890');
    await terminal.answer('Save the value as', enter);
    await terminal.answer('saved to', escape + escape);
    const [file] = readdirSync(home.path).filter((name) => name.startsWith(topic));
    expect(file).toMatch(/-\d-\d+\.json$/);
    expect(readFileSync(join(home.path, file!), 'utf8')).toBe('{"n":42,"big":12345678901234567890}');
    await terminal.sees(/from the beginning · all partitions\s/);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('go to an offset; a record sent again, edited in $EDITOR', async () => {
    const editor = join(home.path, 'editor.sh');
    writeFileSync(editor, '#!/bin/sh\nprintf \'{"edited":true}\\n\' > "$1"\n');
    chmodSync(editor, 0o755);
    const terminal = menu([], { env: { EDITOR: editor } });
    await goToTopic(terminal, topic);
    terminal.press('l');
    await terminal.answer(/newest first[^]*❯/, 'g');
    await terminal.answer('go to', `nonsense${enter}`);
    // What was refused is there again, to be corrected.
    await terminal.answer('is not a position', 'g');
    await terminal.answer(/go to [^]*nonsense/, `\u00155${enter}`);
    await terminal.answer(/from 5[^]*❯ +\d +5 /, enter);
    await terminal.answer('edit and send', 'e');
    const sent = await terminal.answer('Written.', enter);
    expect(sent).toMatch(/\$ kafka-lab .*produce .*'\{"edited":true\}' --key k\d+/);
    expect(sent).toMatch(/Why partition (\d): murmur2 of the key "k\d+" is \d+/);
    expect(await leave(terminal)).toBe(0);
    const { stdout } = await onTestCluster(['consume', topic, '--from-beginning', '--exit']);
    expect(stdout).toContain('{"edited":true}\n');
  }, 60_000);
});

describe('do', () => {
  test('the schema asks, checks in place, shows the line, and runs it', async () => {
    const made = uniqueName('made');
    const terminal = menu();
    await terminal.choose('Quit ', 'Run a command');
    await terminal.choose('Run a command: which one?', 'topics');
    await terminal.choose('topics:', 'create');
    await terminal.answer('name:', `${made}${enter}`);
    await terminal.answer('More options', down + enter);
    await terminal.answer('replication-factor', enter);
    await terminal.answer('partitions: number of partitions', `x${enter}`);
    await terminal.answer('"x" is not a whole number.', `\u007f4${enter}`);
    await terminal.answer(`topics create ${made} --partitions 4\n`, escape);
    await terminal.answer('Run it', enter);
    const ran = await terminal.answer('Done.', enter);
    expect(ran).toContain(`topics create ${made} --partitions 4\n`);
    expect(ran).toMatch(new RegExp(`${made} +4 +\\d +created`));
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('a topic created from the list is the one chosen', async () => {
    const made = uniqueName('made');
    const terminal = menu();
    await terminal.choose('Quit ', 'Produce');
    await terminal.answer('Type to search', made);
    await terminal.answer(`Type to search: ${made}`, enter);
    await terminal.answer(`topics create ${made}`, enter);
    await terminal.answer('Done.', enter);
    await terminal.sees(`To ${made}. Key`);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('what destroys asks as on the command line', async () => {
    const doomed = uniqueName('doomed');
    await onTestCluster(['topics', 'create', doomed]);
    const terminal = menu();
    await goToTopic(terminal, doomed);
    terminal.press('D');
    await terminal.answer('Run it (it asks first)', enter);
    await terminal.answer('to go on:', `no${enter}`);
    await terminal.answer('Stopped.', down + enter);
    await terminal.answer('to go on:', `${doomed}${enter}`);
    expect(await terminal.answer('Done.', enter)).toContain('deleted');
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('Esc stops a command that would go on for ever, and the menu is still there', async () => {
    const terminal = menu();
    await goToTopic(terminal, topic);
    // What is printed in a format is no view.
    terminal.press(`:consume ${topic} --follow --format %v${enter}`);
    await terminal.answer('waiting for new records', escape);
    await terminal.answer('Done.', enter);
    await terminal.sees(`› ${topic}`);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);
});

describe('produce by hand and tail', () => {
  test('where it went, and why; a tail sees it, pauses, filters', async () => {
    const watching = menu();
    await watching.choose('Quit ', 'Tail');
    await watching.answer('which topic?', topic);
    await watching.answer(`❯ ${topic}`, enter);
    await watching.answer('Waiting for records', 'p');
    await watching.sees('paused, 0 waiting');

    const writing = menu();
    await writing.choose('Quit ', 'Produce');
    await writing.answer('to which topic?', topic);
    await writing.answer(`❯ ${topic}`, enter);
    await writing.answer('Key', `k1${enter}`);
    await writing.answer('Several lines', enter);
    await writing.answer('Value', `héllo 'there'${enter}`);
    await writing.answer('Header', `source=web${enter}`);
    await writing.answer('Another header', enter);
    await writing.answer('Partition', enter);
    const written = await writing.answer('Written.', enter);
    expect(written).toContain(`'héllo '\\''there'\\''' --key k1 --header source=web`);
    expect(written).toMatch(/Why partition \d: murmur2 of the key "k1" is \d+ \(its sign bit cleared\)/);

    await watching.sees('paused, 1 waiting');
    watching.press('p');
    await watching.answer("héllo 'there'", '/');
    await watching.answer('text, /regex/', `nothing like it${enter}`);
    await watching.sees('with "nothing like it"');
    await onTestCluster(['produce', topic, 'another']);
    // The first Esc takes the search off.
    await watching.answer('2 arrived · 0 found', escape + escape);
    await watching.answer('Quit ', interrupt);
    watching.press(interrupt);
    expect(await watching.ended()).toBe(0);
  }, 60_000);
});

describe('for every terminal', () => {
  test.each([
    ['80×24', 80, 24],
    ['wide', 200, 50],
  ])(
    '%s: no line is wider, no screen higher',
    async (_name, columns, rows) => {
      const terminal = menu([], { columns, rows });
      await terminal.answer('Quit ', '?');
      await terminal.answer('Look around', enter);
      await terminal.answer('EVENTS', `/${topic}${enter}l`);
      const before = terminal.raw.length;
      await terminal.answer(/newest first[^]*❯/, interrupt + interrupt);
      // Each line that is drawn begins with its place.
      // oxlint-disable-next-line no-control-regex -- the sequence that leads to a line
      const [, ...drawn] = terminal.raw.slice(before).split(/\u001b\[(\d+);1H/);
      const places = drawn.filter((_, index) => index % 2 === 0).map(Number);
      const lines = drawn.filter((_, index) => index % 2 === 1).map((line) => stripVTControlCharacters(line));
      expect(lines.join('\n')).toContain('newest first');
      expect(Math.max(...places)).toBeLessThanOrEqual(rows);
      expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(columns);
      expect(await terminal.ended()).toBe(0);
    },
    40_000,
  );

  test('NO_COLOR: no colour', async () => {
    const terminal = menu([], { env: { NO_COLOR: '1' } });
    await terminal.answer('Quit ', enter);
    await terminal.answer('EVENTS', interrupt + interrupt);
    await terminal.ended();
    // The row under the cursor is shown in reverse, which is not a colour.
    // oxlint-disable-next-line no-control-regex -- colours are what is looked for
    expect(terminal.raw).not.toMatch(/\u001b\[(?!0m|2?7m)\d+(;\d+)*m/);
  }, 60_000);

  test('--plain: numbered lines, nothing redrawn, no cursor moved', async () => {
    const terminal = menu(['--plain']);
    await terminal.answer('5. Tail', '1\r');
    await terminal.answer('2. topics', '? 2\r');
    await terminal.answer('topic: A named log', '2\r');
    await terminal.answer('a part of a name', `${topic}\r`);
    await terminal.answer(`1. TOPIC ${topic}`, '1\r');
    const partitions = await terminal.answer('1. PARTITION 0, LEADER', '1\r');
    expect(partitions).toContain(`--plain topics describe ${topic}`);
    await terminal.sees(/partition 0 · page 1/);
    expect(await leave(terminal)).toBe(0);
    // oxlint-disable-next-line no-control-regex -- cursor movements are what is looked for
    expect(terminal.raw.replace('\u001b[?25h', '')).not.toMatch(/\u001b\[\d*[A-HJKf]/);
  }, 60_000);

  test('without a terminal: help, and exit code 2', async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^Usage: kafka-lab/);
    expect(stderr).toContain('The menu needs a terminal');
  });
});

describe('recent, and explained', () => {
  test('what was run comes first; `?` explains what is under the cursor', async () => {
    const terminal = menu();
    await terminal.answer('Quit ', enter);
    await terminal.answer('EVENTS', '?');
    await terminal.answer('topic: A named log', escape);
    await terminal.answer('EVENTS', escape);
    await terminal.choose('Quit ', 'Run a command');
    await terminal.choose('Run a command: which one?', 'topics');
    await terminal.choose('topics:', 'describe');
    await terminal.answer('Type to search', topic);
    await terminal.answer(`❯ ${topic}`, enter);
    await terminal.answer('Run it', enter);
    await terminal.answer('Done.', enter);
    await terminal.answer('topics:', escape);
    await terminal.answer('which one?', escape);
    await terminal.answer(`$ kafka-lab topics describe ${topic}`, interrupt + interrupt);
    await terminal.ended();
    expect(existsSync(join(home.path, 'data', 'recent.json'))).toBe(true);
    expect(readFileSync(join(home.path, 'data', 'recent.json'), 'utf8')).not.toContain('héllo');
  }, 60_000);
});
