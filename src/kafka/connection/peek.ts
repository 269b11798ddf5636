/** What listens at an address, found out over a plain socket: for error messages and `connections doctor`. */
import type { ConnectionOptions, DetailedPeerCertificate } from 'node:tls';
import { decodeResponse, encodeRequest } from '../../wire/protocol/codec-message.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { saslHandshake } from '../../wire/requests/sasl-handshake.js';
import type { Given, Fields } from '../../wire/protocol/schema.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';
import type { Address } from '../../net/addresses.js';
import { openSocket, openTlsSocket, type BrokerSocket, type SocketAccess } from './open-socket.js';

/** Long enough for a nearby broker; a longer wait is not worth the better message. */
const peekMs = 700;
const correlationId = 0x6c61622b;

/** Does a Kafka broker answer there in plaintext? Never throws. */
export async function speaksPlaintext(
  address: Address,
  { proxy }: Pick<SocketAccess, 'proxy'>,
): Promise<boolean> {
  const request = frameOf(apiVersions, 0, { clientSoftwareName: '', clientSoftwareVersion: '' });
  return (await exchange(openSocket(address, withProxy(proxy)), request)) !== undefined;
}

/** The SASL mechanisms that a listener accepts; undefined if it has no SASL, or does not answer. Never throws. */
export async function offeredMechanisms(
  address: Address,
  access: SocketAccess,
): Promise<readonly string[] | undefined> {
  // A mechanism that does not exist, so that the answer is the list and never the start of a login.
  const request = frameOf(saslHandshake, 1, { mechanism: 'WHICH' });
  try {
    const answer = await exchange(openSocket(address, access), request);
    const mechanisms = answer ? decodeResponse(saslHandshake, 1, answer).mechanisms : [];
    return mechanisms.length > 0 ? mechanisms : undefined;
  } catch {
    // A certificate or key that cannot be used, or an answer that is not one: the connection itself says so.
    return undefined;
  }
}

export interface TlsListener {
  /** Undefined if the handshake did not get that far. */
  readonly certificate: DetailedPeerCertificate | undefined;
}

/**
 * Undefined if nothing speaks TLS. Trusts any certificate, since nothing is sent: no client certificate either, which would
 * tell an unknown server who connects. Never throws.
 */
export function peekTls(
  address: Address,
  { proxy }: Pick<SocketAccess, 'proxy'>,
  { servername }: Pick<ConnectionOptions, 'servername'> = {},
): Promise<TlsListener | undefined> {
  return new Promise((resolve) => {
    const tls = { rejectUnauthorized: false, ...(servername === undefined ? {} : { servername }) };
    const socket = openTlsSocket(address, { tls, ...withProxy(proxy) });
    const finish = (listener: TlsListener | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(listener);
    };
    const timer = setTimeout(finish, peekMs, undefined);
    const seen = (): TlsListener => {
      // Null once the socket is gone.
      const certificate = socket.getPeerCertificate(true) as DetailedPeerCertificate | null;
      return certificate && Object.keys(certificate).length > 0
        ? { certificate }
        : { certificate: undefined };
    };
    socket.on('secureConnect', () => finish(seen()));
    // An alert is TLS too: only a TLS server sends one. Its certificate may have come before.
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      finish(/_ALERT_/.test(code ?? '') ? seen() : undefined),
    );
    socket.on('close', () => finish(undefined));
  });
}

function withProxy(proxy: SocketAccess['proxy']): Pick<SocketAccess, 'proxy'> {
  return proxy ? { proxy } : {};
}

function frameOf<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  body: Given<Request>,
): Buffer {
  const header = Buffer.alloc(14);
  header.writeInt16BE(definition.apiKey, 4);
  header.writeInt16BE(version, 6);
  header.writeInt32BE(correlationId, 8);
  // No client id.
  header.writeInt16BE(-1, 12);
  const frame = Buffer.concat([header, encodeRequest(definition, version, body)]);
  frame.writeInt32BE(frame.length - 4);
  return frame;
}

const mostAnswerBytes = 65_536;

/** The body of the answer; undefined for anything else. */
function exchange(socket: BrokerSocket, request: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const finish = (answer: Buffer | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(finish, peekMs, undefined);
    socket.on('error', () => finish(undefined));
    socket.on('close', () => finish(undefined));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 8) return;
      const end = 4 + received.readInt32BE(0);
      if (end < 8 || end > mostAnswerBytes || received.readInt32BE(4) !== correlationId) finish(undefined);
      else if (received.length >= end) finish(received.subarray(8, end));
    });
    socket.write(request);
  });
}
