/** An OAuth 2 provider on loopback, as tests want it: tokens that a broker can verify, refusals, and answers that are none. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const clientId = 'kafka-lab';
export const clientSecret = 'rabbit:hole/77+ü';

export interface OauthProvider {
  /** Of its tokens: their `iss`. */
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly deviceEndpoint: string;
  readonly jwks: string;
  /** Any other path of it. */
  readonly at: (path: string) => string;
  /** What the next tokens are like. */
  readonly next: { lifeSeconds: number; audience: string; answer?: Answer | undefined };
  /** The forms that the token endpoint was sent. */
  readonly asked: Readonly<Record<string, string>>[];
  /** PEM of a key that it knows for private_key_jwt. */
  readonly clientKey: string;
  /** The device flow: `pending` until a test says otherwise. */
  device: 'pending' | 'slow_down' | 'granted' | 'access_denied';
  /** A signed token, as the endpoint would give one. */
  sign(claims?: object): string;
  close(): Promise<void>;
}

type Answer = (response: ServerResponse) => void;

export async function startOauthProvider(): Promise<OauthProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const client = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const kid = 'test-1';
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  let refreshes = 0;
  const provider: OauthProvider = {
    issuer: base,
    tokenEndpoint: `${base}/token`,
    deviceEndpoint: `${base}/device`,
    jwks: `${base}/jwks`,
    at: (path) => `${base}${path}`,
    next: { lifeSeconds: 3600, audience: 'kafka' },
    asked: [],
    device: 'pending',
    clientKey: client.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sign(claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const { lifeSeconds, audience } = provider.next;
      const own = {
        iss: base,
        aud: audience,
        sub: 'alice',
        scope: 'kafka.read',
        iat: now,
        exp: now + lifeSeconds,
      };
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const signed = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part({ ...own, ...claims })}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return provider;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await textOf(request)));
    const json = (status: number, body: object, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    switch (request.url) {
      case '/jwks':
        json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] });
        return;
      case '/device':
        json(200, {
          device_code: 'device-code-1',
          user_code: 'WDJB-MJHT',
          verification_uri: `${base}/activate`,
          expires_in: 60,
          interval: 0.05,
        });
        return;
      case '/token':
        provider.asked.push(form);
        if (provider.next.answer) provider.next.answer(response);
        else grant(request.headers.authorization, form, json);
        return;
      default:
        response.writeHead(404, { 'content-type': 'text/html' });
        response.end('<html><body>Not here</body></html>');
    }
  }

  function grant(
    authorization: string | undefined,
    form: Readonly<Record<string, string>>,
    json: (status: number, body: object, headers?: object) => void,
  ): void {
    const isPublic = form['grant_type'] !== 'client_credentials' && form['client_id'] === 'public';
    if (!isPublic && !isClient(authorization, form)) {
      const how = authorization === undefined ? {} : { 'www-authenticate': 'Basic realm="x"' };
      json(401, { error: 'invalid_client', error_description: 'Bad \u001b[31mclient\ncredentials' }, how);
      return;
    }
    if (form['scope']?.includes('wrong')) {
      json(400, { error: 'invalid_scope', error_description: 'no such scope' });
      return;
    }
    if (form['grant_type']?.endsWith(':device_code') && provider.device !== 'granted') {
      json(400, { error: provider.device === 'pending' ? 'authorization_pending' : provider.device });
      return;
    }
    if (form['grant_type'] === 'refresh_token' && form['refresh_token'] !== `refresh-${refreshes}`) {
      json(400, { error: 'invalid_grant' });
      return;
    }
    const hasRefresh = form['grant_type'] !== 'client_credentials';
    if (hasRefresh) refreshes += 1;
    json(200, {
      access_token: provider.sign({ ...(form['audience'] === undefined ? {} : { aud: form['audience'] }) }),
      token_type: 'Bearer',
      expires_in: provider.next.lifeSeconds,
      id_token: 'not.looked.at',
      ...(hasRefresh ? { refresh_token: `refresh-${refreshes}` } : {}),
    });
  }

  function isClient(authorization: string | undefined, form: Readonly<Record<string, string>>): boolean {
    const assertion = form['client_assertion'];
    if (assertion !== undefined) return isSigned(assertion);
    if (authorization === undefined)
      return form['client_id'] === clientId && form['client_secret'] === clientSecret;
    const [id = '', secret = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString('latin1')
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    return id === clientId && secret === clientSecret;
  }

  /** RFC 7523: by the client, about itself, for this endpoint. */
  function isSigned(assertion: string): boolean {
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const audiences = [claims['aud']].flat();
    return (
      claims['iss'] === clientId &&
      claims['sub'] === clientId &&
      audiences.includes(provider.tokenEndpoint) &&
      verify(
        'sha256',
        Buffer.from(`${head}.${body}`),
        { key: createPublicKey(client.privateKey), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      )
    );
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
