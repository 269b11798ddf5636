/** HTTP CONNECT (RFC 9110, 9.3.6): Node's own client asks and reads the answer, of at most 16 KiB. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { LabError } from '../../text/errors.js';
import { printable } from '../../text/printable.js';
import { formatAddress, type Address } from '../addresses.js';
import { closedEarly, codeOf, loginHint, notThatProxy, ProxyUnusable } from './proxy-error.js';
import type { Proxy } from './proxy.js';
import { capitalised } from '../../text/letter-case.js';

const mostHeaderBytes = 16_384;
const longestReason = 200;

/** Once it resolves, what is written to `socket` goes to `destination`. Throws LabError. */
export async function askHttpProxy(socket: Socket, proxy: Proxy, destination: Address): Promise<void> {
  const { request } = await import('node:http');
  const to = formatAddress(destination);
  const { name, login } = proxy;
  const credentials = login && Buffer.from(`${login.username}:${login.password}`).toString('base64');
  const asked = request({
    method: 'CONNECT',
    path: to,
    headers: { host: to, ...(credentials ? { 'proxy-authorization': `Basic ${credentials}` } : {}) },
    createConnection: () => socket,
    maxHeaderSize: mostHeaderBytes,
  });
  const { answer, more } = await new Promise<{ answer: IncomingMessage; more: Buffer }>((resolve, reject) => {
    asked.on('connect', (answer, _, more) => resolve({ answer, more }));
    asked.on('error', (error) => reject(noAnswer(error, name, to)));
    asked.end();
  });
  const { statusCode = 0, statusMessage = '' } = answer;
  if (statusCode < 200 || statusCode > 299) throw refused(statusCode, statusMessage, proxy, to);
  // A server that speaks first may be quicker than this program.
  if (more.length > 0) socket.unshift(more);
}

function noAnswer(error: Error, name: string, to: string): LabError {
  if (error instanceof LabError) return error;
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return notThatProxy(
      name,
      `its answer has a header of more than ${mostHeaderBytes} bytes`,
      'Is it a proxy?',
      error,
    );
  }
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    return notThatProxy(
      name,
      `what answers there does not speak HTTP (${code})`,
      'Is it a proxy, and of this kind? For a SOCKS5 proxy: socks5://HOST:PORT',
      error,
    );
  }
  return closedEarly(name, to, error);
}

function refused(status: number, reason: string, { name, kind, login }: Proxy, to: string): LabError {
  const said = printable(reason).slice(0, longestReason);
  const answer = said === '' ? String(status) : `${status} ${said}`;
  // 401 is that of another server's login, and what tinyproxy says of a wrong password.
  if (status === 407 || status === 401) {
    return login
      ? new ProxyUnusable(
          'refused',
          `${capitalised(name)} did not accept the login of ${login.username}: ${answer}`,
          `${loginHint(kind)} Only Basic is spoken, not NTLM or Kerberos.`,
        )
      : new ProxyUnusable('refused', `${capitalised(name)} requires a login: ${answer}`, loginHint(kind));
  }
  // Of these the proxy says that what lies behind it failed.
  const code = status >= 502 && status <= 504 ? 'unreachable' : 'refused';
  return new LabError(code, `${capitalised(name)} does not open the way to ${to}, but answers ${answer}`, {
    hint:
      code === 'refused'
        ? 'Many HTTP proxies allow CONNECT to port 443 alone: ask who runs it to allow the ports of the brokers.'
        : 'The proxy could not reach the broker: is it up, and its name known there, in the network of the proxy?',
  });
}
