import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectionSchema } from '../config/connection.js';
import type { BearerLogin } from '../net/access.js';
import { createAuthority } from '../testing/clusters/certificates.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import {
  clientId,
  clientSecret,
  startOauthProvider,
  type OauthProvider,
} from '../testing/clusters/oauth-provider.js';
import { startHttpProxy, startSocksProxy } from '../testing/brokers/small-proxy.js';
import { loginSources } from '../testing/program/login-sources.js';
import { claimsOf } from './jwt-claims.js';
import { openAccess } from './open-access.js';

let provider: OauthProvider;
let home: TemporaryHome;
beforeAll(async () => {
  provider = await startOauthProvider();
});
afterAll(() => provider.close());
beforeEach(() => {
  home = temporaryHome();
  provider.next.answer = undefined;
  provider.next.lifeSeconds = 3600;
  provider.asked.length = 0;
});
afterEach(() => home.remove());

const env = { OAUTH_SECRET: clientSecret, OTHER_SECRET: 'not-the-word' };

async function loginWith(oidc: object, sources = loginSources({ env })): Promise<BearerLogin> {
  const settings = connectionSchema().parse({
    bootstrapServers: 'x:1',
    tls: true,
    sasl: {
      mechanism: 'OAUTHBEARER',
      oidc: { tokenEndpoint: provider.tokenEndpoint, clientId, clientSecret: 'env:OAUTH_SECRET', ...oidc },
      extensions: { logicalCluster: 'lkc-1' },
    },
  });
  return (await openAccess(settings, 'connection c', sources)).sasl as BearerLogin;
}

describe('a token of the client itself', () => {
  test.each<[string, object]>([
    ['basic by default', {}],
    ['basic', { method: 'basic' }],
    ['post', { method: 'post' }],
  ])('%s, with scope and audience', async (_how, how) => {
    const sources = loginSources({ env });
    const login = await loginWith({ ...how, scope: 'read write', audience: 'https://kafka' }, sources);
    expect(provider.asked).toEqual([]);
    const token = await login.token();
    expect(claimsOf(token)).toMatchObject({ sub: 'alice', aud: 'https://kafka' });
    expect(provider.asked).toEqual([
      expect.objectContaining({
        grant_type: 'client_credentials',
        scope: 'read write',
        audience: 'https://kafka',
      }),
    ]);
    expect(sources.heard).toEqual([clientSecret, token]);
    expect(login.extensions).toEqual({ logicalCluster: 'lkc-1' });
    expect(login.about?.().from).toBe(`the token endpoint ${provider.tokenEndpoint}, as client ${clientId}`);
    expect((login.about?.().expiresAtMs ?? 0) - Date.now()).toBeGreaterThan(3_590_000);
  });

  test('private_key_jwt, with an encrypted key and the id by which it is found', async () => {
    const file = join(home.path, 'client.pem');
    writeFileSync(file, provider.clientKey);
    const login = await loginWith({ clientSecret: undefined, privateKey: file, keyId: 'k1' });
    expect(claimsOf(await login.token())).toMatchObject({ sub: 'alice' });
    const [head = ''] = provider.asked[0]?.['client_assertion']?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'ES256', kid: 'k1' });
  });

  test('a key of another kind is told as that', async () => {
    const file = join(home.path, 'client.pem');
    const { privateKey } = generateKeyPairSync('x25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const error = await labErrorOf(loginWith({ clientSecret: undefined, privateKey: file }));
    expect(error.message).toBe(`oidc.privateKey of connection c, ${file}, is a key that signs no assertion.`);
  });

  test('is asked for again at 80 % of its life, and not before', async () => {
    provider.next.lifeSeconds = 5;
    const login = await loginWith({});
    const first = await login.token();
    expect(await login.token()).toBe(first);
    expect(provider.asked).toHaveLength(1);
    provider.next.lifeSeconds = 0;
    const shortLived = await loginWith({});
    await shortLived.token();
    await shortLived.token();
    expect(provider.asked).toHaveLength(3);
  });
});

