/** Where the bytes come from: standard input or a file, in chunks, until the end or an interruption. */
import { close, constants, fstatSync, open, read, ReadStream, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { LabError } from '../../../text/errors.js';
import { pause } from '../../../text/wait.js';

const chunkBytes = 1024 * 1024;
/** Between two looks for somebody who writes to a named pipe. */
const lookMs = 50;
/** Opening a named pipe would wait for a writer, deaf to ^C. */
export const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;

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

/** As `chunksOf`; a named pipe is waited for until somebody writes to it. Throws LabError 'not-found' or 'failed'. */
export async function* chunksOfFile(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  let descriptor: number | undefined;
  try {
    descriptor = await promisify(open)(path, withoutWaiting);
    if (!fstatSync(descriptor).isFIFO()) {
      yield* chunksOfDescriptor(descriptor, signal);
      return;
    }
    let first = firstBytes(descriptor);
    for (; first?.length === 0 && !signal.aborted; first = firstBytes(descriptor))
      await pause(lookMs, signal);
    const pipe = pipeOf(descriptor, first);
    // It closes the descriptor.
    descriptor = undefined;
    yield* chunksOf(pipe, signal);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    if (descriptor !== undefined) close(descriptor);
  }
}

/** Of an open pipe: empty if it is at its end, as it is without a writer; undefined if nothing has been written yet. */
export function firstBytes(descriptor: number): Buffer | undefined {
  try {
    const bytes = Buffer.alloc(1024);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

/** What an open pipe has, after what was read of it already. */
export function pipeOf(descriptor: number, first: Buffer | undefined): Readable {
  const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
  if (first && first.length > 0) pipe.unshift(first);
  return pipe;
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
