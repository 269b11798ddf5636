import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusLines } from './places/home-status.js';
import { scroll, topLine } from './ui/page-state.js';
import { readLine } from '../cli/typed-line.js';
import { commands } from '../commands/index.js';
import { fieldsOfCommand, positionalFields } from '../contract/fields.js';
import type { Chosen } from '../contract/command-words.js';
import { loadRecent, nothingRecent, recentFirst, saveRecent, withCommand, withTopic } from './form/recent.js';
import { createInterrupts } from './ui/second-interrupt.js';
import { whyPartition } from './records/why-partition.js';

describe('recent', () => {
  test('the last first, each once, no more than twenty; records and connections are not kept', () => {
    let recent = nothingRecent;
    for (let index = 0; index < 30; index += 1) recent = withTopic(recent, `t${index}`);
    recent = withTopic(recent, 't15');
    expect(recent.topics.slice(0, 3)).toEqual(['t15', 't29', 't28']);
    expect(recent.topics).toHaveLength(20);
    expect(recentFirst(['a', 'b', 'c'], ['c', 'gone'])).toEqual(['c', 'a', 'b']);
  });

  test.each([
    ['topics list', ['topics list']],
    ['topics describe orders', ['topics describe orders']],
    ['consume orders --from @2026-01-01 -n 5 --output json', ['consume orders']],
    ['groups describe billing --timeout 2s', ['groups describe billing']],
    ['produce orders a-record', []],
    ['connections show prod', []],
    ['brokers config 1', ['brokers config 1']],
    ['brokers config 1 set listener.name.x.sasl.jaas.config=secret', []],
    ['brokers config 1 --set a=secret', []],
    ['topics config orders set a=secret', []],
    ['users add alice --password secret', []],
    ['consume orders --key secret', []],
    ['consume orders --grep secret', []],
    ['consume orders --filter key=="secret"', []],
    ['acls add --allow User:secret --operation read --topic t', []],
  ])('%s: what is kept of it', async (line, kept) => {
    const { spec, options } = await readLine(line.split(' '), commands);
    const positionals = positionalFields(fieldsOfCommand(spec!));
    const { positionals: words } = await readLine(line.split(' '), commands);
    const chosen = Object.fromEntries([
      ...Object.entries(options),
      ...words.map((word, index) => [positionals[Math.min(index, positionals.length - 1)]!.name, word]),
    ]) as Chosen;
    const { commands: lines } = withCommand(nothingRecent, spec!, chosen);
    const text = JSON.stringify(lines);
    expect(text).not.toContain('secret');
    expect(lines.map((words) => words.join(' ').replace(/ --.*/, ''))).toEqual(kept);
  });

  test('a file of before, which may hold secrets, is forgotten', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-recent-'));
    try {
      const before = {
        commands: [['users', 'add', 'a', '--password', 'secret']],
        topics: ['t'],
        clusters: [],
      };
      writeFileSync(join(folder, 'recent.json'), JSON.stringify(before));
      expect(loadRecent(folder)).toEqual(nothingRecent);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('kept in a file of one’s own; a damaged one is forgotten', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-recent-'));
    try {
      saveRecent(folder, withTopic(nothingRecent, 'orders'));
      expect(loadRecent(folder).topics).toEqual(['orders']);
      expect(statSync(join(folder, 'recent.json')).mode & 0o777).toBe(0o600);
      writeFileSync(join(folder, 'recent.json'), '{"topics": 3}');
      expect(loadRecent(folder)).toEqual(nothingRecent);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('scrolling stays within the text, and at the end of one that grows', () => {
  expect(scroll({ top: 0 }, 'up', 50, 10)).toEqual({ top: 0 });
  expect(scroll({ top: 0 }, 'pagedown', 50, 10)).toEqual({ top: 10 });
  expect(scroll({ top: 'end' }, 'down', 50, 10)).toEqual({ top: 'end' });
  expect(scroll({ top: 'end' }, 'up', 50, 10)).toEqual({ top: 39 });
  expect(scroll({ top: 0 }, 's', 50, 10)).toBeUndefined();
  expect(topLine({ top: 'end' }, 5, 10)).toBe(0);
});

test('a second ^C within a second leaves, a later one does not', () => {
  let nowMs = 0;
  const interrupts = createInterrupts(() => nowMs);
  interrupts.count();
  nowMs = 1500;
  interrupts.count();
  expect(interrupts.leave.aborted).toBe(false);
  nowMs = 2400;
  interrupts.count();
  expect(interrupts.leave.aborted).toBe(true);
});

describe('why a record went there', () => {
  test.each([
    // murmur2("21") is -973932308, as in Kafka's own test of it.
    [
      { key: Buffer.from('21'), chosen: null, partitions: 6 },
      'Why partition 0: murmur2 of the key "21" is 1173551340 (its sign bit cleared), and 1173551340 mod 6',
    ],
    [{ key: null, chosen: null, partitions: 6 }, 'without a key any of the 6 partitions'],
    [{ key: null, chosen: 2, partitions: 6 }, 'Why partition 2: you chose it.'],
    [{ key: Buffer.from('21'), chosen: 1, partitions: 6 }, 'Its key would have led to partition'],
  ])('%j', (routing, words) => expect(whyPartition(routing)).toContain(words));
});

test('the home in two lines of 80 columns', () => {
  const lines = statusLines({
    target: {
      origin: 'practice cluster lab',
      bootstrapServers: [
        { host: 'localhost', port: 9092 },
        { host: 'localhost', port: 9093 },
      ],
    },
    guard: null,
    brokersUp: 2,
    brokers: 3,
    controllerId: 2,
    topics: 1,
    groups: null,
    partitions: 12,
    underReplicated: 12,
    offline: 1,
  });
  expect(lines).toEqual([
    'practice cluster lab, localhost:9092 (+1) · 2 of 3 brokers up · controller 2',
    '1 topic · groups unknown · 12 under-replicated partitions of 12 · 1 offline',
  ]);
});
