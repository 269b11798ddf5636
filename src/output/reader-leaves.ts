/** Tells when the reading end of a pipe is closed, without writing to it: `kafka-lab … --watch | head -1`. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** What is used of the handle that Node keeps behind a TCP socket. */
type Handle = object & {
  readonly open?: (descriptor: number) => number;
  readonly unref?: () => void;
};

/**
 * Calls `left` once, soon after the last reader of the pipe `descriptor` is gone; the returned function cancels that. Never for
 * a terminal, a file or a socket (whose other side may have closed one direction only), and not where /proc/self/fd does not
 * open pipes anew: there, as without this, the next write tells.
 *
 * The kernel reports POLLERR for such a pipe to everybody who waits for anything on it, but Node waits on pipes that are open
 * for writing only while there is something to write. Its handle for TCP waits to read on any descriptor; reading then
 * fails (EBADF), and by that the reader is known to be gone.
 */
export function onReaderLeaving(descriptor: number, left: () => void): () => void {
  let socket: Socket | undefined;
  const cancel = () => socket?.destroy();
  try {
    if (!fstatSync(descriptor).isFIFO()) return cancel;
    socket = reading(descriptor);
    socket?.once('error', left);
    socket?.resume();
  } catch {
    // A convenience: the next write tells as well.
  }
  return cancel;
}

function reading(descriptor: number): Socket | undefined {
  const handle = tcpHandle();
  if (!handle?.open) return undefined;
  // Another description of the same pipe, so that neither its flags nor its closing concern stdout.
  const own = openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  if (handle.open(own) !== 0) {
    closeSync(own);
    return undefined;
  }
  handle.unref?.();
  return new Socket({ handle, readable: true, writable: false } as never);
}

/** One of the kind that a socket makes for itself when it begins to connect; this one never does. */
function tcpHandle(): Handle | undefined {
  const socket = new Socket().on('error', () => undefined);
  socket.connect({ port: 1, host: '127.0.0.1' });
  const handle = (socket as unknown as { readonly _handle: Handle | null })._handle;
  socket.destroy();
  if (!handle) return undefined;
  return new (handle.constructor as new (type: number) => Handle)(0);
}
