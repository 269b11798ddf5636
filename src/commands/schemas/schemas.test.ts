import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answerShell } from '../../cli/completion/answer-shell.js';
import { userFile } from '../../config/user-file.js';
import { startHttpProxy } from '../../testing/brokers/small-proxy.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { startScriptedRegistry, type ScriptedRegistry } from '../../testing/clusters/scripted-registry.js';
import { runCli, type CliSettings } from '../../testing/program/run-cli.js';
import { commands, groups } from '../index.js';

const password = 'my-schemas-secret';

let server: ScriptedRegistry;
let home: TemporaryHome;
beforeAll(async () => {
  server = await startScriptedRegistry();
});
afterAll(() => server.close());
beforeEach(() => {
  home = temporaryHome();
  server.asked.length = 0;
  server.answers.clear();
  server.answers.set('GET /subjects', { body: ['orders-value'] });
});
afterEach(() => home.remove());

const lab = (argv: readonly string[], env: Readonly<Record<string, string>> = {}, more: CliSettings = {}) =>
  runCli([...argv, '--timeout', '2s'], { home: home.path, env, ...more });
const here = (...argv: readonly string[]) => lab([...argv, '--registry', server.url]);
const lines = () => server.asked.map(({ line }) => line);
const logins = () => server.asked.map(({ headers }) => headers.authorization);
const basic = (user: string, secret = password) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

function writeOwn(connections: string): void {
  mkdirSync(dirname(userFile(home.folders)), { recursive: true });
  writeFileSync(userFile(home.folders), `connections: {${connections}}`, { mode: 0o600 });
}

function writeProject(registry: string): void {
  writeFileSync(
    join(home.path, '.kafka-lab.yml'),
    `current: dev\nconnections: {dev: {bootstrapServers: "127.0.0.1:1", schemaRegistry: ${registry}}}\n`,
  );
}

const list = ['schemas', 'list', '--names'];

test('a subject that no registry can be asked for does not hide the others', async () => {
  server.answers.set('GET /subjects', { body: ['..', 'orders-value'] });
  server.answers.set('GET /subjects/orders-value/versions/latest', {
    body: { subject: 'orders-value', version: 3, id: 7, schema: '"long"' },
  });
  server.answers.set('GET /config/orders-value', {
    body: { compatibilityLevel: 'NONE' },
  });
  const { exitCode, stdout, stderr } = await here('schemas', 'list');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('orders-value\t3\t7\tAVRO\tNONE\n');
  expect(stderr).toContain('".." cannot be the name of a subject');
});