describe('why there is none', () => {
  const html = (status: number) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end('<html>Sign in \u001b[31m</html>');
  };
  const text =
    (status: number, body: string, headers = {}) =>
    (response: ServerResponse) => {
      response.writeHead(status, headers);
      response.end(body);
    };
  const json = (body: object) => text(200, JSON.stringify(body), { 'content-type': 'application/json' });

  test.each<[string, object, RegExp, RegExp]>([
    [
      'a wrong secret by basic',
      { clientSecret: 'env:OTHER_SECRET' },
      /invalid_client: Bad \\x1b\[31mclient credentials$/,
      /oidc\.method: post/,
    ],
    [
      'a wrong secret by post',
      { clientSecret: 'env:OTHER_SECRET', method: 'post' },
      /invalid_client/,
      /oidc\.method: basic/,
    ],
    ['a wrong scope', { scope: 'wrong' }, /invalid_scope: no such scope$/, /oidc\.scope/],
    [
      'another address of the provider',
      { tokenEndpoint: '/nowhere' },
      /answered with a web page \(status 404\)/,
      /token_endpoint/,
    ],
    [
      'nobody there',
      { tokenEndpoint: 'http://localhost:1/token' },
      /nothing listens there \(ECONNREFUSED\)/,
      /provider up/,
    ],
    [
      'no such name',
      { tokenEndpoint: 'https://idp.invalid/token' },
      /there is no host idp\.invalid|could not be looked up/,
      /name spelt|network/,
    ],
  ])('%s', async (_what, oidc, message, hint) => {
    const { tokenEndpoint } = oidc as { tokenEndpoint?: string };
    const login = await loginWith({
      ...oidc,
      ...(tokenEndpoint?.startsWith('/') ? { tokenEndpoint: provider.at(tokenEndpoint) } : {}),
    });
    const error = await labErrorOf(login.token());
    expect([error.message, error.hint]).toEqual([
      expect.stringMatching(message),
      expect.stringMatching(hint),
    ]);
    expect(`${error.message}${error.hint ?? ''}`).not.toMatch(/not-the-word|rabbit/);
  });

  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['a page of a proxy', html(200), /answered with a web page \(status 200\) and not with a token/],
    ['a page of an error', html(502), /answered with a web page \(status 502\)/],
    [
      'a redirect',
      text(302, '', { location: 'https://elsewhere.example/' }),
      /redirect \(302\), and secrets are not sent on/,
    ],
    ['nothing', text(503, ''), /status 503 and no text/],
    ['other text', text(200, 'hello'), /status 200 and no JSON/],
    ['a list', text(200, '[]'), /status 200 and no JSON/],
    ['no token in it', json({ token_type: 'Bearer' }), /its answer is not that of a token endpoint/],
    [
      'another kind of token',
      json({ access_token: 'a', token_type: 'mac' }),
      /its answer is not that of a token endpoint/,
    ],
    ['too much', text(200, `"${'x'.repeat(2_000_000)}"`), /answered with more than a megabyte/],
    [
      'a connection that is closed',
      (response) => void response.socket?.destroy(),
      /the connection was closed \(ECONNRESET\)/,
    ],
  ])('%s', async (_what, answer, message) => {
    provider.next.answer = answer;
    const error = await labErrorOf((await loginWith({})).token());
    expect([error.message, error.hint]).toEqual([expect.stringMatching(message), expect.any(String)]);
    expect(error.message).toContain(provider.tokenEndpoint);
    expect(provider.asked).toHaveLength(1);
  });

  test('silence, and ^C while it lasts', async () => {
    provider.next.answer = () => undefined;
    const late = await loginWith({}, loginSources({ env, timeoutMs: 300 }));
    const error = await labErrorOf(late.token());
    expect([error.code, error.message]).toEqual([
      'timeout',
      expect.stringMatching(/did not answer within 300 ms/),
    ]);
    const stop = new AbortController();
    provider.next.answer = () => stop.abort();
    const stopped = await loginWith({}, loginSources({ env, signal: stop.signal }));
    expect((await labErrorOf(stopped.token())).code).toBe('interrupted');
  });

  test('HTTPS_PROXY leads to the endpoint, and NO_PROXY does not', async () => {
    const authority = createAuthority('Practice Authority');
    const { certificate: cert, key } = authority.issue({ commonName: 'provider', hosts: ['idp.example'] });
    const server = createServer({ cert, key }, (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'opaque', token_type: 'bearer' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const settings = { hosts: { 'idp.example': '127.0.0.1' }, login: { username: 'carol', password: 'a:b' } };
    const proxies = await Promise.all([startHttpProxy(settings), startSocksProxy(settings)]);
    try {
      const { port } = server.address() as AddressInfo;
      const ca = join(home.path, 'ca.pem');
      writeFileSync(ca, authority.certificate);
      const oidc = { tokenEndpoint: `https://idp.example:${port}/token`, ca };
      const [http, socks] = proxies;
      for (const given of [
        { HTTPS_PROXY: `carol:a%3Ab@${http.address}` },
        { all_proxy: `socks5h://carol:a%3Ab@${socks.address}` },
      ]) {
        const login = await loginWith(oidc, loginSources({ env: { ...env, ...given } }));
        expect(await login.token()).toBe('opaque');
      }
      expect(proxies.map(({ asked }) => asked)).toEqual([[`idp.example:${port}`], [`idp.example:${port}`]]);
      const failure = async (more: object, how = {}) =>
        labErrorOf(
          (
            await loginWith({ ...oidc, ...how }, loginSources({ env: { ...env, ...more }, timeoutMs: 3000 }))
          ).token(),
        );
      const wrong = await failure({ HTTPS_PROXY: `http://carol:not-the-word-1@${http.address}` });
      expect(wrong.message).toMatch(/^The proxy \S+ \(HTTPS_PROXY\) did not accept the login of carol: 407/);
      expect(`${wrong.message}${wrong.hint}`).not.toContain('not-the-word-1');
      const direct = await failure({ HTTPS_PROXY: http.address, NO_PROXY: '.example' });
      expect(direct.message).toMatch(/idp\.example.* (there is no host|could not be looked up)/);
      // The name is verified through the tunnel.
      const other = `https://other.example:${port}/token`;
      const elsewhere = await startHttpProxy({ hosts: { 'other.example': '127.0.0.1' } });
      proxies.push(elsewhere);
      const forged = await failure({ HTTPS_PROXY: elsewhere.address }, { tokenEndpoint: other });
      expect(forged.message).toMatch(
        /its certificate is for another host: it names DNS:idp\.example \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      );
    } finally {
      await Promise.all(proxies.map((proxy) => proxy.close()));
      server.close();
    }
  });

  test('an authority that is not trusted, until it is named', async () => {
    const authority = createAuthority('Practice Authority');
    const { certificate: cert, key } = authority.issue({ commonName: 'provider', hosts: ['localhost'] });
    const server = createServer({ cert, key }, (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'opaque', token_type: 'bearer' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const tokenEndpoint = `https://localhost:${(server.address() as AddressInfo).port}/token`;
      const error = await labErrorOf((await loginWith({ tokenEndpoint })).token());
      expect([error.code, error.message, error.hint]).toEqual([
        'refused',
        expect.stringMatching(/could not be trusted or made \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/),
        expect.stringMatching(/oidc\.ca/),
      ]);
      const ca = join(home.path, 'ca.pem');
      writeFileSync(ca, authority.certificate);
      expect(await (await loginWith({ tokenEndpoint, ca })).token()).toBe('opaque');
    } finally {
      server.close();
    }
  });
});

describe('settings that would be unsafe or make no sense', () => {
  const complaint = (sasl: object) => {
    const parsed = connectionSchema().safeParse({
      bootstrapServers: 'x:1',
      sasl: { mechanism: 'OAUTHBEARER', ...sasl },
    });
    return parsed.success ? '' : parsed.error.issues.map(({ message }) => message).join('; ');
  };
  const oidc = { tokenEndpoint: 'https://idp.example/token', clientId: 'c', clientSecret: 'env:S' };
  test.each<[object, RegExp]>([
    [{ oidc }, /^$/],
    [{ oidc: { ...oidc, tokenEndpoint: 'http://127.0.0.1:8080/token' } }, /^$/],
    [{ oidc: { ...oidc, tokenEndpoint: 'http://[::1]:8080/token' } }, /^$/],
    [{ oidc: { ...oidc, tokenEndpoint: 'http://idp.example/token' } }, /must begin with https.*in the clear/],
    [{ oidc: { ...oidc, tokenEndpoint: 'http://localhost.example/token' } }, /must begin with https/],
    [{ oidc: { ...oidc, tokenEndpoint: 'ftp://idp.example/token' } }, /no URL/],
    [
      { oidc: { ...oidc, tokenEndpoint: 'https://me:pw@idp.example/token' } },
      /neither a user nor a password/,
    ],
    [{ oidc: { ...oidc, clientSecret: undefined } }, /needs a clientSecret/],
    [{ oidc: { ...oidc, privateKey: 'k.pem' } }, /one is enough/],
    [{ oidc: { ...oidc, method: 'private_key_jwt' } }, /needs a privateKey/],
    [{ oidc, tokenCommand: 'get' }, /one of tokenCommand and oidc/],
    [{}, /needs a tokenCommand.*or an oidc/],
    [{ oidc, region: 'eu-west-1' }, /it is for AWS_MSK_IAM/],
    [{ oidc, extensions: { auth: 'x' } }, /cannot be named "auth"/],
    [{ oidc, extensions: { 'a-b': 'x' } }, /letters alone/],
    [{ oidc, extensions: { a: 'x\u0001y' } }, /ASCII text/],
    [{ oidc, extensions: { a: '' } }, /ASCII text/],
    [{ mechanism: 'AWS_MSK_IAM', role: 'admin' }, /by its ARN/],
    [{ mechanism: 'AWS_MSK_IAM', username: 'u' }, /it is for PLAIN and SCRAM/],
    [{ mechanism: 'GSSAPI' }, /Kerberos.*is not supported/],
  ])('%j', (sasl, message) => {
    expect(complaint(sasl)).toMatch(message);
  });
});
