import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { answerShell } from '../../cli/completion/answer-shell.js';
import { chooseConnection } from '../../config/choose-connection.js';
import { loadConnections } from '../../config/load-connections.js';
import { userFile } from '../../config/user-file.js';
import { createSessionOpener } from '../../kafka/session/open.js';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';
import { globalOptions } from '../../text/global-options.js';
import { commands, groups } from '../index.js';

const password = 'my-production-secret';
const login = { KAFKA_PASSWORD: password };
const inEnvironment = {
  KAFKA_LAB_SASL_MECHANISM: 'PLAIN',
  KAFKA_LAB_SASL_USERNAME: 'me',
  KAFKA_LAB_SASL_PASSWORD: password,
};

let home: TemporaryHome;
/** Whose project it is: counts who comes, and says nothing. */
let server: Server;
let visits: number;
let port: number;
beforeEach(async () => {
  home = temporaryHome();
  visits = 0;
  server = createServer((socket) => {
    visits += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.close();
  home.remove();
});

const project = () => join(home.path, '.kafka-lab.yml');
const writeProject = (settings: string) =>
  writeFileSync(
    project(),
    `current: dev\nconnections:\n  dev: {bootstrapServers: "127.0.0.1:${port}", ${settings}}\n`,
  );
const scram = 'sasl: {mechanism: SCRAM-SHA-256, username: app, password: "env:KAFKA_PASSWORD"}';
const lab = (argv: readonly string[], env: Readonly<Record<string, string>> = login) =>
  runCli([...argv, '--timeout', '1s'], { home: home.path, env });

/** The access that a command would connect with, and what was asked and said on the way. */
function accessOf(
  globals: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>>,
  answer?: boolean,
) {
  const asked: string[] = [];
  const said: string[] = [];
  const places = { env, cwd: home.path, folders: home.folders };
  const parsed = globalOptions.parse(globals);
  const memory = new Map<string, string>();
  const settled = new Set<string>();
  const target = () =>
    createSessionOpener(
      parsed,
      {
        ...places,
        memory,
        settled,
        signal: new AbortController().signal,
        askSecret: undefined,
        askTrust:
          answer === undefined
            ? undefined
            : (question) => {
                asked.push(question);
                return Promise.resolve(answer);
              },
        warn: (text) => void said.push(text),
      },
      () => chooseConnection(parsed, places),
    ).target();
  return { asked, said, memory, target };
}

describe('a project file that names a login', () => {
  const certificate = () => {
    const { certificate: cert, key } = createAuthority('any').issue({ commonName: 'me', hosts: [] });
    writeFileSync(join(home.path, 'c.pem'), cert);
    writeFileSync(join(home.path, 'k.pem'), key);
    return 'tls: {cert: c.pem, key: k.pem}';
  };
  const oauth = (how: string) =>
    `tls: true, sasl: {mechanism: OAUTHBEARER, oidc: {tokenEndpoint: "http://127.0.0.1:${port}/t", clientId: c, ${how}}}`;
  test.each([
    ['a password of the environment', () => scram],
    ['a password that is asked for', () => scram.replace('env:KAFKA_PASSWORD', 'prompt')],
    ['PLAIN over TLS', () => `tls: true, ${scram.replace('SCRAM-SHA-256', 'PLAIN')}`],
    ['a client certificate', certificate],
    ['an OAuth client', () => oauth('clientSecret: "env:KAFKA_PASSWORD"')],
    ['a login by a browser', () => oauth(`deviceEndpoint: "http://127.0.0.1:${port}/d"`)],
    ['a proxy, which would see what is sent', () => `proxy: "http://127.0.0.1:${port}"`],
    ['AWS', () => 'tls: true, sasl: {mechanism: AWS_MSK_IAM, region: eu-west-1}'],
  ])('%s: is not even connected to before the file is trusted', async (_what, settings) => {
    writeProject(settings());
    for (const argv of [
      ['topics', 'list'],
      ['-c', 'dev', 'topics', 'list'],
      ['connections', 'doctor'],
      ['connections', 'ping', 'dev'],
      ['-b', `127.0.0.1:${port}`, '-c', 'dev', 'topics', 'list'],
    ]) {
      const { exitCode, stderr } = await lab(argv);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`kafka-lab connections trust ${project()}`);
      expect([exitCode, stderr.includes(password)]).toEqual([1, false]);
    }
    expect(visits).toBe(0);
  });

  test('is not logged in to when Tab is pressed', async () => {
    writeProject(scram);
    const env = { ...login, KAFKA_LAB_HOME: home.path, KAFKA_LAB_COMPLETION_TIMEOUT: '5s' };
    const world = { env, cwd: home.path, folders: home.folders };
    const line = 'kafka-lab topics describe ';
    expect(await answerShell(['--bash', line, ''], { entries: commands, groups }, world)).toBe('words\n');
    expect(visits).toBe(0);
    await lab(['connections', 'trust']);
    await answerShell(['--bash', line, ''], { entries: commands, groups }, world);
    expect(visits).toBeGreaterThan(0);
  });

  test('is used once it is trusted, and no longer once it changes or is untrusted', async () => {
    writeProject(scram);
    const trusted = await lab(['connections', 'trust', '.kafka-lab.yml']);
    expect(trusted.exitCode).toBe(0);
    expect(trusted.stdout).toContain('the SCRAM-SHA-256 password of app (env:KAFKA_PASSWORD)');
    const list = join(home.folders.data, 'trusted-files.json');
    expect(statSync(list).mode & 0o777).toBe(0o600);
    expect(statSync(home.folders.data).mode & 0o777).toBe(0o700);
    await lab(['topics', 'list']);
    expect(visits).toBeGreaterThan(0);
    expect((await lab(['connections', 'trust', '--list'])).stdout).toContain(project());

    const before = visits;
    writeFileSync(project(), `${readFileSync(project(), 'utf8')}# changed\n`);
    expect((await lab(['topics', 'list'])).stderr).toContain('not trusted');
    await lab(['connections', 'trust']);
    expect((await lab(['connections', 'untrust'])).exitCode).toBe(0);
    expect((await lab(['topics', 'list'])).stderr).toContain('not trusted');
    expect((await lab(['connections', 'untrust'])).exitCode).toBe(1);
    expect(visits).toBe(before);
  });

  test('its proxy is used once it is trusted, and by nobody before', async () => {
    writeProject(`proxy: "socks5://app@127.0.0.1:${port}"`);
    const what = `the proxy socks5://app@127.0.0.1:${port} for all that is sent`;
    const no = accessOf({}, login, false);
    expect((await labErrorOf(no.target())).message).toContain(`Connection dev would use ${what} at`);
    expect((await lab(['connections', 'trust'])).stdout).toContain(what);
    const { message } = await labErrorOf(accessOf({}, {}).target());
    expect(message).toMatch(/^The password of app at the proxy socks5:\S+ has to be typed/);
  });

  test('is trusted at the question, or asked about only once', async () => {
    writeProject(scram);
    const no = accessOf({}, login, false);
    expect((await labErrorOf(no.target())).message).toContain('its project file is not trusted');
    await labErrorOf(no.target());
    expect(no.asked).toEqual([
      `Connection dev would use the SCRAM-SHA-256 password of app (env:KAFKA_PASSWORD) at 127.0.0.1:${port}, and ${project()} is not trusted yet. Trust this file as it is?`,
    ]);
    const yes = accessOf({}, login, true);
    expect((await yes.target()).access?.sasl).toMatchObject({ username: 'app', password });
    // From now on unasked.
    expect((await accessOf({}, login).target()).access?.sasl).toMatchObject({ password });
  });

  test('a list that is damaged trusts nothing', async () => {
    writeProject(scram);
    await lab(['connections', 'trust']);
    writeFileSync(join(home.folders.data, 'trusted-files.json'), '{"version": 1, "files": "all"}');
    expect((await loadConnections({ env: {}, cwd: home.path, folders: home.folders })).all).toMatchObject([
      { name: 'dev', isTrusted: false },
    ]);
  });
});

describe('a project file without a secret', () => {
  test('is used at once, without the login and the certificate of the environment', async () => {
    writeProject('tls: false');
    const env = { ...inEnvironment, KAFKA_LAB_TLS_CERT: '/c.pem', KAFKA_LAB_TLS_KEY: '/k.pem' };
    const { said, memory, target } = accessOf({}, env);
    expect((await target()).access).toEqual({});
    // Warned once, however many commands the menu runs; what was said is not kept among the secrets.
    await target();
    expect(memory.size).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(/^KAFKA_LAB_TLS_CERT, .*, KAFKA_LAB_SASL_PASSWORD not used for connection dev/),
    ]);
    await lab(['topics', 'list'], env);
    expect(visits).toBeGreaterThan(0);
  });

  test('a token command of the environment is not run for it', async () => {
    writeProject('clientId: x');
    home.program('token', `touch ${home.path}/ran; echo abc`);
    const env = {
      ...home.env,
      KAFKA_LAB_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_LAB_SASL_TOKEN_COMMAND: 'token',
    };
    expect((await accessOf({}, env).target()).access).toEqual({ clientId: 'x' });
    expect(() => statSync(join(home.path, 'ran'))).toThrow('ENOENT');
    // An address that was typed gets it.
    expect((await accessOf({ bootstrapServer: 'x:1' }, env).target()).access?.sasl).toBeDefined();
  });

  test('once trusted it has the login of the environment, as the user’s own file has', async () => {
    writeProject('clientId: x');
    await lab(['connections', 'trust']);
    expect((await accessOf({}, inEnvironment).target()).access?.sasl).toMatchObject({ password });
    rmSync(project());
    mkdirSync(home.folders.config, { recursive: true });
    writeFileSync(userFile(home.folders), 'current: own\nconnections: {own: {bootstrapServers: o:1}}');
    expect((await accessOf({}, inEnvironment).target()).access?.sasl).toMatchObject({ password });
  });
});
