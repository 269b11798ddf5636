/** Where the bytes come from: standard input or a file, in chunks, until the end or an interruption. */
import { close, open, read, ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { LabError } from '../../../text/errors.js';

const chunkBytes = 1024 * 1024;

/**
 * A chunk is valid until the next one is requested. Ends without an error when `signal` is aborted, whatever
 * the stream is waiting for.
 */
export async function* chunksOf(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  // `< FILE` makes standard input a stream of small chunks; its descriptor gives large ones.
  const { fd } = stream as { fd?: unknown };
  if (stream instanceof ReadStream && typeof fd === 'number') {
    yield* chunksOfDescriptor(fd, signal);
    return;
  }
  // A terminal that is still being read would keep the process alive.
  const stop = () => void stream.destroy();
  if (signal.aborted) {
    stop();
    return;
  }
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    }
  } catch (error) {
    if (!(signal as { aborted: boolean }).aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** As `chunksOf`. Throws LabError 'not-found' or 'failed'. */
export async function* chunksOfFile(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  let descriptor: number | undefined;
  try {
    descriptor = await promisify(open)(path, 'r');
    yield* chunksOfDescriptor(descriptor, signal);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    if (descriptor !== undefined) close(descriptor);
  }
}

/** Two alternating buffers: one is filled while the other is used. */
async function* chunksOfDescriptor(descriptor: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  let current = Buffer.allocUnsafeSlow(chunkBytes);
  let spare = Buffer.allocUnsafeSlow(chunkBytes);
  const fill = (buffer: Buffer<ArrayBuffer>) => {
    const filled = promisify(read)(descriptor, buffer, 0, chunkBytes, null);
    // It may fail while the chunk before is used; awaiting it afterwards throws that.
    filled.catch(() => undefined);
    return filled;
  };
  let filling = fill(current);
  while (!signal.aborted) {
    const { bytesRead } = await filling;
    if (bytesRead === 0) return;
    filling = fill(spare);
    const chunk = current.subarray(0, bytesRead);
    [current, spare] = [spare, current];
    yield chunk;
  }
}

function fileError(path: string, error: unknown): LabError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new LabError('not-found', `There is no file ${path}.`);
  return new LabError('failed', `${path} cannot be read: ${message}`, { cause: error });
}
