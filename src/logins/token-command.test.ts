import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Connection } from '../config/connection.js';
import type { BearerLogin } from '../net/access.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { loginSources } from '../testing/program/login-sources.js';
import { claimsOf } from './jwt-claims.js';
import type { LoginSources } from './login-sources.js';
import { openAccess } from './open-access.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const loginOf = async (settings: Connection, sources: LoginSources) =>
  (await openAccess(settings, 'connection c', sources)).sasl as BearerLogin;
const tokenOf = async (settings: Connection, sources: LoginSources) =>
  (await loginOf(settings, sources)).token();

describe('a token command', () => {
  const settings = (...tokenCommand: string[]) => ({
    bootstrapServers: 'x:1',
    sasl: { mechanism: 'OAUTHBEARER' as const, tokenCommand },
  });

  test('runs once for the connections that are opened together', async () => {
    home.program('token', 'echo "$1"; echo x >> "$2"');
    const sources = loginSources({ env: home.env });
    const login = await loginOf(settings('token', 'abc.def', `${home.path}/runs`), sources);
    expect(await Promise.all([login.token(), login.token()])).toEqual(['abc.def', 'abc.def']);
    expect(await login.token()).toBe('abc.def');
    expect([sources.heard, readFileSync(`${home.path}/runs`, 'utf8')]).toEqual([['abc.def'], 'x\n']);
  });

  test.each([
    ['exit 3', 'ended with exit code 3'],
    [':', 'printed nothing'],
    ['exec sleep 5', 'did not end within 200 ms'],
    // Cut off it would be a wrong secret, and the broker would be blamed.
    ['head -c 1000001 /dev/zero', 'printed more than a megabyte'],
    ['head -c 1000001 /dev/zero; exec sleep 5', 'printed more than a megabyte'],
  ])('that does "%s" is told as that', async (script, message) => {
    home.program('token', script);
    const error = await labErrorOf(
      tokenOf(settings('token'), loginSources({ env: home.env, timeoutMs: 200 })),
    );
    expect(error.message).toContain(`The token command of connection c (token) ${message}`);
  });

  test.each([[''], ['token', 'a\u0000b']])(
    '%j cannot be run, which is no fault of kafka-lab',
    async (...words) => {
      const error = await labErrorOf(tokenOf(settings(...words), loginSources({ env: home.env })));
      expect([error.code, error.message]).toEqual(['environment', expect.stringMatching(/cannot be run/)]);
    },
  );
});

describe("a cloud's own command", () => {
  const settings = (tokenProvider: 'azure' | 'google', bootstrapServers: string) => ({
    bootstrapServers,
    sasl: { mechanism: 'OAUTHBEARER' as const, tokenProvider },
  });
  const azure = settings('azure', 'shop.servicebus.windows.net:9093');

  test("Azure's token is for the namespace of the brokers", async () => {
    home.program(
      'az',
      `echo "$@" > ${home.path}/asked; echo '{"accessToken":"opaque","expires_on":1900000000}'`,
    );
    const login = await loginOf(azure, loginSources({ env: home.env }));
    expect(await login.token()).toBe('opaque');
    expect(readFileSync(`${home.path}/asked`, 'utf8')).toBe(
      'account get-access-token --resource https://shop.servicebus.windows.net --output json\n',
    );
    expect(login.about?.()).toEqual({
      from: 'Azure, by az account get-access-token',
      expiresAtMs: 1_900_000_000_000,
    });
  });

  test("Google's is wrapped into whose it is", async () => {
    const printed = {
      credential: { access_token: 'ya29.x', token_expiry: '2030-03-17T17:46:40Z' },
      configuration: { properties: { core: { account: 'me@example.org' } } },
    };
    home.program('gcloud', `echo '${JSON.stringify(printed)}'`);
    const sources = loginSources({ env: home.env });
    const token = await tokenOf(settings('google', 'x:1'), sources);
    expect(claimsOf(token)).toMatchObject({ iss: 'Google', sub: 'me@example.org', exp: 1_900_000_000 });
    const [head = '', , last = ''] = token
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString());
    expect([JSON.parse(head), last]).toEqual([{ typ: 'JWT', alg: 'GOOG_OAUTH2_TOKEN' }, 'ya29.x']);
    expect(sources.heard).toEqual([token, 'ya29.x']);
  });

  test.each([
    ['exit 1', /\(az\) ended with exit code 1/],
    ['echo "Please run az login"', /az printed no token for connection c/],
    ['echo "[1]"', /az printed no token for connection c/],
  ])('that does "%s" is told as that, with the way to log in', async (script, message) => {
    home.program('az', script);
    const error = await labErrorOf(tokenOf(azure, loginSources({ env: home.env })));
    expect([error.message, error.hint]).toEqual([
      expect.stringMatching(message),
      'Log in with it first: az login',
    ]);
  });
});
