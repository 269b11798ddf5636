import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineCommand, type CommandSpec } from '../../contract/command.js';
import { runCli } from '../../testing/program/run-cli.js';
import { describeCommands, type Reference } from './describe-commands.js';

const create = defineCommand({
  path: ['topics', 'create'],
  summary: 'create a topic',
  effect: 'writes',
  options: z.object({
    partitions: z.int().default(3).meta({ description: 'how many', short: 'p' }),
    name: z.string().meta({ description: 'its name', completes: 'topic' }),
    acks: z.enum(['all', 'one']).optional().meta({ description: 'how sure' }),
    cache: z.boolean().default(true).meta({ description: 'cache' }),
    config: z.array(z.string()).default([]).meta({ description: 'a config', placeholder: 'NAME=VALUE' }),
  }),
  positionals: ['name'],
  examples: ['topics create orders'],
  run: () => Promise.resolve(null),
  view: () => ({ header: [], rows: [] }),
}) as unknown as CommandSpec;
const sources = {
  entries: ['topics create', 'topics create-all', 'consume'].map((path) => ({
    path,
    load: () => Promise.resolve({ ...create, path: path.split(' ') } as unknown as CommandSpec),
  })),
  groups: { topics: 'all about topics', brokers: 'servers' },
  version: '1.2.3',
};

test('the shape that docs/help-json.md promises', async () => {
  const { commands, globals, ...rest } = await describeCommands(sources, ['topics', 'create']);
  expect(rest).toEqual({
    name: 'kafka-lab',
    version: '1.2.3',
    groups: [{ name: 'topics', summary: 'all about topics' }],
  });
  expect(globals.map(({ flag }) => flag)).toEqual(expect.arrayContaining(['--output', '--no-color']));
  const bare = { position: null, required: false, choices: null, completes: null, short: null };
  expect(commands).toEqual([
    {
      path: ['topics', 'create'],
      usage: 'kafka-lab topics create [options] <name>',
      summary: 'create a topic',
      effect: 'writes',
      effectDepends: false,
      changes: 'cluster',
      options: [
        {
          ...{
            ...bare,
            name: 'name',
            flag: null,
            position: 0,
            type: 'string',
            required: true,
            default: null,
          },
          ...{ placeholder: null, completes: 'topic', description: 'its name' },
        },
        {
          ...{ ...bare, name: 'partitions', flag: '--partitions', short: '-p', type: 'integer', default: 3 },
          ...{ placeholder: 'N', description: 'how many' },
        },
        {
          ...{ ...bare, name: 'acks', flag: '--acks', type: 'string', default: null },
          ...{ choices: ['all', 'one'], placeholder: 'ACKS', description: 'how sure' },
        },
        {
          ...{ ...bare, name: 'cache', flag: '--no-cache', type: 'boolean', default: true },
          ...{ placeholder: null, description: 'no cache' },
        },
        {
          ...{ ...bare, name: 'config', flag: '--config', type: 'list', default: [] },
          ...{ placeholder: 'NAME=VALUE', description: 'a config' },
        },
      ],
      examples: ['kafka-lab topics create orders'],
    },
  ]);
});

describe('which commands', () => {
  test.each([
    [[], ['topics create', 'topics create-all', 'consume'], ['topics']],
    [['topics'], ['topics create', 'topics create-all'], ['topics']],
    [['consume'], ['consume'], []],
  ])('%j', async (words, commands, groups) => {
    const reference = await describeCommands(sources, words);
    expect(reference.commands.map(({ path }) => path.join(' '))).toEqual(commands);
    expect(reference.groups.map(({ name }) => name)).toEqual(groups);
  });
});

test.each([
  ['--help-json', 20],
  ['topics --help-json', 4],
  ['topics create orders --help-json', 1],
  ['--help-json topics create', 1],
])('kafka-lab %s', async (line, atLeast) => {
  const { exitCode, stdout, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([0, '']);
  const { commands } = JSON.parse(stdout) as Reference;
  expect(commands.length).toBeGreaterThanOrEqual(atLeast);
});

test('after -- it is a value', async () => {
  const { exitCode, stderr } = await runCli(['produce', '--', '--help-json', 'a', 'b']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('produce takes 2 arguments')]);
});