describe('the proxy of a connection', () => {
  test('leads to its registry, by http:// and on this machine too', async () => {
    const proxy = await startHttpProxy();
    try {
      writeOwn(
        `mine: {bootstrapServers: "127.0.0.1:1", proxy: "http://${proxy.address}", schemaRegistry: "${server.url}"}`,
      );
      expect((await lab([...list, '-c', 'mine'])).stdout).toBe('orders-value\n');
      expect(proxy.asked).toEqual([server.url.replace('http://', '')]);
      expect((await lab([...list, '-c', 'mine'], { KAFKA_LAB_PROXY: 'none' })).stdout).toBe('orders-value\n');
      expect(proxy.asked).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });

  test('of a project file sees nothing before the file is trusted', async () => {
    const proxy = await startHttpProxy();
    try {
      writeProject(`"${server.url}", proxy: "http://${proxy.address}"`);
      const { exitCode, stderr } = await lab(list);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('for all that is sent')]);
      expect(proxy.asked).toEqual([]);
      expect(lines()).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});

describe('which registry, and whose login', () => {
  test('none is named', async () => {
    const { exitCode, stderr } = await lab(list);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: No schema registry is named\.\n.*--registry/),
    ]);
  });

  test('of the option, of the environment, of a connection; its login from wherever it is', async () => {
    writeOwn(
      `mine: {bootstrapServers: "127.0.0.1:1", schemaRegistry: {url: "${server.url}/", username: "ä", password: "env:SECRET"}}, bare: {bootstrapServers: "127.0.0.1:1", schemaRegistry: "${server.url}"}`,
    );
    const own = { SECRET: password };
    expect((await lab([...list, '--registry', server.url])).stdout).toBe('orders-value\n');
    await lab(list, { KAFKA_LAB_REGISTRY: server.url, KAFKA_LAB_REGISTRY_TOKEN: 'abc' });
    await lab([...list, '-c', 'mine'], own);
    await lab([...list, '-c', 'mine'], { ...own, KAFKA_LAB_REGISTRY_TOKEN: 'abc' });
    await lab([...list, '-c', 'bare', '--registry', server.url.replace('//', `//al:${password}@`)]);
    expect(logins()).toEqual([undefined, 'Bearer abc', basic('ä'), 'Bearer abc', basic('al')]);
  });

  test("a registry that is typed has the connection's login only if it is the same server", async () => {
    writeOwn(
      `mine: {bootstrapServers: "127.0.0.1:1", schemaRegistry: {url: "http://127.0.0.1:1", username: u, password: "${password}"}}`,
    );
    await lab([...list, '-c', 'mine', '--registry', server.url]);
    expect(logins()).toEqual([undefined]);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['in the URL', ['--registry', `http://al:${password}@127.0.0.1:1`], {}],
    ['in a URL that is none', ['--registry', `http://al:${password}@`], {}],
    ['with a query', ['--registry', `http://al:${password}@h?x`], {}],
    ['beside another', ['--registry', `http://al:${password}@h`], { KAFKA_LAB_REGISTRY_PASSWORD: password }],
    ['a token with a blank', ['--registry', 'http://h'], { KAFKA_LAB_REGISTRY_TOKEN: `${password} x` }],
  ])('a secret is never printed: %s', async (_what, argv, env) => {
    const { exitCode, stdout, stderr } = await lab([...list, ...argv, '--verbose'], env);
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).not.toContain(password);
  });

  test('a redirect does not get the login', async () => {
    server.answers.set('GET /subjects', { status: 307, headers: { location: `${server.url}/elsewhere` } });
    const { exitCode } = await lab(list, {
      KAFKA_LAB_REGISTRY: server.url,
      KAFKA_LAB_REGISTRY_TOKEN: 'abc',
    });
    expect([exitCode, lines()]).toEqual([1, ['GET /subjects']]);
  });
});

describe("a project's file", () => {
  const withPassword = () => `{url: "${server.url}", username: app, password: "env:KAFKA_PASSWORD"}`;

  test('gets no secret before it is trusted, nor a Tab key', async () => {
    writeProject(withPassword());
    const env = { KAFKA_PASSWORD: password };
    const refused = await lab(list, env);
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `would use the password of app (env:KAFKA_PASSWORD) at ${server.url}, and its project file is not trusted`,
      ),
    });
    const places = { env, cwd: home.path, folders: home.folders };
    const tab = () =>
      answerShell(['--bash', 'kafka-lab schemas get ', ''], { entries: commands, groups }, places);
    expect(await tab()).not.toContain('orders-value');
    expect(lines()).toEqual([]);
    expect((await lab(['connections', 'trust'])).stdout).toContain(`(env:KAFKA_PASSWORD) at ${server.url}`);
    expect((await lab(list, env)).stdout).toBe('orders-value\n');
    expect(await tab()).toContain('orders-value');
    expect(new Set(logins())).toEqual(new Set([basic('app')]));
  });

  test("has nothing of the environment's login before it is trusted, which is said", async () => {
    writeProject(`"${server.url}"`);
    const env = { KAFKA_LAB_REGISTRY_USERNAME: 'me', KAFKA_LAB_REGISTRY_PASSWORD: password };
    const { exitCode, stderr } = await lab(list, env);
    expect([exitCode, logins()]).toEqual([0, [undefined]]);
    expect(stderr).toContain('KAFKA_LAB_REGISTRY_USERNAME, KAFKA_LAB_REGISTRY_PASSWORD not used');
    await lab(['connections', 'trust']);
    await lab(list, env);
    expect(logins()).toEqual([undefined, basic('me')]);
  });

  test.each([
    ['a secret for all to read', '{url: "https://h", username: u, password: open}', /read by everyone/],
    ['one in the URL', '"https://u:open@h"', /read by everyone/],
    [
      "another of the user's variables",
      '{url: "https://h", token: "env:AWS_SECRET"}',
      /with KAFKA in their names/,
    ],
    ['the keyring', '{url: "https://h", token: "keyring:x"}', /of your keyring/],
    ['a password without TLS', '{url: "http://h", username: u}', /sent without TLS/],
    [
      'TLS that verifies nobody',
      '{url: "https://h", username: u, tls: {rejectUnauthorized: false}}',
      /sent without TLS/,
    ],
  ])('cannot have %s', async (_what, registry, message) => {
    writeProject(registry);
    const { exitCode, stderr } = await lab(list);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('what is guarded', () => {
  test.each([
    ['schemas', 'register', 's', '--file', 'a.avsc'],
    ['schemas', 'compatibility', 's', 'set', 'FULL'],
    ['schemas', 'delete', 's', '--yes'],
  ])('%s %s: not where a readonly connection has the same registry, by whatever name', async (...argv) => {
    writeFileSync(join(home.path, 'a.avsc'), '"long"');
    const url = server.url.replace('127.0.0.1', 'localhost');
    writeOwn(`ro: {bootstrapServers: "192.0.2.1:1", schemaRegistry: "${url}", readonly: true}`);
    const { exitCode, stderr } = await here(...argv);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /would change the schema registry, and ro, a connection with the same schema registry, is readonly/,
      ),
    ]);
    expect(lines()).toEqual([]);
    expect((await here(...list)).exitCode).toBe(0);
  });
});

