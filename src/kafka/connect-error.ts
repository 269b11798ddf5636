/** Why no connection came to be, in words for someone who typed an address. */
import { LabError } from '../errors.js';
import { formatAddress, type Address } from './addresses.js';
import { asLabError } from './errors.js';

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ECONNRESET: 'the other side broke the connection; it may not be a Kafka broker, or want TLS',
};

export function connectError(error: unknown, address: Address): LabError {
  if (error instanceof LabError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const at = formatAddress(address);
  if (code !== undefined && code in plainWords) {
    return new LabError('unreachable', `${at}: ${plainWords[code] ?? ''} (${code})`, { cause: error });
  }
  if (message === 'Connection timeout')
    return new LabError('unreachable', `${at}: no answer`, { cause: error });
  if (message?.includes('Closed connection') === true) {
    return new LabError(
      'unreachable',
      `${at}: the connection was closed at once; it may not be a Kafka broker, or want TLS or a login`,
      { cause: error },
    );
  }
  return asLabError(error);
}
