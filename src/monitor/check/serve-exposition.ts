/** Serves the numbers to Prometheus over HTTP, with one round of requests per scrape. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { LabError } from '../../text/errors.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { exposition, expositionType } from './exposition.js';
import type { Snapshot } from '../take/snapshot.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const loopback = '127.0.0.1';

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

/** Whether other machines can read it. */
export function isPublic({ host }: ListenAddress): boolean {
  return !/^(127\.|localhost$|::1$)/.test(host);
}

/** Resolves once it listens. Throws LabError 'environment' if the port is in use. */
export async function serveExposition(
  address: ListenAddress,
  take: () => Promise<Snapshot>,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  let underWay: Promise<Snapshot> | undefined;
  // Several Prometheus servers at once cost the cluster one round.
  const shared = () => (underWay ??= take().finally(() => (underWay = undefined)));
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') respond(response, 405, 'Only GET.\n');
    else if (path === '/') respond(response, 200, 'kafka-lab monitor --exporter: see /metrics\n');
    else if (path !== '/metrics') respond(response, 404, 'See /metrics\n');
    else {
      shared().then(
        (snapshot) => respond(response, 200, exposition(snapshot), expositionType),
        (error: unknown) => respond(response, 503, `${asLabError(error).message}\n`),
      );
    }
  });
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
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new LabError(
          'environment',
          `The exporter cannot listen on ${host}:${port}: ${taken ? 'the port is in use' : error.message}`,
          { cause: error, ...(taken ? { hint: `Another one: --exporter :${port + 1}` } : {}) },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}
