/** A server of HTTP that answers as a test says, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface AskedRegistry {
  /** `GET /subjects?deleted=true`, as it was sent. */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface ScriptedAnswer {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text. */
  readonly body?: unknown;
}

export interface ScriptedRegistry {
  readonly url: string;
  readonly asked: AskedRegistry[];
  /** By what is asked: `GET /subjects`. What is missing is answered with 404. `never` is not answered. */
  readonly answers: Map<string, ScriptedAnswer | 'never' | 'reset'>;
  close(): Promise<void>;
}

export async function startScriptedRegistry(tls?: ServerOptions): Promise<ScriptedRegistry> {
  const asked: AskedRegistry[] = [];
  const answers: ScriptedRegistry['answers'] = new Map();
  const server: Server = (tls ? createTlsServer.bind(undefined, tls) : createServer)((request, response) => {
    void text(request).then((body) => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      asked.push({ line, headers: request.headers, body });
      const answer = answers.get(line) ?? {
        status: 404,
        body: { error_code: 404, message: 'HTTP 404 Not Found' },
      };
      if (answer === 'never') return;
      if (answer === 'reset') {
        request.socket.resetAndDestroy();
        return;
      }
      const { status = 200, headers = {}, body: told = '' } = answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof told === 'string' ? told : JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
