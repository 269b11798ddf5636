/** `http://`, `https://` or `socks5://` and `[USER[:PASSWORD]@]HOST[:PORT]` → a proxy's address. */
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../addresses.js';

export type ProxyKind = 'http' | 'https' | 'socks5';

export interface ProxyAddress {
  readonly kind: ProxyKind;
  readonly address: Address;
  readonly username: string | undefined;
  /** As it was written, which may be where the password is: `env:NAME`. Undefined if there is none. */
  readonly password: string | undefined;
}

/** `socks5h` is curl's word for names that the proxy looks up, as they are always looked up here. */
const kinds: Readonly<Record<string, { readonly kind: ProxyKind; readonly port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'https', port: 443 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
};

/** Throws LabError 'usage', which never holds the text, since a password may be in it. */
export function parseProxy(text: string): ProxyAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url && Object.hasOwn(kinds, url.protocol) ? kinds[url.protocol] : undefined;
  if (!url || !known || url.hostname === '' || url.port === '0') throw notAProxy();
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') throw notAProxy();
  return {
    kind: known.kind,
    address: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? known.port : Number(url.port),
    },
    username: url.username === '' ? undefined : decoded(url.username),
    password: url.password === '' ? undefined : decoded(url.password),
  };
}

/** Without the password. */
export function formatProxy({ kind, address, username }: ProxyAddress): string {
  return `${kind}://${username === undefined ? '' : `${encodeURIComponent(username)}@`}${formatAddress(address)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notAProxy();
  }
}

function notAProxy(): LabError {
  return new LabError(
    'usage',
    'It is not http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before HOST if it wants a login.',
    { hint: 'In a user name or a password, write %40 for @, %3A for :, %2F for /, %23 for # and %25 for %.' },
  );
}
