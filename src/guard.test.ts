import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { CommandSpec } from './contract/command.js';
import { commands } from './commands/index.js';
import { userFile } from './config/user-file.js';
import { LabError } from './text/errors.js';
import { execute } from './execute.js';
import { fieldsOfCommand } from './contract/fields.js';
import { temporaryHome, type TemporaryHome } from './testing/clusters/cluster-fixtures.js';
import { fakeHost } from './testing/program/fake-host.js';

const specs: { readonly path: string; readonly spec: CommandSpec }[] = [];
for (const { path, load } of commands) specs.push({ path, spec: await load() });
const changing = specs.filter(({ spec }) => spec.effect !== 'reads');
const guarded = changing.filter(({ spec }) => spec.changes !== 'machine');

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
  mkdirSync(home.folders.config);
  const connections =
    'ro: {bootstrapServers: 192.0.2.1:1, schemaRegistry: "http://192.0.2.1:2", readonly: true}, safe: {bootstrapServers: 192.0.2.2:1, schemaRegistry: "http://192.0.2.2:2", protected: true}, open: {bootstrapServers: 192.0.2.3:1, schemaRegistry: "http://192.0.2.3:2"}';
  writeFileSync(userFile(home.folders), `connections: {${connections}}`, { mode: 0o600 });
});
afterEach(() => home.remove());

/**
 * Something for every option that is required, and for those that make a plan or a look a change; what it
 * means does not matter, as nothing runs.
 */
function someOptions(spec: CommandSpec): Record<string, unknown> {
  const fields = fieldsOfCommand(spec);
  const chosen: Record<string, unknown> = {};
  for (const { name, type, choices, required } of fields) {
    const word = choices?.[0] ?? (type === 'integer' || type === 'number' ? '1' : 'x');
    if (required) chosen[name] = type === 'list' ? [word] : word;
    if (name === 'execute') chosen[name] = true;
    if (name === 'set') chosen[name] = ['k=v'];
    if (name === 'broker') chosen[name] = '1';
    if (name === 'change') Object.assign(chosen, { subject: 'x', change: ['set', 'FULL'] });
  }
  return chosen;
}

/** What becomes of a command that would do nothing but say that it ran. */
async function attempt(
  spec: CommandSpec,
  globals: Record<string, unknown>,
  answer?: (question: string, word: string) => boolean,
  options = someOptions(spec),
): Promise<string> {
  const runs: string[] = [];
  const harmless = {
    ...spec,
    run: () => {
      runs.push('ran');
      return Promise.reject(new LabError('interrupted', ''));
    },
  };
  const host = { ...fakeHost(answer ? { answer } : {}), folders: home.folders, cwd: home.path };
  const error: unknown = await execute(harmless, options, globals, host).catch((thrown: unknown) => thrown);
  if (runs.length > 0) return 'ran';
  if (!(error instanceof LabError)) throw error;
  return `${error.code}: ${error.message}`;
}

test('changes of this machine alone are not guarded', () => {
  const free = changing.filter(({ spec }) => spec.changes === 'machine').map(({ path }) => path);
  expect(free).toEqual([
    ...['up', 'stop', 'start', 'kill', 'add', 'remove', 'down'].map((word) => `cluster ${word}`),
    ...['add', 'use', 'remove', 'trust', 'untrust', 'login', 'logout'].map((word) => `connections ${word}`),
    ...['learn run', 'drill run', 'drill report', 'drill matrix', 'completion'],
  ]);
  expect(guarded.length).toBeGreaterThanOrEqual(5);
});

describe.each(guarded)('$path', ({ path, spec }) => {
  const all = { yes: true };
  const thing = spec.changes === 'registry' ? 'schema registry' : 'cluster';
  /** As if its address was typed. */
  const at = (host: string) =>
    spec.changes === 'registry' ? { registry: `http://${host}:2` } : { bootstrapServer: `${host}:1` };

  test('is refused on a readonly connection, whatever else is said', async () => {
    const refused = `refused: ${path} would change the ${thing}, and connection ro is readonly.`;
    expect(await attempt(spec, { ...all, connection: 'ro' }, () => true)).toBe(refused);
    expect(await attempt(spec, { ...all, connection: 'ro', confirm: 'ro' })).toBe(refused);
    expect(await attempt(spec, { ...all, connection: 'ro', bootstrapServer: '192.0.2.9:1' })).toBe(refused);
    expect(await attempt(spec, { ...all, ...at('192.0.2.1') })).toMatch(
      /^refused: .* and ro, a connection (to the same address|with the same schema registry), is readonly\.$/,
    );
  });

  test('wants the name of a protected connection: typed, or with --confirm', async () => {
    const asked: string[] = [];
    const answering = (answer: boolean) => (question: string, word: string) => {
      asked.push(`${question} ${word}`);
      return answer;
    };
    const on = { ...all, connection: 'safe' };
    expect(await attempt(spec, on)).toMatch(
      /^usage: Connection safe is protected.*There is no terminal to confirm on\.$/,
    );
    expect(await attempt(spec, { ...on, confirm: 'other' })).toMatch(
      /^usage: --confirm other does not allow/,
    );
    expect(await attempt(spec, on, answering(false))).toBe('interrupted: Nothing was changed.');
    expect(await attempt(spec, on, answering(true))).toBe('ran');
    expect(asked).toEqual(
      Array(2).fill(`Connection safe is protected, and ${path} changes its ${thing}. safe`),
    );
    expect(await attempt(spec, { ...on, confirm: 'safe' })).toBe('ran');
    expect(await attempt(spec, { ...all, ...at('192.0.2.2') })).toMatch(/^usage: Connection safe/);
  });

  test('runs anywhere else', async () => {
    expect(await attempt(spec, { ...all, connection: 'open' })).toBe('ran');
    expect(await attempt(spec, { ...all, ...at('192.0.2.9') })).toBe('ran');
    expect(await attempt(spec, all)).toBe('ran');
  });
});

