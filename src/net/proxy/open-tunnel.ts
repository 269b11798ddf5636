/** From here to an address by way of a proxy: one connection, told in words if there is none. */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../addresses.js';
import { namedHost } from './named-host.js';
import { proxyUnreachable, tooLate } from './proxy-error.js';
import type { Proxy } from './proxy.js';

export interface TunnelSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** As for sockets to brokers: Node's quarter of a second would give up a proxy on another continent. */
const oneAddressMs = 1000;

/**
 * What is written to the socket goes to `destination`, whose name the proxy looks up; it is not being read yet. Throws
 * LabError: ProxyUnusable, or 'refused' and 'unreachable' for what lies behind the proxy, or 'interrupted'.
 */
export async function openTunnel(
  proxy: Proxy,
  destination: Address,
  { timeoutMs, signal }: TunnelSettings,
): Promise<Socket> {
  const there = { host: namedHost(destination.host), port: destination.port };
  const socket = socketTo(proxy);
  // Between what listens to it here: an error without a listener would end the process.
  const unheard = () => undefined;
  socket.on('error', unheard);
  const asking = async () => {
    await connected(socket, proxy);
    if (proxy.kind === 'socks5') {
      const { askSocks5Proxy } = await import('./socks5.js');
      await askSocks5Proxy(socket, proxy, there);
    } else {
      const { askHttpProxy } = await import('./http-connect.js');
      await askHttpProxy(socket, proxy, there);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let interrupt = () => {};
  const end = new Promise<never>((_, reject) => {
    interrupt = () => reject(new LabError('interrupted', ''));
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    timer = setTimeout(
      () => reject(tooLate(proxy.name, formatAddress(there), timeoutMs, !socket.connecting)),
      timeoutMs,
    );
  });
  const asked = asking();
  try {
    await Promise.race([asked, end]);
    return socket;
  } catch (error) {
    asked.catch(unheard);
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

function socketTo({ kind, address: { host, port }, ca }: Proxy): Socket {
  const options = {
    ...{ host, port, noDelay: true, keepAlive: true },
    ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: oneAddressMs },
  };
  if (kind !== 'https') return connectPlain(options);
  const socket = connectTls({
    ...options,
    // An address is no name to ask for (RFC 6066).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca ? { ca } : {}),
  });
  // A TLS socket has no such options of its own.
  socket.once('connect', () => socket.setNoDelay(true).setKeepAlive(true));
  return socket;
}

function connected(socket: Socket, { kind, name }: Proxy): Promise<void> {
  const event = kind === 'https' ? 'secureConnect' : 'connect';
  return new Promise((resolve, reject) => {
    const stop = () => socket.off(event, reached).off('error', fail).off('close', closed);
    const reached = () => {
      stop();
      resolve();
    };
    const fail = (error: unknown) => {
      stop();
      reject(proxyUnreachable(name, firstOf(error)));
    };
    const closed = () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    socket.on(event, reached).on('error', fail).on('close', closed);
  });
}

/** Of a name with several addresses each failed in its way, without words for all of them. */
function firstOf(error: unknown): unknown {
  const { errors } = error as { errors?: unknown };
  return Array.isArray(errors) ? errors[0] : error;
}
