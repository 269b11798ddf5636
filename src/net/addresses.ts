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
  if (text.includes('@')) throw withLogin(text);
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

/** For messages. Passwords may have commas in them, so that nothing is left of what stands before the last @. */
export function shownAddresses(text: string): string {
  return text.replace(/^[^]*@/, 'LOGIN@');
}

function withLogin(text: string): LabError {
  return new LabError(
    'usage',
    `"${shownAddresses(text)}" is not an address of a broker: it has a login in it.`,
    {
      hint: 'A connection has one: kafka-lab connections add NAME -b HOST:PORT --sasl MECHANISM --username USER; for a single command: KAFKA_LAB_SASL_MECHANISM, KAFKA_LAB_SASL_USERNAME and KAFKA_LAB_SASL_PASSWORD.',
    },
  );
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