describe('no way around a guard', () => {
  const create = () => specs.find(({ path }) => path === 'topics create')!.spec;
  const lockDemo = () => specs.find(({ path }) => path === 'zookeeper lock-demo')!.spec;
  const byAddress = /^refused: .* and ro, a connection to the same address, is readonly\.$/;

  test.each([
    ['localhost:9', '127.0.0.1:9'],
    ['localhost:9', '[::1]:9'],
    ['127.0.0.1:9', 'LOCALHOST:9,elsewhere.invalid:9'],
    ['a.example.invalid:9,b.example.invalid:9', 'B.example.invalid.:9'],
  ])('another name of the address: %s as %s', async (written, typed) => {
    writeFileSync(
      userFile(home.folders),
      `connections: {ro: {bootstrapServers: "${written}", readonly: true}, other: {bootstrapServers: "${typed}"}}`,
    );
    expect(await attempt(create(), { bootstrapServer: typed })).toMatch(byAddress);
    expect(await attempt(create(), { connection: 'other' })).toMatch(byAddress);
    expect(await attempt(create(), { connection: 'other', confirm: 'other', yes: true })).toMatch(byAddress);
    expect(await attempt(create(), { connection: 'other', bootstrapServer: 'free.invalid:1' })).toBe('ran');
  });

  test('the default address', async () => {
    writeFileSync(
      userFile(home.folders),
      'connections: {ro: {bootstrapServers: "127.0.0.1:9092", readonly: true}}',
    );
    expect(await attempt(create(), {})).toMatch(byAddress);
  });

  test.each(['readonly', 'protected'])(
    "a project's connection in the place of the user's own %s one",
    async (guard) => {
      const own = `bootstrapServers: "r.invalid:1", ${guard}: true`;
      writeFileSync(userFile(home.folders), `connections: {ro: {${own}}}`);
      writeFileSync(`${home.path}/.kafka-lab.yml`, 'connections: {ro: {bootstrapServers: "p.invalid:1"}}');
      const expected =
        guard === 'readonly' ? /^refused: .*own connection ro, which/ : /^usage: Connection ro is/;
      expect(await attempt(create(), { connection: 'ro' })).toMatch(expected);
      // Nor by its address alone, which the project's file no longer shows.
      expect(await attempt(create(), { bootstrapServer: 'r.invalid:1' })).toMatch(/^(refused|usage): /);
      expect(await attempt(create(), { bootstrapServer: 'p.invalid:1' })).toBe('ran');
    },
  );

  test('its ZooKeeper', async () => {
    writeFileSync(
      userFile(home.folders),
      'connections: {ro: {bootstrapServers: "r.invalid:1", zookeeper: "localhost:2181/kafka", readonly: true}}',
    );
    expect(await attempt(lockDemo(), { zookeeper: '127.0.0.1:2181' })).toMatch(byAddress);
    expect(await attempt(lockDemo(), { zookeeper: 'other.invalid,[::1]' })).toMatch(byAddress);
    expect(await attempt(lockDemo(), { zookeeper: 'x.invalid:1', bootstrapServer: 'r.invalid:1' })).toMatch(
      byAddress,
    );
    expect(await attempt(lockDemo(), { zookeeper: '127.0.0.1:2182' })).toBe('ran');
  });
});

test('consume changes a cluster only as a member of a group', async () => {
  const { spec } = specs.find(({ path }) => path === 'consume')!;
  const on = { connection: 'ro' };
  expect(await attempt(spec, on, undefined, { topic: ['t'] })).toBe('ran');
  expect(await attempt(spec, on, undefined, { topic: ['t'], group: 'g' })).toMatch(
    /^refused: consume would change/,
  );
});

test('the environment and files lead to the same guards', async () => {
  const { spec } = specs.find(({ path }) => path === 'topics create')!;
  writeFileSync(
    userFile(home.folders),
    'current: ro\nconnections: {ro: {bootstrapServers: 192.0.2.1:1, readonly: true}}',
  );
  expect(await attempt(spec, {})).toMatch(/^refused: /);
});
