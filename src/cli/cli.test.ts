import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseCommandLine, type Request } from './cli.js';
import { defineCommand, type CommandSpec } from '../contract/command.js';

const runs = {
  effect: 'writes',
  run: () => Promise.resolve(null),
  view: () => ({ header: [], rows: [] }),
} as const;
const create = defineCommand({
  ...runs,
  path: ['topics', 'create'],
  summary: 'create a topic',
  options: z.object({
    name: z.string().meta({ description: 'its name' }),
    partitions: z.int().optional().meta({ description: 'how many', short: 'p' }),
    config: z.array(z.string()).default([]).meta({ description: 'a config', placeholder: 'NAME=VALUE' }),
    dryRun: z.boolean().default(false).meta({ description: 'make nothing' }),
    cache: z.boolean().default(true).meta({ description: 'cache' }),
    acks: z.enum(['all', 'one']).default('all').meta({ description: 'how sure' }),
  }),
  positionals: ['name'],
  examples: ['topics create orders -p 3'],
});
const remove = defineCommand({
  ...runs,
  path: ['topics', 'delete'],
  summary: 'delete topics',
  options: z.object({ topic: z.array(z.string()).min(1).meta({ description: 'topics' }) }),
  positionals: ['topic'],
});
const produce = defineCommand({
  ...runs,
  path: ['produce'],
  summary: 'write records',
  options: z.object({
    topic: z.string().meta({ description: 'a topic' }),
    value: z.string().optional().meta({ description: 'a value' }),
    header: z.array(z.string()).default([]).meta({ description: 'a header', short: 'H' }),
  }),
  positionals: ['topic', 'value'],
});

/** It has an option of its own in the place of the global --registry URL. */
const up = defineCommand({
  ...runs,
  path: ['cluster', 'up'],
  summary: 'start a cluster',
  options: z.object({ registry: z.boolean().optional().meta({ description: 'with a registry' }) }),
});

async function parse(argv: readonly string[]): Promise<{ request: Request; loaded: string[] }> {
  const loaded: string[] = [];
  const request = await parseCommandLine(argv, {
    entries: [create, remove, produce, up].map((spec) => ({
      path: spec.path.join(' '),
      load() {
        loaded.push(spec.path.join(' '));
        return Promise.resolve(spec as unknown as CommandSpec);
      },
    })),
    groups: { topics: 'all about topics' },
    version: '1.2.3',
    columns: 80,
  });
  return { request, loaded };
}

async function textOf(argv: readonly string[]): Promise<string> {
  const { request } = await parse(argv);
  if (request.kind !== 'text') throw new Error(`no text but ${request.kind}`);
  return request.text;
}

