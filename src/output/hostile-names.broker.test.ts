import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeRecords } from '../testing/clusters/kafkajs-records.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { type MenuHome, menuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';

/** Sets the clipboard, clears the screen by C0 and by C1, turns the direction round, and breaks the line. */
const evil = '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b2J\u202e\nend';
const inLine = '\\x1b]52;c;ZXZpbA==\\x07\\x1b[2J\\x9b2J\\u202e\\nend';
const inLines = inLine.replace('\\n', '\n');
/** What of it must never arrive. ESC alone is in the colours, too. */
const obeyed = ['\u001b]52', '\u001b[2J', '\u0007', '\u009b', '\u202e'];
const obeyedIn = (written: string) => obeyed.filter((each) => written.includes(each));

let topic: string;
let group: string;
let home: MenuHome;

beforeAll(async () => {
  home = menuHome();
  topic = uniqueName('hostile');
  group = `${uniqueName('hostile')}${evil}`;
  await onTestCluster(['topics', 'create', topic, '--partitions', '1']);
  await writeRecords(topic, [{ key: evil, value: evil, headers: { [evil]: evil } }]);
  await onTestCluster(['groups', 'reset', group, '-t', topic, '--to', 'start', '--execute', '--yes']);
}, 60_000);

afterAll(async () => {
  home.remove();
  await onTestCluster(['groups', 'delete', group, '--yes']);
  await onTestCluster(['topics', 'delete', topic, '--yes']);
}, 60_000);

async function onTerminal(...argv: string[]) {
  const terminal = home.open(['-b', testCluster().bootstrapServers, ...argv]);
  const exitCode = await terminal.ended(30_000);
  return { exitCode, written: terminal.raw.replaceAll('\r\n', '\n') };
}

describe('on a terminal nothing from the cluster is obeyed', () => {
  test.each([
    ['consume', ['--keys', '--headers'], `${inLines}\t${inLines}=${inLines}\t${inLines}\n`],
    ['consume -o table', ['-o', 'table'], `  ${inLine}\n`],
    ['consume --format', ['--format', String.raw`%k\e[1m%v\n`], `${inLines}\u001b[1m${inLines}\n`],
    [
      'consume -o jsonl',
      ['-o', 'jsonl'],
      String.raw`"key":"\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b2J\u202e\nend"`,
    ],
  ])(
    '%s',
    async (_name, options, expected) => {
      const { exitCode, written } = await onTerminal(
        'consume',
        topic,
        '--from-beginning',
        '--exit',
        ...options,
      );
      expect(written).toContain(expected);
      expect(obeyedIn(written)).toEqual([]);
      expect(exitCode).toBe(0);
    },
    40_000,
  );

  test('but --raw was asked for', async () => {
    const { written } = await onTerminal('consume', topic, '--from-beginning', '--exit', '--raw');
    expect(written).toContain(evil);
  }, 40_000);

  test.each([['table'], ['plain']])(
    'groups list -o %s: a group is a line',
    async (format) => {
      const { written } = await onTerminal('groups', 'list', '-o', format);
      // A window that is too narrow would break it.
      expect(written).toContain(group.replace(evil, inLine));
      expect(obeyedIn(written)).toEqual([]);
    },
    40_000,
  );

  test('an error and its hint', async () => {
    const { exitCode, written } = await onTerminal('groups', 'describe', `${group}x`);
    expect(written).toContain('\\x1b]52;c;ZXZpbA==\\x07');
    expect(obeyedIn(written)).toEqual([]);
    expect(exitCode).toBe(1);
  }, 40_000);

  test('the records of the explorer, one of them open', async () => {
    const bootstrap = testCluster().bootstrapServers;
    const terminal = home.open(['-b', bootstrap, 'browse', '--', 'consume', topic]);
    // Its key and value have bytes that no text has; the header's name is one all the same.
    await terminal.answer('0x1b5d3532', key.enter);
    await terminal.sees(`headers  ${inLine}=0x1b5d3532`);
    terminal.press('q');
    expect(await terminal.ended()).toBe(0);
    expect(obeyedIn(terminal.raw.replaceAll('\u001b[2J', ''))).toEqual([]);
  }, 60_000);

  test('the menu', async () => {
    const terminal = home.open();
    await terminal.choose('Quit ', 'Browse');
    await terminal.answer('EVENTS', `:groups${key.enter}`);
    await terminal.answer('› groups', `/${group.slice(0, group.indexOf('\u001b'))}${key.enter}`);
    await terminal.sees(inLine);
    terminal.press(key.enter);
    await terminal.sees(inLine);
    terminal.press('x');
    await terminal.sees(inLine);
    // What draws the menu clears the screen itself.
    expect(obeyedIn(terminal.raw.replaceAll('\u001b[2J', ''))).toEqual([]);
  }, 60_000);
});

test('in a pipe the bytes of a record are exact', async () => {
  const { stdout } = await onTestCluster(['consume', topic, '--from-beginning', '--exit', '--keys']);
  expect(stdout).toBe(`${evil}\t${evil}\n`);
});
