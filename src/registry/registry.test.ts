import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import type { RegistryAccess } from '../net/http/registry-access.js';
import { LabError } from '../text/errors.js';
import { startHttpProxy } from '../testing/brokers/small-proxy.js';
import { createAuthority } from '../testing/clusters/certificates.js';
import { labErrorOf } from '../testing/clusters/cluster-fixtures.js';
import { startScriptedRegistry, type ScriptedRegistry } from '../testing/clusters/scripted-registry.js';
import { createRegistry, type RegistrySettings } from './create-registry.js';
import { examineRegistry } from './examine-registry.js';
import type { Registry } from './registry.js';
import { noCache } from './schema-cache.js';
import { refusalOf } from './refusal.js';

let server: ScriptedRegistry;
let registry: Registry;
beforeAll(async () => {
  server = await startScriptedRegistry();
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
  server.answers.clear();
  registry = open();
});
afterEach(() => registry.close());

function open(access: Partial<RegistryAccess> = {}, settings: Partial<RegistrySettings> = {}): Registry {
  return createRegistry(
    { url: server.url, loginAs: undefined, authorization: undefined, ...access },
    {
      timeoutMs: 5000,
      signal: new AbortController().signal,
      origin: 'a test',
      longIds: false,
      cache: noCache,
      beforeChange: () => Promise.resolve(),
      ...settings,
    },
  );
}

const lines = () => server.asked.map(({ line }) => line);
const avro = { type: 'AVRO', text: '"long"', references: [] } as const;

