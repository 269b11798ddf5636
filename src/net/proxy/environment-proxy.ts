/** The proxy that the environment names for HTTPS, by the variables that curl reads: HTTPS_PROXY, ALL_PROXY, NO_PROXY. */
import { BlockList, isIP } from 'node:net';
import { LabError } from '../../text/errors.js';
import type { Environment } from '../../view/world.js';
import { isLoopback } from '../same-place.js';
import { formatProxy, parseProxy } from './parse-proxy.js';
import type { Proxy } from './proxy.js';

/** Undefined for `http:`, which is for this machine alone here, and for what NO_PROXY names. Throws LabError 'usage'. */
export function environmentProxy(url: URL, env: Environment): Proxy | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (url.protocol !== 'https:' || isLoopback(host)) return undefined;
  const variable = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].find((name) => env[name]);
  const text = variable && env[variable];
  if (!text || isExempt(host, url.port || '443', env['no_proxy'] || env['NO_PROXY'] || '')) return undefined;
  const parsed = parsedOf(text, variable);
  const { kind, address, username, password = '' } = parsed;
  return {
    ...{ kind, address, name: `the proxy ${formatProxy(parsed)} (${variable})` },
    ...(username === undefined ? {} : { login: { username, password } }),
  };
}

function parsedOf(text: string, variable: string) {
  try {
    // HOST:PORT alone is an HTTP proxy.
    return parseProxy(text.includes('://') ? text : `http://${text}`);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError('usage', `${variable} does not name a proxy. ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** Names count for all names below them, with a dot before them or not; also addresses, networks (10.0.0.0/8), ports and `*`. */
function isExempt(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const network = /^([0-9a-f:.]+)\/(\d{1,3})$/.exec(entry);
  if (network) return isIn(host, network[1] ?? '', Number(network[2]));
  const [, inBrackets, plain, onlyPort] = /^(?:\[(.*)\]|([^:]*|.*:.*:.*))(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const name = (inBrackets ?? plain ?? '').replace(/^\*?\./, '').replace(/\.$/, '');
  if (name === '') return false;
  if (isIP(name) !== 0) return isIn(host, name, isIP(name) === 6 ? 128 : 32);
  return host === name || host.endsWith(`.${name}`);
}

function isIn(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || bits > (family === 6 ? 128 : 32)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(network, bits, type);
  return block.check(host, type);
}