describe('argv → command, options, globals', () => {
  test.each<[string, string, object, object]>([
    ['produce t', 'produce', { topic: 't' }, {}],
    ['produce t v', 'produce', { topic: 't', value: 'v' }, {}],
    ['produce t -H a=1 v -H b=2', 'produce', { topic: 't', value: 'v', header: ['a=1', 'b=2'] }, {}],
    ['produce t -- -5', 'produce', { topic: 't', value: '-5' }, {}],
    ['topics create t -p 3', 'topics create', { name: 't', partitions: '3' }, {}],
    ['topics create t -p3 --dry-run', 'topics create', { name: 't', partitions: '3', dryRun: true }, {}],
    ['topics create --partitions=3 t', 'topics create', { name: 't', partitions: '3' }, {}],
    ['topics create t --no-cache', 'topics create', { name: 't', cache: false }, {}],
    ['topics create t --acks one', 'topics create', { name: 't', acks: 'one' }, {}],
    ['topics create t --config a=1 --config b=', 'topics create', { name: 't', config: ['a=1', 'b='] }, {}],
    ['topics delete a b c', 'topics delete', { topic: ['a', 'b', 'c'] }, {}],
    ['-b h:1 topics delete a', 'topics delete', { topic: ['a'] }, { bootstrapServer: 'h:1' }],
    ['topics delete a -b h:1 -y', 'topics delete', { topic: ['a'] }, { bootstrapServer: 'h:1', yes: true }],
    ['topics -q delete a -o json', 'topics delete', { topic: ['a'] }, { quiet: true, output: 'json' }],
    ['--no-color topics delete a', 'topics delete', { topic: ['a'] }, { color: false }],
    ['--cluster produce topics delete a', 'topics delete', { topic: ['a'] }, { cluster: 'produce' }],
    ['topics delete --watch a', 'topics delete', { topic: ['a'] }, { watch: '2s' }],
    ['topics delete --watch 5s a', 'topics delete', { topic: ['a'] }, { watch: '5s' }],
    ['--connection --watch topics delete a', 'topics delete', { topic: ['a'] }, { connection: '--watch' }],
    ['topics delete a -- --watch', 'topics delete', { topic: ['a', '--watch'] }, {}],
    ['topics delete -- help -h', 'topics delete', { topic: ['help', '-h'] }, {}],
    ['-- topics delete a', 'topics delete', { topic: ['a'] }, {}],
    ['produce t -5', 'produce', { topic: 't', value: '-5' }, {}],
  ])('%s', async (line, command, options, globals) => {
    const { request, loaded } = await parse(line.split(' '));
    expect(request).toMatchObject({ kind: 'run', options, globals });
    if (request.kind !== 'run') return;
    expect(request.spec.path.join(' ')).toBe(command);
    const absent = Object.entries(request.options).filter(([name]) => !(name in options));
    expect(Object.fromEntries(absent)).toEqual(
      command === 'topics create' && !('cache' in options) ? { cache: true } : {},
    );
    expect(loaded).toEqual([command]);
  });

  test.each([
    [['cluster', 'up', '--registry'], { registry: true }, {}],
    [['cluster', 'up', '--registry', '-q'], { registry: true }, { quiet: true }],
    // From the menu, where it was chosen for other commands.
    [['--registry', 'http://x', '-q', 'cluster', 'up'], {}, { quiet: true }],
    [['--registry=http://x', 'cluster', 'up', '--registry'], { registry: true }, {}],
    [['produce', 't', '--registry', 'http://x'], { topic: 't' }, { registry: 'http://x' }],
  ])("%j: a command's own option takes the place of a global one", async (argv, options, globals) => {
    const { request } = await parse(argv);
    expect(request).toMatchObject({ kind: 'run', options });
    const given = (request as Extract<Request, { kind: 'run' }>).globals;
    expect({ quiet: given['quiet'], registry: given['registry'] }).toEqual({
      quiet: undefined,
      registry: undefined,
      ...globals,
    });
    expect('registry' in (request as Extract<Request, { kind: 'run' }>).options).toBe('registry' in options);
  });

  test('no words at all', async () => {
    expect((await parse([])).request.kind).toBe('none');
    expect((await parse(['-q'])).request).toMatchObject({ kind: 'none', globals: { quiet: true } });
  });
});

describe('what cannot be understood is wrong usage', () => {
  test.each([
    ['topcs list --partitions 3', 'There is no command "topcs".', 'Did you mean topics?'],
    ['zzz', 'There is no command "zzz".', 'See them all: kafka-lab --help'],
    ['topics crate t', 'There is no command "topics crate".', 'Did you mean topics create?'],
    ['help topcis', 'There is no command "topcis".', 'Did you mean topics?'],
    ['help __proto__', 'There is no command "__proto__".', 'See them all: kafka-lab --help'],
    ['help topics creat', 'There is no command "topics creat".', 'Did you mean topics create?'],
    ['topcis --help', 'There is no command "topcis".', 'Did you mean topics?'],
    ['topics zzz t', 'There is no command "topics zzz".', 'See them all: kafka-lab topics --help'],
    ['--bogus', 'There is no option "--bogus".', 'See: kafka-lab --help'],
    ['topics create -Z', 'There is no option "-Z".', 'See: kafka-lab topics create --help'],
    [
      'topics create -Zed',
      'There is no option "-Zed".',
      'If it is not meant as an option, put -- before it: kafka-lab topics create -- -Zed\nSee: kafka-lab topics create --help',
    ],
    [
      'produce t -xello',
      'There is no option "-xello".',
      'If it is not meant as an option, put -- before it: kafka-lab produce t -- -xello\nSee: kafka-lab produce --help',
    ],
    [
      'topics create --hlep',
      'There is no option "--hlep".',
      'Did you mean --help?\nSee: kafka-lab topics create --help',
    ],
    [
      'topics create --no-colour',
      'There is no option "--no-colour".',
      'Did you mean --no-color?\nSee: kafka-lab topics create --help',
    ],
    [
      'topics create -b',
      '--bootstrap-server: the value HOST:PORT is missing.',
      'See: kafka-lab topics create --help',
    ],
    [
      '--outptu=json topics create',
      'There is no option "--outptu".',
      'Did you mean --output?\nSee: kafka-lab --help',
    ],
    [
      'topics create t --outptu json',
      'There is no option "--outptu".',
      'Did you mean --output?\nSee: kafka-lab topics create --help',
    ],
    [
      'produce t hello world',
      'produce takes 2 arguments, TOPIC and VALUE, and 3 were given.',
      'A value of several words needs quotes: "one two"\nSee: kafka-lab produce --help',
    ],
    [
      'topics create t --partition 3',
      'There is no option "--partition".',
      'Did you mean --partitions?\nSee: kafka-lab topics create --help',
    ],
    ['topics create', 'topics create: NAME is missing.', 'See: kafka-lab topics create --help'],
    [
      'topics create a b',
      'topics create takes one argument, NAME, and 2 were given.',
      'See: kafka-lab topics create --help',
    ],
    ['topics create t -p', '--partitions: the value N is missing.', 'See: kafka-lab topics create --help'],
    [
      '--cluster produce topics create t --bogus',
      'There is no option "--bogus".',
      'See: kafka-lab topics create --help',
    ],
    ['--watch topics create', 'topics create: NAME is missing.', 'See: kafka-lab topics create --help'],
    [
      '-o json topics',
      '"topics" is a group of commands: which of them?',
      expect.stringContaining('create a topic'),
    ],
  ])('%s', async (line, message, hint) => {
    await expect(parse(line.split(' '))).rejects.toMatchObject({ code: 'usage', message, hint });
  });
});

