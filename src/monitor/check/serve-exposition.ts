/** Serves the numbers to Prometheus over HTTP, with one round of requests per scrape. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { exposition, expositionType } from './exposition.js';
import type { Snapshot } from '../take/snapshot.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const loopback = '127.0.0.1';
interface Limits {
  /** Prometheus needs one or two; more would be taken from the cluster's own. */
  readonly connections: number;
  /** A client that sends no request, or half of one, is cut off after so long. */
  readonly requestMs: number;
}

const usualLimits: Limits = { connections: 32, requestMs: 10_000 };

/** `:9308` and `9308` listen on this machine only; `0.0.0.0:9308` on all interfaces. Throws LabError 'usage'. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:(?<host>\[[0-9a-fA-F:.]+\]|[^:[\]\s]+)?:)?(?<port>\d{1,5})$/.exec(text.trim());
  const port = Number(match?.groups?.['port']);
  if (!match || port > 65_535) {
    throw new LabError('usage', `--exporter: "${text}" is not an address to listen on.`, {
      hint: 'It looks like :9308 (this machine only), 0.0.0.0:9308 (all interfaces) or [::1]:9308.',
    });
  }
  return { host: match.groups?.['host']?.replace(/^\[|\]$/g, '') ?? loopback, port };
}

/** Whether other machines can read it. A name is taken for public unless it is this machine's by definition. */
export function isPublic({ host }: ListenAddress): boolean {
  return !isLoopback(host);
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) === 4) return name.startsWith('127.');
  if (isIP(name) === 6) return loopbackAddresses.check(name, 'ipv6');
  return name === 'localhost' || name.endsWith('.localhost');
}

const loopbackAddresses = new BlockList();
loopbackAddresses.addAddress('::1', 'ipv6');
loopbackAddresses.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/**
 * A page in a browser can reach this machine under a name of its own (DNS rebinding), and its requests say that name. So one
 * that listens on this machine alone answers to this machine's names and to no other.
 */
function isMeant(request: IncomingMessage, address: ListenAddress): boolean {
  if (isPublic(address)) return true;
  const typed = request.headers.host ?? '';
  const host = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(typed);
  return isLoopback(host?.[1] ?? host?.[2] ?? '');
}

/** Resolves once it listens. Throws LabError 'environment' if the port is in use. */
export async function serveExposition(
  address: ListenAddress,
  take: () => Promise<Snapshot>,
  limits = usualLimits,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  let underWay: Promise<string> | undefined;
  // Several Prometheus servers at once cost the cluster one round, and this one its text.
  const text = () =>
    (underWay ??= take()
      .then(exposition)
      .finally(() => (underWay = undefined)));
  const times = {
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    // Node looks for those that are too late only so often; its own 30 s would be the real limit.
    connectionsCheckingInterval: limits.requestMs / 2,
  };
  const server = createServer(times, (request, response) => {
    const path = request.url?.split('?')[0];
    if (!isMeant(request, address))
      respond(response, 403, 'Ask for localhost, by that name or by its address.\n');
    else if (request.method !== 'GET' && request.method !== 'HEAD') respond(response, 405, 'Only GET.\n');
    else if (path === '/') respond(response, 200, 'kafka-lab monitor: see /metrics\n');
    else if (path !== '/metrics') respond(response, 404, 'See /metrics\n');
    else {
      text().then(
        (numbers) => respond(response, 200, numbers, expositionType),
        (error: unknown) => respond(response, 503, `${asLabError(error).message}\n`),
      );
    }
  });
  server.maxConnections = limits.connections;
  await listening(server, address);
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8') {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function listening(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new LabError(
          'environment',
          `The exporter cannot listen on ${host}:${port}: ${taken ? 'the port is in use' : error.message}`,
          { cause: error, ...(taken ? { hint: `Another one: --exporter :${port + 1}` } : {}) },
        ),
      );
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      // A connection that cannot be accepted, for want of file descriptors perhaps, is not the end of the others.
      server.on('error', () => undefined);
      resolve();
    });
  });
}
