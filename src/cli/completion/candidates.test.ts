import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineCommand, type CommandSpec } from '../../contract/command.js';
import { candidatesFor } from './candidates.js';
import { readLine, type TypedLine } from '../typed-line.js';

const runs = {
  effect: 'reads',
  run: () => Promise.resolve(null),
  view: () => ({ header: [], rows: [] }),
} as const;
const consume = defineCommand({
  ...runs,
  path: ['consume'],
  summary: 'read records',
  options: z.object({
    topic: z.array(z.string()).meta({ description: 'topics', completes: 'topic' }),
    group: z.string().optional().meta({ description: 'a group', short: 'g', completes: 'group' }),
    header: z.array(z.string()).default([]).meta({ description: 'headers', short: 'H' }),
    isolation: z.enum(['committed', 'uncommitted']).default('committed').meta({ description: 'isolation' }),
    follow: z.boolean().default(false).meta({ description: 'wait', short: 'f' }),
    cache: z.boolean().default(true).meta({ description: 'cache' }),
    file: z.string().optional().meta({ description: 'a file', completes: 'file' }),
  }),
  positionals: ['topic'],
});
const stop = defineCommand({
  ...runs,
  path: ['cluster', 'stop'],
  summary: 'stop one broker',
  options: z.object({ broker: z.string().meta({ completes: 'service' }), name: z.string().default('lab') }),
  positionals: ['broker'],
});
const specs = [
  stop,
  { ...stop, path: ['cluster', 'status'], summary: 'status' },
  consume,
] as unknown as CommandSpec[];
const entries = specs.map((spec) => ({ path: spec.path.join(' '), load: () => Promise.resolve(spec) }));
const names: Readonly<Record<string, readonly string[]>> = {
  topic: ['orders', 'orders.dead', 'payments'],
  group: ['billing', 'audit'],
  service: ['kafka1', 'zookeeper'],
  cluster: ['lab', 'second'],
};

async function complete(line: string, describes = false) {
  const words = line.split(' ');
  const current = words.pop() ?? '';
  const typed = await readLine(words, entries);
  const asked: { kind: string; line: TypedLine }[] = [];
  const answer = await candidatesFor(typed, current, {
    entries,
    groups: { cluster: 'the practice cluster' },
    describes,
    names(kind, about) {
      asked.push({ kind, line: about });
      // These would control the terminal, be two candidates, or be an option.
      return Promise.resolve([...(names[kind] ?? []), 'evil\u001b[2J', 'two\nlines', '--yes']);
    },
  });
  return { answer, asked, typed };
}

async function valuesFor(line: string): Promise<readonly string[]> {
  const { answer } = await complete(line);
  return answer.kind === 'files' ? ['files'] : answer.candidates.map(({ value }) => value);
}

describe('line → candidates', () => {
  test.each([
    ['', ['cluster', 'consume']],
    ['c', ['cluster', 'consume']],
    ['con', ['consume']],
    ['x', []],
    ['cluster ', ['stop', 'status']],
    ['help cluster ', ['stop', 'status']],
    ['cluster sto', ['stop']],
    ['clutser ', []],
    ['-q cluster ', ['stop', 'status']],
    ['-b cluster ', ['cluster', 'consume']],
    ['cluster stop ', ['kafka1', 'zookeeper']],
    ['cluster stop kafka1 ', []],
    ['consume ', ['orders', 'orders.dead', 'payments']],
    ['consume ord', ['orders', 'orders.dead']],
    ['consume orders ', ['orders.dead', 'payments']],
    ['consume -g ', ['billing', 'audit', '--yes']],
    ['consume -fg b', ['billing']],
    ['consume --group=b', ['--group=billing']],
    ['consume --group billing p', ['payments']],
    ['consume -gbilling p', ['payments']],
    ['consume --isolation ', ['committed', 'uncommitted']],
    ['consume --isolation=u', ['--isolation=uncommitted']],
    ['consume --file ', ['files']],
    ['consume -H ', []],
    ['consume --nope=', []],
    ['consume --output y', ['yaml']],
    ['consume --watch ', ['orders', 'orders.dead', 'payments']],
    ['consume --watch o', ['orders', 'orders.dead']],
    ['consume --watch orders p', ['payments']],
    ['consume --watch 2', []],
    ['consume --watch 2s ', ['orders', 'orders.dead', 'payments']],
    ['consume --watch=2s ', ['orders', 'orders.dead', 'payments']],
    ['consume --watch --fo', ['--follow']],
    ['--watch cluster ', ['stop', 'status']],
    ['-- cluster ', ['stop', 'status']],
    ['-o js', ['json', 'jsonl']],
    ['--cluster s', ['second']],
    ['consume --fo', ['--follow']],
    ['consume --no-', ['--no-color', '--no-cache']],
    ['consume -f --fo', []],
    ['consume -H a=1 --hea', ['--header']],
    ['consume -g', ['-g']],
    ['consume -- -', ['--yes']],
    ['consume --group=--y', ['--group=--yes']],
    ['consume -- p', ['payments']],
    ['--vers', ['--version']],
    ['consume --vers', []],
    ['consume --help', ['--help', '--help-json']],
  ])('kafka-lab %s', async (line, expected) => {
    expect(await valuesFor(line)).toEqual(expected);
  });
});

test('what was typed of addresses and names goes with the question', async () => {
  const { asked } = await complete('-b one:9092 cluster stop --name second --cluster lab ');
  expect(asked).toMatchObject([
    { kind: 'service', line: { globals: { bootstrapServer: 'one:9092' }, options: { name: 'second' } } },
  ]);
});

test('no cluster is asked for commands, flags and choices', async () => {
  for (const line of ['', 'cluster ', 'consume -', 'consume --isolation ']) {
    expect((await complete(line)).asked).toEqual([]);
  }
});

test('descriptions where they are shown', async () => {
  expect((await complete('c', true)).answer).toEqual({
    kind: 'words',
    candidates: [
      { value: 'cluster', description: 'the practice cluster' },
      { value: 'consume', description: 'read records' },
    ],
  });
});