describe('schemas', () => {
  test('by id: asked once, whatever the answer, and Avro where no type is said', async () => {
    server.answers.set('GET /schemas/ids/7', { body: { schema: '"long"' } });
    server.answers.set('GET /schemas/ids/8', { status: 404, body: { error_code: 40403, message: 'no' } });
    const both = await Promise.all([registry.byId(7), registry.byId(7), registry.byId(8), registry.byId(8)]);
    expect(both).toEqual([{ ...avro, id: 7 }, { ...avro, id: 7 }, undefined, undefined]);
    await registry.byId(8);
    expect(lines().sort()).toEqual(['GET /schemas/ids/7', 'GET /schemas/ids/8']);
  });

  test('an answer for another id is not taken', async () => {
    server.answers.set('GET /schemas/ids/7', { body: { id: 8, schema: '"long"' } });
    expect(await labErrorOf(registry.byId(7))).toMatchObject({
      code: 'refused',
      message: 'The schema registry was asked for schema 7 and answered with schema 8.',
    });
  });

  test('an answer with another version is not taken', async () => {
    server.answers.set('GET /subjects/a/versions/1', {
      body: { subject: 'a', version: 7, id: 3, schema: '"long"' },
    });
    expect(await labErrorOf(registry.version('a', 1))).toMatchObject({
      code: 'refused',
      message: 'The schema registry was asked for version 1 and answered with version 7.',
    });
  });

  test('by GUID, and by subject and version', async () => {
    const guid = '7a8b9c0d-0000-4000-8000-000000000001';
    server.answers.set(`GET /schemas/guids/${guid}`, {
      body: { schema: 'message M {}', schemaType: 'PROTOBUF', id: 3 },
    });
    const other = '7a8b9c0d-0000-4000-8000-000000000002';
    server.answers.set(`GET /schemas/guids/${other}`, {
      body: { schema: '"long"', guid: other.toUpperCase() },
    });
    const wrong = '7a8b9c0d-0000-4000-8000-000000000003';
    server.answers.set(`GET /schemas/guids/${wrong}`, { body: { schema: '"long"', guid } });
    server.answers.set('GET /subjects/a/versions/latest', {
      body: { subject: 'a', version: 2, id: 3, schema: '{}', schemaType: 'JSON', guid },
    });
    expect(await registry.byGuid(guid)).toEqual({
      id: 3,
      guid,
      type: 'PROTOBUF',
      text: 'message M {}',
      references: [],
    });
    // Redpanda names no id for a GUID, which is that of a schema in all contexts.
    expect(await registry.byGuid(other)).toEqual({ ...avro, guid: other });
    expect((await labErrorOf(registry.byGuid(wrong))).message).toBe(
      `The schema registry was asked for schema ${wrong} and answered with schema ${guid}.`,
    );
    expect(await registry.version('a', 'latest')).toMatchObject({
      subject: 'a',
      version: 2,
      type: 'JSON',
      guid,
    });
  });

  test.each([
    ['a/b', 'a%2Fb'],
    [':.ctx:orders-value', '%3A.ctx%3Aorders-value'],
    ['a b%2e?#&é', 'a%20b%252e%3F%23%26%C3%A9'],
    ['...', '...'],
  ])('the name %s is one segment of the path', async (name, segment) => {
    server.answers.set(`GET /subjects/${segment}/versions`, { body: [2, 10, 1] });
    expect(await registry.versions(name)).toEqual([1, 2, 10]);
  });

  test.each(['', '.', '..', '\ud800'])('the name %j is refused before anything is sent', async (name) => {
    expect(await labErrorOf(registry.versions(name))).toMatchObject({ code: 'usage' });
    expect(lines()).toEqual([]);
  });

  test('a subject that is not there is told with those that are near', async () => {
    server.answers.set('GET /subjects/order-value/versions', { status: 404, body: { error_code: 40401 } });
    server.answers.set('GET /subjects', { body: ['orders-value', 'x\u001b[31m'] });
    const error = await labErrorOf(registry.versions('order-value'));
    expect(error).toMatchObject({
      code: 'not-found',
      message: `The schema registry ${server.url} has no subject order-value.`,
    });
    expect(error.hint).toMatch(/^Did you mean orders-value\?/);
  });

  test('a type that is none of the three is said, with nothing of it to move a cursor', async () => {
    server.answers.set('GET /schemas/ids/1', { body: { schema: 'x', schemaType: 'X\u001b[2J' } });
    expect(await labErrorOf(registry.byId(1))).toMatchObject({
      message: expect.stringContaining('type X\\x1b[2J,'),
    });
  });

  test('a prefix is kept by registries that do not know it', async () => {
    server.answers.set('GET /subjects?subjectPrefix=or', { body: ['orders', 'clicks', 'or-10', 'or-9'] });
    server.answers.set('GET /subjects?subjectPrefix=%3A*%3A', { body: [':.a:x', 'y'] });
    expect(await registry.subjects({ prefix: 'or' })).toEqual(['or-9', 'or-10', 'orders']);
    expect(await registry.subjects({ prefix: ':*:' })).toHaveLength(2);
    server.answers.set('GET /subjects?subjectPrefix=%3A.a%3A', { body: [':.a:x', ':.b:x', 'y'] });
    expect(await registry.subjects({ prefix: ':.a:' })).toEqual([':.a:x']);
    server.answers.set('GET /subjects?subjectPrefix=%3A.%3A', { body: ['y'] });
    expect(await registry.subjects({ prefix: ':.:' })).toEqual(['y']);
  });
});

describe('references', () => {
  const put = (subject: string, references: readonly object[] = [], version = 1) =>
    server.answers.set(`GET /subjects/${subject}/versions/${version}?deleted=true`, {
      body: { subject, version, id: 1, schema: `text of ${subject}`, references },
    });
  const to = (name: string, version = 1) => ({ name: `${name}.avsc`, subject: name, version });

  test('are followed, each asked for once', async () => {
    put('b', [to('d')]);
    put('c', [to('d')]);
    put('d');
    const source = await registry.sourceOf({ text: 'a', references: [to('b'), to('c')] });
    expect([...source.references]).toEqual([
      ['b.avsc', 'text of b'],
      ['d.avsc', 'text of d'],
      ['c.avsc', 'text of c'],
    ]);
    expect(lines()).toHaveLength(3);
  });

  test.each([
    { given: { subject: 'orders-value', version: 3, id: 7 }, name: 'orders-value@3' },
    { given: { id: 7 }, name: 'id 7' },
    { given: {}, name: undefined },
  ])('messages about $given name $name', async ({ given, name }) => {
    const source = await registry.sourceOf({ text: 'a', references: [], ...given });
    expect(source.name).toBe(name);
  });

  test('a circle is refused', async () => {
    put('b', [to('c')]);
    put('c', [to('b')]);
    const error = await labErrorOf(registry.sourceOf({ text: 'a', references: [to('b')] }));
    expect(error.message).toBe('A schema refers to itself by others: b@1 → c@1 → b@1.');
    const own = { text: 'a', references: [to('b')], subject: 'b', version: 1 };
    expect((await labErrorOf(registry.sourceOf(own))).message).toMatch(/b@1 → b@1/);
  });

  test('far too many are refused', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => to(`s${index}`));
    expect(await labErrorOf(registry.sourceOf({ text: 'a', references: many }))).toMatchObject({
      message: 'A schema refers to more than 1000 schemas, which is not followed.',
    });
    expect(lines()).toEqual([]);
  });
});

