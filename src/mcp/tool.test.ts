import { describe, expect, test } from '@jest/globals';
import { commands } from '../commands/index.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rememberPlans, planMs } from './plans.js';
import { describeTool, toolName, toolsOf } from './tool.js';
import { takeTurns } from './turns.js';

const reading = { allowWrites: false, isFixed: false };
const writing = { allowWrites: true, isFixed: false };

async function namesOf(settings: typeof reading) {
  return (await toolsOf(commands, settings)).map(({ name }) => name);
}

describe('which commands are tools', () => {
  test('all but what needs a terminal or a shell, and what changes this machine', async () => {
    const tools = new Set(await namesOf(writing));
    const left = commands.map(({ path }) => path).filter((path) => !tools.has(toolName(path.split(' '))));
    expect(left).toEqual([
      ...['browse', 'cluster up', 'cluster stop', 'cluster start', 'cluster kill', 'cluster add'],
      ...['cluster remove', 'cluster down', 'connections add', 'connections use', 'connections remove'],
      ...['connections trust', 'connections untrust', 'connections login', 'connections logout'],
      ...[
        'zookeeper lock-demo',
        'file-schema',
        'learn list',
        'learn run',
        'drill list',
        'drill run',
        'drill report',
      ],
      ...['drill matrix', 'completion', 'mcp', 'tour'],
    ]);
  });

  test('without --allow-writes only what can read, a plan at least', async () => {
    const tools = new Set(await namesOf(reading));
    const left = (await namesOf(writing)).filter((name) => !tools.has(name));
    expect(left).toEqual([
      ...['topics_create', 'topics_clone', 'topics_elect', 'topics_delete', 'groups_delete'],
      ...['groups_delete_offsets', 'schemas_register', 'schemas_delete', 'users_add', 'users_remove'],
      ...['quotas_set', 'quotas_remove', 'acls_add', 'transactions_abort', 'produce'],
    ]);
  });
});

test('whatever takes the place of a secret is marked as a secret', async () => {
  const tools = await toolsOf(commands, writing);
  const fields = tools.flatMap(({ name, fields: own }) => own.map((field) => ({ tool: name, ...field })));
  const marked = fields.filter(({ secret }) => secret !== undefined);
  expect(marked.map(({ tool, name }) => `${tool} ${name}`)).toEqual([
    ...['brokers_config config', 'brokers_config set', 'topics_config config', 'topics_config set'],
    ...['groups_config config', 'groups_config set', 'users_add password'],
  ]);
  const described = fields.filter(({ description }) => /env:|keyring:/.test(description));
  expect(described.filter(({ secret }) => secret === undefined)).toEqual([]);
});

describe('what a tool says of itself', () => {
  const described = async (name: string, settings = reading) => {
    const tool = (await toolsOf(commands, settings)).find((each) => each.name === name);
    if (!tool) throw new Error(`no ${name}`);
    return describeTool(tool, settings);
  };

  test('its arguments are the options of the command, without what is for shells', async () => {
    expect(await described('groups_describe')).toEqual({
      name: 'groups_describe',
      title: 'kafka-lab groups describe',
      description: 'show how far groups have read each partition, their members and what each was given.',
      inputSchema: {
        type: 'object',
        properties: {
          group: {
            type: 'array',
            minItems: 1,
            items: { type: 'string' },
            description: 'one or more groups',
          },
          connection: { type: 'string', description: expect.stringContaining('connections_list') as unknown },
        },
        required: ['group'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    });
  });

  test('no files, no ports, no other cluster than the one that the server was started for', async () => {
    const { inputSchema } = await described('monitor', { ...reading, isFixed: true });
    expect(Object.keys(inputSchema.properties)).toEqual(['interval', 'once', 'check']);
    const { inputSchema: check } = await described('schemas_check');
    expect(Object.keys(check.properties)).not.toContain('file');
    expect(check.required).toContain('input');
  });

  test('whatever is called a file, a folder or a path is left out', async () => {
    const tools = await toolsOf(commands, writing);
    const offered = tools.flatMap(({ name, fields }) =>
      fields
        .filter(({ placeholder }) => /^(FILE|FOLDER|PATH|DIR)/.test(placeholder))
        .map((field) => `${name} ${field.name}`),
    );
    // A path in ZooKeeper.
    expect(offered.filter((each) => !each.startsWith('zookeeper_'))).toEqual([]);
  });

  test.each([
    ['topics_trim', false, { readOnlyHint: true, destructiveHint: false }],
    ['topics_trim', true, { readOnlyHint: false, destructiveHint: true }],
    ['topics_create', true, { readOnlyHint: false, destructiveHint: false, idempotentHint: false }],
    ['groups_reset', true, { readOnlyHint: false, destructiveHint: true }],
    ['apply', true, { readOnlyHint: false, destructiveHint: true }],
    ['topics_list', true, { readOnlyHint: true, destructiveHint: false, idempotentHint: true }],
  ])('%s with writes allowed: %s', async (name, allowWrites, hints) => {
    const { annotations, inputSchema } = await described(name, { ...reading, allowWrites });
    expect(annotations).toMatchObject(hints);
    expect('execute' in inputSchema.properties).toBe(!hints.readOnlyHint);
  });

  test('what only says how a text looks is left out, and what is needed is said', async () => {
    const { description, inputSchema } = await described('consume', writing);
    expect(Object.keys(inputSchema.properties)).not.toEqual(expect.arrayContaining(['format']));
    expect(description).toContain('What only reads is done at once.');
    const { inputSchema: add } = await described('users_add', writing);
    expect([add.required, (add.properties as Record<string, unknown>)['password']]).toEqual([
      ['user', 'password'],
      { type: 'string', description: expect.stringContaining('the secret itself') as unknown },
    ]);
    expect((await described('apply')).inputSchema.required).toEqual(['input']);
  });

  test('each schema is one, and each name is allowed', async () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    for (const tool of await toolsOf(commands, writing)) {
      const { name, inputSchema } = describeTool(tool, writing);
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect([name, ajv.validateSchema(inputSchema), ajv.errors]).toEqual([name, true, null]);
      ajv.compile(inputSchema);
    }
  });
});

test('a plan allows one deed, with the same arguments, for a while', () => {
  let now = 0;
  const plans = rememberPlans(() => now);
  const call = { tool: 't', connection: undefined, options: { a: 1, b: 2 }, input: undefined, where: 'w' };
  expect(plans.take(call)).toBe(false);
  plans.remember(call);
  expect(plans.take({ ...call, options: { a: 1 } })).toBe(false);
  expect(plans.take({ ...call, connection: 'other' })).toBe(false);
  expect(plans.take({ ...call, where: 'elsewhere' })).toBe(false);
  expect(plans.take({ ...call, options: { b: 2, a: 1 } })).toBe(true);
  expect(plans.take(call)).toBe(false);
  plans.remember(call);
  now = planMs + 1;
  expect(plans.take(call)).toBe(false);
});

test('so many calls at once, the others in order', async () => {
  const inTurn = takeTurns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const calls = [0, 1, 2, 3].map((id) =>
    inTurn(async () => {
      begun.push(id);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (id === 0) throw new Error('fails');
    }),
  );
  calls[0]?.catch(() => undefined);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end();
  await settle();
  for (const end of ends) end();
  expect(begun).toEqual([0, 1, 2, 3]);
  await Promise.allSettled(calls);
});
