/** Bytes to stdout with back-pressure; a reader that has gone ends it without an error. */
import type { Writable } from 'node:stream';
import type { Sink } from '../view/sink.js';
import { LabError } from '../text/errors.js';

/** Commands that run one another share their stdout, and with it its listeners. */
const sinks = new WeakMap<Writable, Sink>();

/** `write` throws LabError 'failed' once stdout cannot be written, for example if the disk is full. */
export function createSink(stdout: Writable): Sink {
  const sink = sinks.get(stdout) ?? listen(stdout);
  sinks.set(stdout, sink);
  return sink;
}

function listen(stdout: Writable): Sink {
  let open = true;
  let failure: LabError | undefined;
  const wakers = new Set<() => void>();
  const wake = () => {
    for (const waker of wakers) waker();
    wakers.clear();
  };
  // `kafka-lab consume … | head -5`: head leaves, and the next write raises EPIPE.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== 'EPIPE') {
      failure = new LabError('failed', `The output cannot be written: ${error.message}`, { cause: error });
    }
    wake();
  });
  stdout.on('close', () => {
    open = false;
    wake();
  });
  stdout.on('drain', wake);

  async function wait(): Promise<void> {
    await new Promise<void>((resolve) => wakers.add(resolve));
    if (failure) throw failure;
  }

  return {
    get open() {
      return open;
    },
    write(chunk) {
      if (failure) throw failure;
      if (!open) return undefined;
      return stdout.write(chunk) ? undefined : wait();
    },
  };
}
