/** A socket to a broker, plain or with TLS, directly or through a proxy: the one way in which any is opened, by us or for kafkajs. */
import { connect as connectPlain, isIP, type LookupFunction, type OnReadOpts } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { BrokerAccess, ProxyRoute, TunnelSocket } from '../../net/access.js';
import type { Address } from '../../net/addresses.js';

/**
 * A name may have several addresses. Node tries them in order, of both families in turn (RFC 8305), but gives one up when
 * the next begins: its usual quarter of a second would give up a broker on another continent.
 */
const oneAddressMs = 1000;

/** Node takes 5 ms to find out what "localhost" is; what listens there usually does so on IPv4. */
const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

const lookupLoopback: LookupFunction = (_host, { all }, found) => {
  if (all) found(null, loopback);
  else found(null, '127.0.0.1', 4);
};

/** What matters for a socket. */
export type SocketAccess = Pick<BrokerAccess, 'tls' | 'proxy'>;

/** Of plain sockets, TLS sockets and tunnels. */
export type BrokerSocket = TunnelSocket & { readonly remoteAddress?: string | undefined };

/** How long a proxy has to open the way, if nothing else is said. */
const usualTunnelMs = 4000;

export interface SocketEvents {
  /** Reads into memory that is provided; there are no 'data' events then. */
  readonly onread?: OnReadOpts;
  /**
   * For "localhost": not ::1. Given a name, Node first asks whether it is an address, by an expression for IPv6 that takes as
   * long to make as the whole exchange with a broker on this machine.
   */
  readonly onlyIPv4?: boolean | undefined;
  /** Runs when the first byte may leave, after TLS. */
  readonly connected?: () => void;
  /** How long a proxy has to open the way; its error says more than that of another deadline. */
  readonly tunnelMs?: number;
}

/** Not connected yet; writing is possible at once. Throws UnusableTlsSettings. */
export function openSocket(
  address: Address,
  { tls, proxy }: SocketAccess,
  events: SocketEvents = {},
): BrokerSocket {
  if (tls) return openTlsSocket(address, { tls, ...(proxy ? { proxy } : {}) }, events);
  const tunnel = tunnelTo(address, proxy, events);
  return tunnel
    ? plainThrough(tunnel, events)
    : connectPlain(socketOptions(address, events), events.connected);
}

export function openTlsSocket(
  address: Address,
  { tls, proxy }: SocketAccess & { readonly tls: ConnectionOptions },
  events: SocketEvents = {},
): TLSSocket {
  const tunnel = tunnelTo(address, proxy, events);
  // Over another stream, a TLS socket of Node's stops in the middle of a large answer if it is to read into given memory.
  const { onread, ...others } = events;
  const options = {
    ...tlsOptions(address.host, tls),
    ...socketOptions(address, tunnel ? others : events),
    ...(tunnel ? { socket: tunnel } : {}),
  };
  const socket = connectTls(options, events.connected);
  if (tunnel) tie(socket, tunnel, onread);
  // A TLS socket has no such options of its own.
  socket.once('connect', () => socket.setNoDelay(true).setKeepAlive(true));
  // What waits to be written when a handshake fails would get its error first, without the alert's name.
  socket.cork();
  socket.once('secureConnect', () => socket.uncork());
  return socket;
}

function tunnelTo(address: Address, proxy: ProxyRoute | undefined, { tunnelMs }: SocketEvents) {
  return proxy?.leadsTo(address) === true ? proxy.tunnelTo(address, tunnelMs ?? usualTunnelMs) : undefined;
}

function plainThrough(tunnel: TunnelSocket, { connected, onread }: SocketEvents): TunnelSocket {
  if (connected) tunnel.once('connect', connected);
  // What sockets do with this option themselves, but for one more copy.
  if (onread) tunnel.on('data', (chunk: Buffer) => handOver(chunk, onread));
  return tunnel;
}

function handOver(chunk: Buffer, { buffer, callback }: OnReadOpts): void {
  for (let at = 0; at < chunk.length;) {
    const space = typeof buffer === 'function' ? buffer() : buffer;
    const sizeBytes = Math.min(space.length, chunk.length - at);
    space.set(chunk.subarray(at, at + sizeBytes));
    at += sizeBytes;
    callback(sizeBytes, space);
  }
}

/** The two end together; what fails in the tunnel is what is told. */
function tie(socket: TLSSocket, tunnel: TunnelSocket, onread: OnReadOpts | undefined): void {
  if (onread) socket.on('data', (chunk: Buffer) => handOver(chunk, onread));
  tunnel.on('error', (error) => socket.destroy(error));
  socket.once('close', () => tunnel.destroy());
  const unref = socket.unref.bind(socket);
  socket.unref = () => {
    tunnel.unref();
    return unref();
  };
}

function socketOptions({ host: name, port }: Address, { onread, onlyIPv4 = false }: SocketEvents) {
  const host = onlyIPv4 && name === 'localhost' ? '127.0.0.1' : name;
  return {
    ...{ host, port, noDelay: true, keepAlive: true },
    ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: oneAddressMs },
    ...(host === 'localhost' ? { lookup: lookupLoopback } : {}),
    ...(onread ? { onread } : {}),
  };
}

/** OpenSSL cannot make anything of the certificates or the key; the message is OpenSSL's. */
export class UnusableTlsSettings extends Error {}

/** By the settings that they were made of: reading certificates anew for each connection takes as long as a handshake. */
const contexts = new WeakMap<ConnectionOptions, SecureContext>();

function tlsOptions(host: string, tls: ConnectionOptions): ConnectionOptions {
  const {
    servername = host === 'localhost' || isIP(host) === 0 ? host : undefined,
    rejectUnauthorized = true,
  } = tls;
  let secureContext = contexts.get(tls);
  if (!secureContext) {
    secureContext = contextOf(tls);
    contexts.set(tls, secureContext);
  }
  // An address is no name to ask for (RFC 6066).
  return { secureContext, rejectUnauthorized, ...(servername === undefined ? {} : { servername }) };
}

function contextOf(tls: ConnectionOptions): SecureContext {
  try {
    return createSecureContext(tls);
  } catch (error) {
    throw new UnusableTlsSettings((error as Error).message, { cause: error });
  }
}
