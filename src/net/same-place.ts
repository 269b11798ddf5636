/** Do two lists of addresses lead to the same port of the same machine, by whatever name? */
import { lookup } from 'node:dns';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { promisify } from 'node:util';
import { sleep } from '../text/wait.js';
import { formatAddress, type Address } from './addresses.js';

/** A name server that does not answer must not hold up the command; names are then compared as they are. */
const longestLookupMs = 500;

/** What each address is known by: its name and what that resolves to, with the port. */
export async function placesOf(addresses: readonly Address[]): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(
    addresses.map(async ({ host, port }) =>
      [hostKey(host), ...(await resolved(host))].map((each) => formatAddress({ host: each, port })),
    ),
  );
  return new Set(lists.flat());
}

export function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((place) => other.has(place));
}

async function resolved(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [];
  const gaveUp = new AbortController();
  try {
    const found = await Promise.race([
      promisify(lookup)(host, { all: true }),
      sleep(longestLookupMs, gaveUp.signal).then(() => []),
    ]);
    return found.map(({ address }) => hostKey(address));
  } catch {
    return [];
  } finally {
    gaveUp.abort();
  }
}

const loopback = 'localhost';

/** Is it this machine, by name or by number? What is sent there stays on it. */
export function isLoopback(host: string): boolean {
  return hostKey(host) === loopback;
}

/** The same for all writings of a name or an address: `LOCALHOST.`, `127.0.0.1`, `::1`, `::ffff:127.0.0.1`. */
function hostKey(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  // Node's expression for IPv6 takes milliseconds to make.
  const plain = name.includes(':') && isIPv6(name) ? shortIpv6(name) : name;
  const isLocal =
    plain === loopback ||
    plain.endsWith(`.${loopback}`) ||
    plain === '::1' ||
    plain === '::' ||
    plain === '0.0.0.0';
  return isLocal || (isIPv4(plain) && plain.startsWith('127.')) ? loopback : plain;
}

function shortIpv6(address: string): string {
  const [bare = '', zone] = address.split('%');
  const short = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!mapped) return zone === undefined ? short : `${short}%${zone}`;
  return [mapped[1], mapped[2]]
    .map((group) => parseInt(group ?? '', 16))
    .map((value) => `${value >> 8}.${value & 255}`)
    .join('.');
}
