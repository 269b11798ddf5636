/** One request over HTTPS to a server that gives tokens: bounded in time and size, and never sent on to another place. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import { LabError } from '../text/errors.js';
import { throwIfInterrupted } from '../text/wait.js';

export interface ExchangeSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** PEM; the public authorities without it. */
  readonly ca?: Buffer | undefined;
  /** What it is, for messages: `the token endpoint`. */
  readonly what: string;
}

export interface HttpRequest {
  readonly method: 'POST' | 'GET' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Answers of token endpoints have a few kilobytes. */
const mostBytes = 1_000_000;

/**
 * A redirect is an answer like any other. Throws LabError 'unreachable', 'timeout', 'refused' (certificates; an answer that
 * is too long) or 'interrupted'.
 */
export async function exchange(
  url: URL,
  { method, headers, body }: HttpRequest,
  { timeoutMs, signal, ca, what }: ExchangeSettings,
): Promise<HttpAnswer> {
  throwIfInterrupted(signal);
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
  const options: RequestOptions & { ca?: Buffer } = {
    method,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // One connection for one question: a short command must not wait for an idle socket to end.
    agent: false,
    signal: abort.signal,
    ...(ca ? { ca } : {}),
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(url, options, resolve);
      asked.on('error', reject);
      asked.end(body);
    });
    return {
      status: answer.statusCode ?? 0,
      contentType: answer.headers['content-type'] ?? '',
      body: await bodyOf(answer, where),
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
    throw networkFailure(error as NodeJS.ErrnoException, where, url);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

async function bodyOf(answer: IncomingMessage, where: string): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) {
      answer.destroy();
      throw new LabError('refused', `${capitalised(where)} answered with more than a megabyte.`, {
        hint: 'That is no token. Is it the address of the token endpoint?',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const certificateCodes =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO|UNABLE_TO_|SELF_SIGNED|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;

function networkFailure(error: NodeJS.ErrnoException, where: string, url: URL): LabError {
  const code = error.code ?? 'no code';
  const say = (what: string, hint: string, kind: 'unreachable' | 'refused' = 'unreachable') =>
    new LabError(kind, `${capitalised(where)}: ${what} (${code}).`, { hint, cause: error });
  switch (code) {
    case 'ENOTFOUND':
      return say(
        `there is no host ${url.hostname}`,
        'Is the name spelt right, and known outside of the VPN?',
      );
    case 'EAI_AGAIN':
      return say(`the name ${url.hostname} could not be looked up`, 'Does this machine have a network?');
    case 'ECONNREFUSED':
      return say('nothing listens there', 'Is the provider up, and the port right?');
    case 'ECONNRESET':
    case 'EPIPE':
      return say('the connection was closed', 'Is it an HTTPS address? A firewall may also have closed it.');
  }
  if (certificateCodes.test(code)) {
    return say(
      'the TLS connection could not be trusted or made',
      'If its certificate is of an authority of your own, name that: oidc.ca, or NODE_EXTRA_CA_CERTS for the whole program.',
      'refused',
    );
  }
  return say('the connection failed', 'Is it the right address, and may this machine reach it?');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