describe('what is printed and sent', () => {
  test('a schema in a pipe is what was registered, to the byte; on a terminal nothing acts on it', async () => {
    const text = 'syntax = "proto3";\r\n// \u001b[2J\u202e\n';
    server.answers.set('GET /subjects/p/versions/latest', {
      body: { subject: 'p', version: 1, id: 3, schema: text, schemaType: 'PROTOBUF' },
    });
    expect((await here('schemas', 'get', 'p')).stdout).toBe(text);
    for (const more of [[], ['-o', 'plain'], ['-o', 'json']]) {
      const argv = ['schemas', 'get', 'p', '--registry', server.url, ...more];
      const { stdout } = await lab(argv, {}, { isTerminal: true });
      expect(stdout).toContain('proto3');
      // What is left are colours.
      expect(
        stdout
          .split('\u001b')
          .slice(1)
          .every((part) => /^\[\d*m/.test(part)),
      ).toBe(true);
      expect(stdout).not.toContain('\u202e');
    }
  });

  test('a type by the ending; references; a schema that is there already is not sent again', async () => {
    writeFileSync(join(home.path, 'm.proto'), 'message M {}');
    server.answers.set('POST /subjects/m', { status: 404, body: { error_code: 40403 } });
    server.answers.set('POST /subjects/m/versions', { body: { id: 9 } });
    server.answers.set('GET /subjects/s/versions/2?deleted=true', {
      body: { subject: 's', id: 1, version: 2, schema: 'y', schemaType: 'PROTOBUF' },
    });
    const argv = [
      'schemas',
      'register',
      'm',
      '-f',
      'm.proto',
      '--reference',
      'a=b/c@d.proto=s@2',
      '-o',
      'json',
    ];
    const { stdout } = await here(...argv);
    expect(JSON.parse(stdout)).toMatchObject({ id: 9, version: null, outcome: 'registered' });
    expect(JSON.parse(server.asked[2]?.body ?? '')).toEqual({
      schema: 'message M {}',
      schemaType: 'PROTOBUF',
      references: [{ name: 'a=b/c@d.proto', subject: 's', version: 2 }],
    });
    server.answers.set('POST /subjects/m', {
      body: { subject: 'm', id: 9, version: 4, schema: 'x', schemaType: 'PROTOBUF' },
    });
    server.asked.length = 0;
    expect(JSON.parse((await here(...argv)).stdout)).toMatchObject({ version: 4, outcome: 'unchanged' });
    expect(lines()).toEqual(['GET /subjects/s/versions/2?deleted=true', 'POST /subjects/m']);
  });

  test.each([
    ['no ending', 'x', '{}', /What kind of schema/],
    ['no JSON', 'x.avsc', '{', /x\.avsc is not a schema of the type AVRO/],
    ['empty', 'x.proto', ' \n', /it is empty/],
  ])('a file that is no schema: %s', async (_what, name, content, message) => {
    writeFileSync(join(home.path, name), content);
    const { exitCode, stderr } = await here('schemas', 'check', 's', '--file', name);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(lines()).toEqual([]);
  });

  test('a file that is not there is said to be missing, whatever its ending', async () => {
    for (const command of ['check', 'register']) {
      const { exitCode, stderr } = await here('schemas', command, 's', '--file', 'nowhere');
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(/^error: nowhere cannot be read: .*ENOENT/),
      ]);
    }
    const piped = await here('schemas', 'check', 's', '--file', '-');
    expect([piped.exitCode, piped.stderr]).toEqual([2, expect.stringMatching(/What kind of schema/)]);
  });

  test.each([
    ['get', [], 'GET /subjects/odd/versions/3', '', 'get odd@3@latest'],
    ['delete', ['--yes'], 'DELETE /subjects/odd/versions/3', '', 'delete odd@3@2'],
    [
      'delete',
      ['--yes', '--permanent'],
      'DELETE /subjects/odd/versions/3',
      '?deleted=true',
      'delete odd@3@2',
    ],
  ])('%s of a subject whose name ends like a version %j', async (command, more, line, query, hint) => {
    server.answers.set(line, { status: 404, body: { error_code: 40401 } });
    server.answers.set(`GET /subjects/odd%403/versions${query}`, { body: [2, 5] });
    const { exitCode, stderr } = await here('schemas', command, 'odd@3', ...more);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^error: .* has no version 3 of odd\.\n/)]);
    expect(stderr).toMatch(
      new RegExp(
        `\nThere is a subject "odd@3": its versions are named behind it: kafka-lab --registry \\S+ schemas ${hint}\n$`,
      ),
    );
    // Without such a subject, as ever.
    server.answers.set(`GET /subjects/odd%403/versions${query}`, {
      status: 404,
      body: { error_code: 40401 },
    });
    expect((await here('schemas', command, 'odd@3', ...more)).stderr).toContain('See which there are: ');
  });

  test('check ends with 1 and the reasons', async () => {
    writeFileSync(join(home.path, 'x.json'), '{}');
    server.answers.set('POST /compatibility/subjects/s/versions?verbose=true', {
      body: { is_compatible: false, messages: ['field gone'] },
    });
    const { exitCode, stdout, stderr } = await here('schemas', 'check', 's', '--file', 'x.json', '-q');
    expect([exitCode, stdout, stderr]).toEqual([1, 's\tnot compatible\t\n', 'field gone\n']);
  });

  test('deleted for ever: also what was deleted before', async () => {
    server.answers.set('DELETE /subjects/s/versions/2', { status: 404, body: { error_code: 40406 } });
    server.answers.set('DELETE /subjects/s/versions/2?permanent=true', { body: 2 });
    const { exitCode, stdout } = await here('schemas', 'delete', 's@2', '--permanent', '--yes');
    expect([exitCode, stdout]).toEqual([0, 's\t2\tdeleted for ever\n']);
  });

  test('of a deleted subject Apicurio tells the numbers of its versions, and shows none of them', async () => {
    server.answers.set('GET /subjects', { body: [] });
    server.answers.set('GET /subjects?deleted=true', { body: ['gone'] });
    server.answers.set('GET /subjects/gone/versions?deleted=true', { body: [1, 2] });
    server.answers.set('GET /subjects/gone/versions/2?deleted=true', {
      status: 404,
      body: { error_code: 40401, message: "No artifact with ID 'gone' in group 'null' was found." },
    });
    const { exitCode, stdout, stderr } = await here('schemas', 'list', '--deleted');
    expect([exitCode, stdout]).toEqual([0, 'gone\t2\t\t\t\n']);
    expect(stderr).toBe('gone is deleted, and the registry no longer shows its schema.\n');
  });

  test('one subject that cannot be told keeps no other from being told', async () => {
    server.answers.set('GET /subjects', { body: ['a', 'b\u001b[31m'] });
    server.answers.set('GET /subjects/a/versions/latest', {
      body: { subject: 'a', version: 1, id: 1, schema: '"long"' },
    });
    server.answers.set('GET /config/a', { body: { compatibilityLevel: 'FULL' } });
    const { exitCode, stdout, stderr } = await here('schemas', 'list');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('a\t1\t1\tAVRO\tFULL\n');
    expect(stderr).toMatch(/^b\\x1b\[31m: The schema registry/m);
  });
});
