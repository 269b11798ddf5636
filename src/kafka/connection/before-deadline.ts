/** A deadline for a broker that accepts a connection and then says nothing. */
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';

/** What is to be open in time; `isReached` once something has accepted the connection. */
interface Opening {
  readonly isReached: boolean;
  open(): Promise<void>;
}

/** Otherwise a host that accepts and never answers would get the time-out of a request. */
export async function beforeDeadline(
  connection: Opening,
  { connectTimeoutMs, signal }: { readonly connectTimeoutMs: number; readonly signal: AbortSignal },
  address: Address,
): Promise<void> {
  const connecting = connection.open();
  let timer: NodeJS.Timeout | undefined;
  let interrupt = () => {};
  const deadline = new Promise<never>((_, reject) => {
    interrupt = () => reject(new LabError('interrupted', ''));
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    timer = setTimeout(() => {
      reject(
        new LabError(
          'unreachable',
          connection.isReached
            ? `${formatAddress(address)} accepts connections but did not answer as a Kafka broker within ${connectTimeoutMs} ms`
            : `${formatAddress(address)}: no answer within ${connectTimeoutMs} ms`,
        ),
      );
    }, connectTimeoutMs);
  });
  try {
    await Promise.race([connecting, deadline]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
    connecting.catch(() => undefined);
  }
}
