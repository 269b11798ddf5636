/** SOCKS 5 (RFC 1928) with user name and password (RFC 1929). Names are sent as names: the proxy looks them up. */
import { isIPv4, type Socket } from 'node:net';
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../addresses.js';
import type { ProxyKind } from './parse-proxy.js';
import { closedEarly, loginHint, notThatProxy, ProxyUnusable } from './proxy-error.js';
import type { Proxy, ProxyLogin } from './proxy.js';
import { capitalised } from '../../text/letter-case.js';

const version = 5;
const loginVersion = 1;
const method = { none: 0, password: 2, noneOfThem: 0xff } as const;
const connectCommand = 1;
const addressType = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** Reply codes (RFC 1928, 6). */
const replies: Readonly<Record<number, string>> = {
  1: 'a failure that it does not explain',
  2: 'its rules do not allow it',
  3: 'it has no way to that network',
  4: 'it has no way to that host, or does not know the name',
  5: 'nothing listens there',
  6: 'the way there is too long (TTL expired)',
  7: 'it does not do CONNECT',
  8: 'it does not take this kind of address',
};

/** Once it resolves, what is written to `socket` goes to `destination`, and nothing of that was read yet. Throws LabError. */
export async function askSocks5Proxy(
  socket: Socket,
  { name, kind, login }: Proxy,
  destination: Address,
): Promise<void> {
  const to = formatAddress(destination);
  const take = (sizeBytes: number) => takeFrom(socket, sizeBytes, () => closedEarly(name, to));
  const methods = login ? [method.password, method.none] : [method.none];
  socket.write(Buffer.from([version, methods.length, ...methods]));
  const [spoken, chosen = 0] = await take(2);
  if (spoken !== version) throw otherVersion(name);
  if (chosen === method.noneOfThem) throw wantsOtherLogin(name, kind, login);
  if (chosen === method.password && login) {
    socket.write(loginMessage(login));
    const [, status] = await take(2);
    if (status !== 0) {
      throw new ProxyUnusable(
        'refused',
        `${capitalised(name)} did not accept the login of ${login.username}`,
        loginHint(kind),
      );
    }
  } else if (chosen !== method.none) throw otherVersion(name);
  socket.write(requestFor(destination));
  const [again, reply = 0, , type] = await take(4);
  if (again !== version) throw otherVersion(name);
  if (reply !== 0) throw refused(reply, name, to);
  // The address that the proxy connects from, which nobody needs.
  if (type === addressType.ipv4) await take(4 + 2);
  else if (type === addressType.ipv6) await take(16 + 2);
  else if (type === addressType.name) await take(((await take(1))[0] ?? 0) + 2);
  else throw otherVersion(name);
}

/** Exactly so many bytes, in however many pieces they come; what follows them stays to be read. */
function takeFrom(socket: Socket, sizeBytes: number, closed: () => LabError): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      socket.off('readable', look).off('end', end).off('close', end).off('error', fail);
    };
    const fail = (error: Error) => {
      stop();
      reject(error instanceof LabError ? error : closed());
    };
    const end = () => fail(closed());
    const look = () => {
      const bytes = socket.read(sizeBytes) as Buffer | null;
      if (!bytes) return;
      // After the end there are fewer.
      if (bytes.length < sizeBytes) end();
      else {
        stop();
        resolve(bytes);
      }
    };
    socket.on('readable', look).on('end', end).on('close', end).on('error', fail);
    if (socket.destroyed || socket.readableEnded) end();
    else look();
  });
}

function loginMessage({ username, password }: ProxyLogin): Buffer {
  const [user, secret] = [Buffer.from(username), Buffer.from(password)];
  if (user.length > 255 || secret.length > 255) {
    throw new LabError('usage', 'A SOCKS proxy takes a user name and a password of at most 255 bytes each.');
  }
  return Buffer.concat([
    Buffer.from([loginVersion, user.length]),
    user,
    Buffer.from([secret.length]),
    secret,
  ]);
}

function requestFor({ host, port }: Address): Buffer {
  const name = Buffer.from(host);
  const where = isIPv4(host)
    ? [addressType.ipv4, ...host.split('.').map(Number)]
    : host.includes(':')
      ? [addressType.ipv6, ...ipv6Bytes(host)]
      : [addressType.name, name.length, ...name];
  return Buffer.from([version, connectCommand, 0, ...where, port >> 8, port & 0xff]);
}

/** All forms of an address; URLs write it in hexadecimal and without a dotted end. */
function ipv6Bytes(host: string): number[] {
  const short = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = short.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function otherVersion(name: string): LabError {
  return notThatProxy(
    name,
    'what answers there does not speak SOCKS5',
    'Is it a proxy, and of this kind? For an HTTP proxy: http://HOST:PORT',
  );
}

function wantsOtherLogin(name: string, kind: ProxyKind, login: ProxyLogin | undefined): LabError {
  return login
    ? new ProxyUnusable(
        'refused',
        `${capitalised(name)} takes no user name and password`,
        'Leave them out of the setting, or ask who runs the proxy: GSSAPI (Kerberos) is not spoken here.',
      )
    : new ProxyUnusable('refused', `${capitalised(name)} requires a login`, loginHint(kind));
}

function refused(reply: number, name: string, to: string): LabError {
  const why = replies[reply] ?? 'a code that the protocol does not have';
  return new LabError(
    [2, 7].includes(reply) ? 'refused' : 'unreachable',
    `${capitalised(name)} does not open the way to ${to} (code ${reply}): ${why}`,
    {
      hint:
        reply === 2
          ? 'Ask who runs the proxy to allow the addresses and the ports of the brokers.'
          : 'Is the broker up, and its name known in the network of the proxy, which looks it up?',
    },
  );
}