describe('help', () => {
  test('of the program: every command with its summary, and nothing wider than the terminal', async () => {
    const text = await textOf(['--help']);
    expect(text).toContain('Explore a Kafka cluster');
    expect(text).toMatch(/topics +all about topics/);
    expect(text).toMatch(/produce .*write records/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([['topics --help'], ['help topics'], ['topics help']])('of a group: %s', async (line) => {
    const text = await textOf(line.split(' '));
    expect(text).toContain('all about topics');
    expect(text).toMatch(/create \[options\] <name> +create a topic/);
    expect(text).toMatch(/delete <topic\.\.\.> +delete topics/);
  });

  test.each([['help topics create'], ['topics help create'], ['-q topics create t --help']])(
    'of a command, which alone is loaded: %s',
    async (line) => {
      expect(await textOf(line.split(' '))).toBe(await textOf(['topics', 'create', '--help']));
      expect((await parse(line.split(' '))).loaded).toEqual(['topics create']);
    },
  );

  test('commands begin on the first screen, and the options that all commands take are in one place', async () => {
    const program = (await textOf(['--help'])).split('\n');
    expect(program.indexOf('Commands:')).toBeLessThan(6);
    expect(program.indexOf('Global options:')).toBeGreaterThan(program.indexOf('Commands:'));
    expect(program.find((line) => line.includes('--bootstrap-server'))).toBeDefined();
    for (const words of [['topics'], ['topics', 'create'], ['produce']]) {
      const text = await textOf([...words, '--help']);
      expect(text).toMatch(/\nGlobal options: kafka-lab --help\n$/);
      expect(text.match(/bootstrap-server/)).toBeNull();
    }
    const group = (await textOf(['topics', '--help'])).split('\n');
    expect(group.indexOf('Commands:')).toBeLessThan(6);
  });

  test('of a command: arguments, options with choices and defaults, examples', async () => {
    const text = await textOf(['topics', 'create', '-h']);
    expect(text).toMatch(/^Usage: kafka-lab topics create \[options\] <name>/);
    expect(text).toMatch(/-p, --partitions <N> +how many/);
    expect(text).toMatch(/--config <NAME=VALUE> +a config\n/);
    expect(text).toMatch(/--acks <ACKS> +how sure \(all, one\) \(default: all\)/);
    expect(text).toMatch(/--no-cache +no cache/);
    expect(text).toContain('Examples:\n  $ kafka-lab topics create orders -p 3');
  });

  test.each([['--version'], ['-V'], ['topics create --version']])('%s', async (line) => {
    expect(await textOf(line.split(' '))).toBe('1.2.3\n');
  });
});