describe('what a registry refuses', () => {
  const html = { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
  test.each<[string, object, string, RegExp]>([
    ['a login is wanted', { status: 401 }, 'refused', /wants a login \(401\)/],
    [
      'forbidden',
      { status: 403, body: { error_code: 40301, message: 'no role' } },
      'refused',
      /\(403\): no role/,
    ],
    ['a wrong path', { status: 404 }, 'refused', /does not know this request \(status 404\)/],
    ['a page with status 200', { ...html }, 'refused', /answered with a web page \(status 200\)/],
    [
      'a page with status 503',
      { ...html, status: 503 },
      'refused',
      /answered with a web page \(status 503\)/,
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://evil/\u0009x' } },
      'refused',
      /answered with a redirect \(302\) to http:\/\/evil/,
    ],
    [
      'a redirect with secrets',
      { status: 302, headers: { location: 'https://al:secret@login/page?token=secret#secret' } },
      'refused',
      /answered with a redirect \(302\) to https:\/\/login\/page, and/,
    ],
    ['another JSON', { body: { subjects: [] } }, 'refused', /not with what a registry answers/],
    ['no JSON', { body: 'hello' }, 'refused', /not with what a registry answers/],
    [
      'a fault',
      { status: 500, body: { error_code: 50001, message: 'Error in the backend' } },
      'refused',
      /has a fault \(status 500: Error in the backend\)/,
    ],
    ['too many requests', { status: 429 }, 'refused', /too many requests/],
    [
      'words with controls',
      { status: 400, body: { error_code: 1, message: 'a\u001b[2J\nb' } },
      'refused',
      /status 400: a\\x1b\[2J b\)/,
    ],
  ])('%s', async (_what, answer, code, message) => {
    server.answers.set('GET /subjects', answer);
    const error = await labErrorOf(registry.subjects());
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.hint).toBeTruthy();
    // Nothing was sent anywhere else.
    expect(lines()).toEqual(['GET /subjects']);
  });

  test.each<[number, number, string, RegExp]>([
    [404, 40401, 'not-found', /has no subject s/],
    [404, 40404, 'not-found', /has deleted subject s already/],
    [404, 40405, 'refused', /only after it was deleted without --permanent/],
    [422, 42206, 'refused', /keeps subject s, as other schemas refer to it: words/],
    [422, 42205, 'refused', /does not allow that for subject s: words/],
    [409, 409, 'refused', /not compatible with what is registered: words/],
  ])('status %i, code %i', async (status, errorCode, code, message) => {
    server.answers.set('DELETE /subjects/s', { status, body: { error_code: errorCode, message: 'words' } });
    expect(await labErrorOf(registry.deleteSubject('s', false))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('a schema that is not one', async () => {
    server.answers.set('POST /subjects/s/versions', {
      status: 422,
      body: { error_code: 42201, message: 'bad field' },
    });
    expect(await labErrorOf(registry.register('s', avro))).toMatchObject({
      code: 'refused',
      message: `The schema registry ${server.url} does not take the schema for subject s: bad field.`,
    });
  });

  test('what Apicurio says of any text that it takes for no schema', async () => {
    server.answers.set('POST /subjects/s/versions', {
      status: 422,
      body: { error_code: 42201, message: 'Failed to discover artifact type from content.' },
    });
    const error = await labErrorOf(registry.register('s', avro));
    expect(error.message).toBe(
      `The schema registry ${server.url} finds no schema in what is given for subject s.`,
    );
    expect(error.hint).toContain('"$schema"');
  });

  test('a login that is not accepted is not tried again for each schema', async () => {
    registry = open({ loginAs: 'alice', authorization: 'Basic eA==' });
    server.answers.set('GET /schemas/ids/1', { status: 401 });
    for (let asked = 0; asked < 3; asked += 1)
      expect(await labErrorOf(registry.byId(1))).toMatchObject({
        message: expect.stringMatching(/login as alice/),
      });
    expect(lines()).toHaveLength(1);
    expect(server.asked[0]?.headers.authorization).toBe('Basic eA==');
  });
});

describe('a registry that does not answer', () => {
  test('costs one time-out, however many schemas are asked for', async () => {
    registry = open({}, { timeoutMs: 1000 });
    for (let id = 1; id <= 20; id += 1) server.answers.set(`GET /schemas/ids/${id}`, 'never');
    const startedMs = performance.now();
    const errors = await Promise.all(
      Array.from({ length: 20 }, (_, at) => labErrorOf(registry.byId(at + 1))),
    );
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['timeout']));
    expect(await labErrorOf(registry.subjects())).toMatchObject({ code: 'timeout' });
    // Eight are asked at a time: one time-out after the other would take three seconds.
    expect(performance.now() - startedMs).toBeLessThan(2900);
    expect(lines().length).toBeLessThanOrEqual(8);
  });

  test('one that answers too slowly is not asked a second time', async () => {
    let asked = 0;
    const slow = createHttpServer((_, response) => {
      asked += 1;
      response.writeHead(200).write(' ');
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    registry = open({ url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` }, { timeoutMs: 300 });
    expect(await labErrorOf(registry.byId(1))).toMatchObject({ code: 'timeout' });
    expect(asked).toBe(1);
    slow.closeAllConnections();
    slow.close();
  });

  test('a connection that is closed is tried once more where nothing is changed', async () => {
    server.answers.set('GET /subjects', 'reset');
    server.answers.set('DELETE /subjects/s', 'reset');
    expect(await labErrorOf(registry.subjects())).toMatchObject({ code: 'unreachable' });
    registry = open();
    expect(await labErrorOf(registry.deleteSubject('s', false))).toMatchObject({ code: 'unreachable' });
    expect(lines()).toEqual(['GET /subjects', 'GET /subjects', 'DELETE /subjects/s']);
  });

  test('http:// where TLS is spoken, https:// where it is not, and another protocol', async () => {
    const authority = createAuthority('own');
    const { certificate: cert, key } = authority.issue({ commonName: 'localhost' });
    const tls = await startScriptedRegistry({ cert, key });
    const other = createServer((socket) => socket.end('\x15\x03\x03\x00\x02\x02\x50'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const wrong = async (url: string) => {
        const opened = open({ url });
        const error = await labErrorOf(opened.subjects());
        opened.close();
        return error;
      };
      expect((await wrong(server.url.replace('http:', 'https:'))).message).toMatch(/does not speak TLS/);
      expect((await wrong(tls.url)).message).toMatch(/the TLS connection could not be trusted/);
      expect((await wrong(tls.url.replace('https:', 'http:'))).message).toMatch(
        /the connection was closed|does not speak HTTP/,
      );
      tls.answers.set('GET /subjects', { body: [] });
      const trusted = open({
        url: tls.url.replace('127.0.0.1', 'localhost'),
        tls: { ca: authority.certificate },
      });
      expect(await trusted.subjects()).toEqual([]);
      expect((await trusted.greet()).secured).toMatch(/^TLSv1/);
      trusted.close();
      expect((await wrong(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)).message).toMatch(
        /does not speak HTTP/,
      );
    } finally {
      other.close();
      await tls.close();
    }
  });
});

test('a certificate that has expired, is for another host, or is wanted: each is said, with what helps', async () => {
  const authority = createAuthority('own');
  const tried = async (settings: object, how: object = {}) => {
    const { certificate: cert, key } = authority.issue({ commonName: 'localhost', ...settings });
    const there = await startScriptedRegistry({ cert, key, ...how });
    const opened = open({
      url: there.url.replace('127.0.0.1', 'localhost'),
      tls: { ca: authority.certificate },
    });
    const { code, message, hint } = await labErrorOf(opened.subjects());
    opened.close();
    await there.close();
    return [code, message.replace(/^.*subjects: /, ''), hint];
  };
  expect(await tried({ validDays: -1 })).toEqual([
    'refused',
    'its certificate has expired (CERT_HAS_EXPIRED).',
    expect.stringContaining('date'),
  ]);
  expect(await tried({ hosts: ['other.example'] })).toEqual([
    'refused',
    'its certificate is for another host: it names DNS:other.example (ERR_TLS_CERT_ALTNAME_INVALID).',
    expect.stringContaining('schemaRegistry.tls.servername'),
  ]);
  expect(await tried({}, { requestCert: true, rejectUnauthorized: true, ca: authority.certificate })).toEqual(
    [
      'refused',
      expect.stringMatching(/^it wants a certificate of its clients, or .*CERTIFICATE_REQUIRED/),
      expect.stringContaining('--registry-cert'),
    ],
  );
});

test.each(['gzip', 'deflate'])(
  'an answer that was compressed on the way (%s) is read, within bounds',
  async (coding) => {
    const pack = coding === 'gzip' ? gzipSync : deflateSync;
    const body = { now: pack('["a"]') };
    const there = createHttpServer((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.setHeader('content-encoding', coding);
      response.end(body.now);
    });
    await new Promise<void>((resolve) => there.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(there.address() as AddressInfo).port}`;
    const asked = async () => {
      const opened = open({ url });
      return opened.subjects().finally(() => opened.close());
    };
    try {
      expect(await asked()).toEqual(['a']);
      body.now = pack(Buffer.alloc(65_000_000, ' '));
      expect((await labErrorOf(asked())).message).toMatch(/answered with more than 64 megabytes/);
      body.now = pack('["a"]').subarray(0, -8);
      expect((await labErrorOf(asked())).code).toBe('unreachable');
      body.now = Buffer.from('["a"]');
      expect((await labErrorOf(asked())).code).toBe('unreachable');
    } finally {
      there.close();
    }
  },
);

describe('through the proxy of the connection', () => {
  test.each([false, true])('TLS: %s', async (isTls) => {
    const authority = isTls ? createAuthority('own') : undefined;
    const issued = authority?.issue({ commonName: 'registry.example', hosts: ['registry.example'] });
    const there = await startScriptedRegistry(issued && { cert: issued.certificate, key: issued.key });
    const proxy = await startHttpProxy({ hosts: { 'registry.example': '127.0.0.1' } });
    const [host = '', port = ''] = proxy.address.split(':');
    there.answers.set('GET /subjects', { body: ['a'] });
    registry = open({
      url: there.url.replace('127.0.0.1', 'registry.example'),
      proxy: {
        kind: 'http',
        address: { host, port: Number(port) },
        name: `the proxy http://${proxy.address}`,
      },
      ...(authority ? { tls: { ca: authority.certificate } } : {}),
    });
    try {
      expect(await registry.subjects()).toEqual(['a']);
      expect(proxy.asked).toEqual([`registry.example:${new URL(there.url).port}`]);
    } finally {
      registry.close();
      await Promise.all([there.close(), proxy.close()]);
    }
  });
});

describe('rules', () => {
  test.each<[string, object, object]>([
    [
      'no',
      { is_compatible: false, messages: ['a', 'b\u001bc'] },
      { isCompatible: false, reasons: ['a', 'b\\x1bc'] },
    ],
    ["Apicurio's", { is_compatible: false, reason: 'x' }, { isCompatible: false, reasons: ['x'] }],
    ['yes', { is_compatible: true }, { isCompatible: true, reasons: [] }],
  ])('a verdict: %s', async (_name, body, verdict) => {
    server.answers.set('POST /compatibility/subjects/s/versions?verbose=true', { body });
    expect(await registry.check('s', { ...avro, type: 'JSON' })).toEqual({ ...verdict, isNew: false });
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ schema: '"long"', schemaType: 'JSON' });
  });

  test('a registry that compares with one version alone is asked for the latest', async () => {
    server.answers.set('POST /compatibility/subjects/s/versions?verbose=true', { status: 405 });
    server.answers.set('POST /compatibility/subjects/s/versions/latest?verbose=true', {
      body: { is_compatible: true },
    });
    expect(await registry.check('s', avro)).toMatchObject({ isCompatible: true, isNew: false });
  });

  test('a level of its own, and that of the registry', async () => {
    server.answers.set('GET /config', { body: { compatibilityLevel: 'BACKWARD' } });
    server.answers.set('GET /config/own', { body: { compatibilityLevel: 'FULL' } });
    server.answers.set('GET /config/none', { status: 404, body: { error_code: 40408 } });
    server.answers.set('GET /config/none?defaultToGlobal=true', { body: { compatibilityLevel: 'BACKWARD' } });
    expect(await registry.compatibility()).toEqual({ level: 'BACKWARD', isOwn: true });
    expect(await registry.compatibility('own')).toEqual({ level: 'FULL', isOwn: true });
    expect(await registry.compatibility('none')).toEqual({ level: 'BACKWARD', isOwn: false });
    expect(await registry.mode()).toBeUndefined();
  });

  test('nothing is changed where that is not allowed', async () => {
    registry = open({}, { beforeChange: () => Promise.reject(new LabError('refused', 'readonly')) });
    for (const change of [
      registry.register('s', avro),
      registry.setCompatibility('FULL'),
      registry.deleteSubject('s', true),
      registry.deleteVersion('s', 1, false),
    ])
      expect(await labErrorOf(change)).toMatchObject({ message: 'readonly' });
    expect(lines()).toEqual([]);
  });
});

describe('the doctor', () => {
  const steps = async (given = registry) => {
    const found: string[] = [];
    for await (const { step, isOk, detail } of examineRegistry(given))
      found.push(`${step} ${isOk ? 'ok' : 'FAILS'} ${detail}`);
    return found;
  };

  test('all is well', async () => {
    server.answers.set('GET /subjects', { body: ['a'] });
    server.answers.set('GET /mode', { status: 403 });
    server.answers.set('GET /config', { body: { compatibilityLevel: 'FULL' } });
    expect(await steps(open({ loginAs: 'alice', authorization: 'Basic eA==' }))).toEqual([
      'registry ok answers (status 200)',
      'login ok as alice: 1 subject',
      'mode ok not for this login to see (403)',
      'level ok compatibility FULL',
    ]);
  });

  test('no login, a wrong path, nothing there', async () => {
    server.answers.set('GET /subjects', { status: 401 });
    expect((await steps()).at(-1)).toMatch(/^login FAILS .* wants a login/);
    server.answers.clear();
    expect((await steps(open())).at(-1)).toMatch(/^registry FAILS .* does not know this request/);
    expect(await steps(open({ url: 'http://127.0.0.1:1' }))).toEqual([
      expect.stringMatching(/^registry FAILS .* nothing listens there/),
    ]);
  });
});

test('hints name the subject, so that they can be typed', () => {
  const answerOf = (status: number, error_code: number) =>
    ({
      status,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify({ error_code, message: 'm' })),
    }) as never;
  const hintOf = (status: number, code: number, about: string) =>
    refusalOf(answerOf(status, code), about, 'http://r').hint;
  expect(hintOf(404, 40_402, "version 9 of it's")).toBe(
    "See its versions: kafka-lab schemas versions 'it'\\''s'",
  );
  expect(hintOf(409, 409, 'subject s-value')).toBe(
    'See why: kafka-lab schemas check s-value --file FILE; what is allowed: kafka-lab schemas compatibility s-value',
  );
  expect(hintOf(422, 42_201, 'subject s')).toContain('NAME=SUBJECT@VERSION');
});
