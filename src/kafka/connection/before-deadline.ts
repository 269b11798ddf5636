/** A deadline for a broker that accepts a connection and then says nothing. */
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';

/** Otherwise a host that accepts and never answers gets the time-out of a request, and kafkajs then calls it connected. */
export async function beforeDeadline(
  connecting: Promise<void>,
  { connectTimeoutMs, signal }: { readonly connectTimeoutMs: number; readonly signal: AbortSignal },
  address: Address,
): Promise<void> {
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
          `${formatAddress(address)} accepts connections but did not answer as a Kafka broker within ${connectTimeoutMs} ms`,
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
