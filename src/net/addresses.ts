/** Parses `HOST:PORT,…` as typed by users. */
import { LabError } from '../text/errors.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const kafkaPort = 9092;

/**
 * Spaces around an address, IPv6 in brackets and a missing port (9092) are accepted.
 * Throws LabError 'usage' naming the part that is not an address.
 */
export function parseAddresses(text: string, defaultPort = kafkaPort): readonly Address[] {
  const addresses = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => parseAddress(part, defaultPort));
  if (addresses.length === 0) {
    throw new LabError('usage', `No address in "${text}".`, {
      hint: 'It looks like: localhost:9092,localhost:9093',
    });
  }
  return addresses;
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseAddress(part: string, defaultPort: number): Address {
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[^\s\]]+)?)\]|([^\s:/[\]]+))(?::(\d+))?$/.exec(part);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port < 1 || port > 65535) {
    const hint = part.includes('://')
      ? 'Leave out the protocol: kafka-lab needs only HOST:PORT.'
      : 'It looks like: localhost:9092, [::1]:9092; a port is 1 to 65535.';
    throw new LabError('usage', `"${part}" is not an address of a broker.`, { hint });
  }
  return { host, port };
}
