/** One request over HTTP(S): bounded in time and size, and never sent on to another place. */
import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { LabError } from '../../text/errors.js';
import { throwIfInterrupted } from '../../text/wait.js';
import type { Environment } from '../../view/world.js';
import { environmentProxy } from '../proxy/environment-proxy.js';
import type { Proxy } from '../proxy/proxy.js';
import { networkFailure, type FailureHints } from './network-failure.js';
import { capitalised } from '../../text/letter-case.js';

export interface ExchangeSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Where HTTPS_PROXY, ALL_PROXY and NO_PROXY are; without it no proxy is used. Through one there is a connection for each question. */
  readonly env?: Environment;
  /** In place of one of the environment, and for http: too. */
  readonly proxy?: Proxy | undefined;
  /** For https: whom to trust and what to show; the public authorities without it. Holds a key: never print it. */
  readonly tls?: Pick<
    ConnectionOptions,
    'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'servername' | 'rejectUnauthorized'
  >;
  /** What it is, for messages: `the token endpoint`. */
  readonly what: string;
  /** The longest answer that is taken; a megabyte without it. */
  readonly mostBytes?: number;
  /** Keeps connections for further requests; without it there is one connection for one question. */
  readonly agent?: Agent;
  readonly hints: FailureHints;
}

export interface HttpRequest {
  readonly method: 'POST' | 'GET' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Of a redirect; as the server sent it. */
  readonly location: string | undefined;
  /** `TLSv1.3, certificate of HOST, until …`, as the server says it; undefined without TLS. */
  readonly secured: string | undefined;
}

/** Answers of token endpoints have a few kilobytes. */
const usualMostBytes = 1_000_000;

/**
 * A redirect is an answer like any other. Throws LabError 'unreachable', 'timeout', 'refused' (certificates; an answer that
 * is too long) or 'interrupted'.
 */
export async function exchange(
  url: URL,
  { method, headers, body }: HttpRequest,
  settings: ExchangeSettings,
): Promise<HttpAnswer> {
  const { timeoutMs, signal, tls, agent, what, hints } = settings;
  throwIfInterrupted(signal);
  const tunnel = await tunnelFor(url, settings);
  const { request } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  const where = `${what} ${url.origin}${url.pathname}`;
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  signal.addEventListener('abort', interrupt);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    abort.abort();
  }, timeoutMs);
  const hasBody = body !== '' || method === 'POST' || method === 'PUT';
  const options: RequestOptions & ConnectionOptions = {
    method,
    headers: {
      'accept-encoding': 'identity',
      ...headers,
      ...(hasBody ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    },
    // A short command must not wait for an idle socket to end.
    ...(tunnel
      ? { createConnection: () => (url.protocol === 'http:' ? tunnel : tlsOver(tunnel, url, tls)) }
      : { agent: agent ?? false }),
    signal: abort.signal,
    ...tls,
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(url, options, resolve);
      asked.on('error', reject);
      asked.end(body);
    });
    const { socket } = answer;
    const secured = 'getPeerCertificate' in socket ? securedBy(socket as TLSSocket) : undefined;
    return {
      status: answer.statusCode ?? 0,
      contentType: answer.headers['content-type'] ?? '',
      location: answer.headers.location,
      body: await bodyOf(answer, where, settings),
      secured,
    };
  } catch (error) {
    if (error instanceof LabError) throw error;
    throwIfInterrupted(signal);
    if (late.signal.aborted) {
      throw new LabError('timeout', `${capitalised(where)} did not answer within ${timeoutMs} ms.`, {
        hint: 'Is it the right address, and may this machine reach it? --timeout gives it more time.',
        cause: error,
      });
    }
    throw networkFailure(error as NodeJS.ErrnoException, capitalised(where), url, hints);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

/** Undefined if no proxy is named for the server. Throws LabError. */
async function tunnelFor(
  url: URL,
  { env, proxy: own, timeoutMs, signal }: ExchangeSettings,
): Promise<Socket | undefined> {
  const proxy = own ?? (env && environmentProxy(url, env));
  if (!proxy) return undefined;
  const { openTunnel } = await import('../proxy/open-tunnel.js');
  const address = { host: hostOf(url), port: Number(url.port || (url.protocol === 'http:' ? 80 : 443)) };
  return openTunnel(proxy, address, { timeoutMs, signal });
}

function tlsOver(socket: Socket, url: URL, tls: ExchangeSettings['tls']): Socket {
  const host = hostOf(url);
  // An address is no name to ask for (RFC 6066).
  const name = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ socket, host, ...name, ...tls });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

async function bodyOf(
  answer: IncomingMessage,
  where: string,
  { mostBytes = usualMostBytes, hints }: ExchangeSettings,
): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of (await unpacked(answer)) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) {
      answer.destroy();
      const most = mostBytes === usualMostBytes ? 'a megabyte' : `${mostBytes / 1_000_000} megabytes`;
      throw new LabError('refused', `${capitalised(where)} answered with more than ${most}.`, {
        hint: hints.tooLong,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** None was asked for, but there are proxies that compress whatever they pass on. */
async function unpacked(answer: IncomingMessage): Promise<Readable> {
  const coding = answer.headers['content-encoding']?.trim().toLowerCase();
  if (coding !== 'gzip' && coding !== 'x-gzip' && coding !== 'deflate') return answer;
  const { createUnzip } = await import('node:zlib');
  // Passes errors of either on, and ends both.
  return pipeline(answer, createUnzip(), () => undefined);
}

function securedBy(socket: TLSSocket): string {
  const certificate = socket.getPeerCertificate();
  const version = socket.getProtocol() ?? 'TLS';
  // A session that is resumed has no certificate to show.
  if (Object.keys(certificate).length === 0) return version;
  const { subject, valid_to: until } = certificate;
  return `${version}, certificate of ${String(subject.CN ?? 'nobody')}, until ${until}`;
}
