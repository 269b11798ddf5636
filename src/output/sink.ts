/** Bytes to stdout with back-pressure; a reader that has gone ends it without an error. */
import type { Writable } from 'node:stream';
import type { Sink } from '../view/sink.js';
import { isDescriptorStream } from './descriptor-streams.js';
import { LabError } from '../text/errors.js';

export interface StdoutSink extends Sink {
  /** Aborted when the reader has gone; not if the writing failed otherwise, which `write` throws. */
  readonly left: AbortSignal;
}

/** Commands that run one another share their stdout, and with it its listeners. */
const sinks = new WeakMap<Writable, StdoutSink>();

/** `write` throws LabError 'failed' once stdout cannot be written, for example if the disk is full. */
export function createSink(stdout: Writable): StdoutSink {
  const sink = sinks.get(stdout) ?? listen(stdout);
  sinks.set(stdout, sink);
  return sink;
}

function listen(stdout: Writable): StdoutSink {
  const left = new AbortController();
  let open = true;
  let failure: LabError | undefined;
  const wakers = new Set<() => void>();
  const wake = () => {
    for (const waker of wakers) waker();
    wakers.clear();
    if (!open && !failure) left.abort();
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
    left: left.signal,
    get open() {
      return open;
    },
    write(chunk) {
      if (failure) throw failure;
      if (!open) return undefined;
      return stdout.write(chunk) ? undefined : wait();
    },
    lend(chunk, giveBack) {
      if (!isDescriptorStream(stdout)) return this.write(chunk);
      if (failure) throw failure;
      if (!open) return undefined;
      const written = (error?: Error | null) => {
        if (!error) giveBack();
      };
      return stdout.write(chunk, written) ? undefined : wait();
    },
  };
}
