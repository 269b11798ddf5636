import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectionSchema } from '../../config/connection.js';
import { userFile } from '../../config/user-file.js';
import { writePrivateFileSync } from '../../files/private-file.js';
import { openAccess } from '../../logins/open-access.js';
import type { BearerLogin } from '../../net/access.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { startOauthProvider, type OauthProvider } from '../../testing/clusters/oauth-provider.js';
import { until } from '../../testing/clusters/until.js';
import { loginSources } from '../../testing/program/login-sources.js';
import { runCli } from '../../testing/program/run-cli.js';

let provider: OauthProvider;
let home: TemporaryHome;
beforeAll(async () => {
  provider = await startOauthProvider();
});
afterAll(() => provider.close());
beforeEach(() => {
  home = temporaryHome();
  provider.device = 'granted';
  provider.asked.length = 0;
  provider.next.lifeSeconds = 3600;
  writePrivateFileSync(userFile(home.folders), stringify({ connections: { prod: settings() } }));
});
afterEach(() => home.remove());

const settings = (more: object = {}) => ({
  bootstrapServers: 'localhost:1',
  tls: true,
  sasl: {
    mechanism: 'OAUTHBEARER',
    oidc: {
      tokenEndpoint: provider.tokenEndpoint,
      deviceEndpoint: provider.deviceEndpoint,
      clientId: 'public',
      scope: 'kafka',
      ...more,
    },
  },
});
const lab = (...argv: string[]) => runCli(argv, { home: home.path });
const logins = () => join(home.folders.data, 'logins');

/** As a command of that connection would have it. */
async function loginOf(name = 'prod', more: object = {}): Promise<BearerLogin> {
  const sources = loginSources({
    folders: home.folders,
    connection: { name, path: userFile(home.folders) },
  });
  const parsed = connectionSchema().parse(settings(more));
  return (await openAccess(parsed, `connection ${name}`, sources)).sasl as BearerLogin;
}

describe('connections login', () => {
  test('shows where to type which code, waits, and keeps what it is given for its owner alone', async () => {
    provider.device = 'pending';
    const running = lab('connections', 'login', 'prod');
    await until(() => Promise.resolve(provider.asked.length > 0 || undefined));
    provider.device = 'granted';
    const { exitCode, stdout, stderr } = await running;
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`Open ${provider.at('/activate')} in a browser`);
    expect(stderr).toContain('type this code there: WDJB-MJHT');
    const [file = ''] = readdirSync(logins());
    expect(statSync(join(logins(), file)).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(readFileSync(join(logins(), file), 'utf8')) as Record<string, string>;
    expect(stderr).not.toContain(kept['accessToken']);
    const askedSoFar = provider.asked.length;
    const login = await loginOf();
    expect([await login.token(), provider.asked.length]).toEqual([kept['accessToken'], askedSoFar]);
  });

  test.each<[OauthProvider['device'], RegExp]>([['access_denied', /access_denied.*refused in the browser/s]])(
    '%s is told',
    async (answer, message) => {
      provider.device = answer;
      const { exitCode, stderr } = await lab('connections', 'login', 'prod');
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(message)]);
      expect(() => readdirSync(logins())).toThrow('ENOENT');
    },
  );

  test('is for connections with a device endpoint, and only for trusted ones', async () => {
    writePrivateFileSync(
      userFile(home.folders),
      stringify({ connections: { plain: { bootstrapServers: 'x:1' } } }),
    );
    const plain = await lab('connections', 'login', 'plain');
    expect([plain.exitCode, plain.stderr]).toEqual([
      2,
      expect.stringContaining('does not log in by a browser'),
    ]);
    writeFileSync(join(home.path, '.kafka-lab.yml'), stringify({ connections: { theirs: settings() } }));
    const theirs = await lab('connections', 'login', 'theirs');
    expect([theirs.exitCode, theirs.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('its project file is not trusted'),
    ]);
    expect(provider.asked).toEqual([]);
  });
});

describe('a login that is kept', () => {
  test('is refreshed when it is nearly over, and its new refresh token is kept', async () => {
    provider.next.lifeSeconds = 5;
    await lab('connections', 'login', 'prod');
    provider.asked.length = 0;
    for (const command of [1, 2]) {
      await (await loginOf()).token();
      expect(provider.asked).toHaveLength(command);
    }
    const [first, second] = provider.asked.map((form) => form['refresh_token']);
    expect([first, second]).toEqual([expect.stringMatching(/^refresh-/), expect.stringMatching(/^refresh-/)]);
    expect(first).not.toBe(second);
  });

  test('is of this connection, and of no other of its name', async () => {
    await lab('connections', 'login', 'prod');
    for (const login of [
      await loginOf('other'),
      await loginOf('prod', { clientId: 'another' }),
      await loginOf('prod', { tokenEndpoint: 'https://elsewhere.example/token' }),
    ]) {
      expect((await labErrorOf(login.token())).message).toMatch(/nobody has logged in yet/);
    }
  });

  test('that was taken back is told, with what to type', async () => {
    provider.next.lifeSeconds = 1;
    await lab('connections', 'login', 'prod');
    const [file = ''] = readdirSync(logins());
    const path = join(logins(), file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/refresh-\d+/, 'refresh-stale'));
    const error = await labErrorOf((await loginOf()).token());
    expect([error.message, error.hint]).toEqual([
      expect.stringMatching(/invalid_grant$/),
      expect.stringContaining('kafka-lab connections login'),
    ]);
  });

  test('is deleted by connections logout', async () => {
    await lab('connections', 'login', 'prod');
    expect((await lab('connections', 'logout', 'prod')).stderr).toContain(
      'The login of prod is deleted here.',
    );
    expect(readdirSync(logins())).toEqual([]);
    expect((await lab('connections', 'logout', 'prod')).stderr).toContain('prod had no login');
    const doctor = await lab('connections', 'doctor', 'prod');
    expect(doctor.stdout).toMatch(/^token\tFAILS\t.*nobody has logged in yet/m);
  });
});
