/** Requests to one registry: a few at a time, over connections that are kept; a failure that would come again is not waited for twice. */
import type { Agent } from 'node:http';
import type { z } from 'zod';
import { exchange, type HttpAnswer, type HttpRequest } from '../net/http/exchange.js';
import type { RegistryAccess } from '../net/http/registry-access.js';
import { LabError } from '../text/errors.js';
import { throwIfInterrupted } from '../text/wait.js';
import type { Environment } from '../view/world.js';
import { refusalOf } from './refusal.js';

export interface ClientSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Where HTTPS_PROXY and its like are. */
  readonly env?: Environment;
  /** What to do if nothing answers, where more is known than the address. */
  readonly whenDown?: string;
}

interface Asked<S extends z.ZodType> {
  readonly method?: HttpRequest['method'];
  /** Each is encoded as one segment. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  /** What it is about, for messages: `subject orders-value`. */
  readonly about: string;
  /** What an answer must be. */
  readonly answer: S;
}

export interface RegistryClient {
  /** Throws RegistryRefusal for what the registry refuses, LabError if there is no answer. */
  ask<S extends z.ZodType>(asked: Asked<S>): Promise<z.output<S>>;
  /** As it was answered, for the doctor. */
  raw(path: readonly string[], about: string): Promise<HttpAnswer>;
  close(): void;
}

const atOnce = 8;
/** All names of a large registry, and a schema of several megabytes, fit in. */
const mostBytes = 64_000_000;
/** So long a registry that did not answer is not asked again. */
const restMs = 30_000;
const contentType = 'application/vnd.schemaregistry.v1+json';

const hints = {
  down: 'Is the registry up, and the port right? Another one is named by --registry URL',
  certificate:
    'If its certificate is of an authority of your own, name that: schemaRegistry.tls.ca (--registry-ca), KAFKA_LAB_REGISTRY_TLS_CA, or NODE_EXTRA_CA_CERTS for the whole program.',
  clientCertificate:
    'Name yours: schemaRegistry.tls.cert and tls.key (--registry-cert and --registry-key), or KAFKA_LAB_REGISTRY_TLS_CERT and KAFKA_LAB_REGISTRY_TLS_KEY',
  otherHost: 'Or set the name to expect: schemaRegistry.tls.servername',
  tooLong: 'Is it the address of a schema registry?',
};

export function createClient(access: RegistryAccess, settings: ClientSettings): RegistryClient {
  const { url, authorization, loginAs, tls, proxy } = access;
  const gate = createGate(atOnce);
  // What is still on its way when a command ends must not keep the program.
  const closed = new AbortController();
  const signal = AbortSignal.any([settings.signal, closed.signal]);
  let agent: Promise<Agent> | undefined;
  let broken: { readonly error: LabError; readonly untilMs: number } | undefined;

  async function send(method: HttpRequest['method'], place: string, body: string): Promise<HttpAnswer> {
    return gate(async () => {
      throwIfInterrupted(signal);
      if (broken && performance.now() < broken.untilMs) throw broken.error;
      try {
        return await sendOnce(method, place, body).catch((error: unknown) => {
          // A server may close a kept connection in the moment in which it is used again.
          if (method !== 'GET' || !isReset(error)) throw error;
          return sendOnce(method, place, body);
        });
      } catch (error) {
        if (error instanceof LabError && error.code !== 'interrupted')
          broken = { error, untilMs: performance.now() + restMs };
        throw error;
      }
    });
  }

  async function sendOnce(method: HttpRequest['method'], place: string, body: string): Promise<HttpAnswer> {
    agent ??= createAgent(url);
    const headers = {
      accept: `${contentType}, application/json`,
      ...(body === '' ? {} : { 'content-type': contentType }),
      ...(authorization === undefined ? {} : { authorization }),
    };
    return exchange(
      new URL(`${url}${place}`),
      { method, headers, body },
      {
        ...settings,
        signal,
        what: 'the schema registry',
        mostBytes,
        agent: await agent,
        ...(tls ? { tls } : {}),
        proxy,
        hints: { ...hints, down: settings.whenDown ?? hints.down },
      },
    );
  }

  return {
    async ask({ method = 'GET', path, query = {}, body, about, answer: shape }) {
      const answer = await send(method, placeOf(path, query), body === undefined ? '' : JSON.stringify(body));
      const value = answer.status >= 200 && answer.status < 300 ? parsed(answer.body) : undefined;
      const checked = value === undefined ? undefined : shape.safeParse(value);
      if (checked?.success) return checked.data;
      const refusal = refusalOf(answer, about, url, loginAs);
      // The next one would be refused for the same reason.
      if (refusal.status === 401) broken = { error: refusal, untilMs: performance.now() + restMs };
      throw refusal;
    },
    raw: (path) => send('GET', placeOf(path, {}), ''),
    close() {
      closed.abort();
      void agent?.then((each) => each.destroy());
    },
  };
}

async function createAgent(url: string): Promise<Agent> {
  const { Agent } = url.startsWith('http:') ? await import('node:http') : await import('node:https');
  return new Agent({ keepAlive: true, maxSockets: atOnce });
}

function placeOf(path: readonly string[], query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return `/${path.map(segment).join('/')}${search.size === 0 ? '' : `?${search.toString()}`}`;
}

/** Throws LabError 'usage' for a name that no URL can hold as one segment. */
function segment(name: string): string {
  if (name === '' || name === '.' || name === '..')
    throw new LabError(
      'usage',
      `"${name}" cannot be the name of a subject: no registry can be asked for it.`,
    );
  try {
    return encodeURIComponent(name);
  } catch {
    throw new LabError(
      'usage',
      'The name of a subject is not text: it has half of a character (a lone surrogate).',
    );
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isReset(error: unknown): boolean {
  // One that was too slow is closed from here, and would be as slow again.
  const code =
    error instanceof LabError && error.code !== 'timeout'
      ? (error.cause as NodeJS.ErrnoException | undefined)?.code
      : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** At most `most` at a time, in the order in which they come. */
function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let open = most;
  return async (work) => {
    if (open === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else open -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else open += 1;
    }
  };
}
