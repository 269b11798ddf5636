/** Streams of the operating system: what their write callback was called for has left, while other streams may keep it. */
import type { Writable } from 'node:stream';

const known = new WeakSet<Writable>();

/** Only for what Node itself has made for a file descriptor, as `process.stdout`: a stream that passes bytes on calls back too. */
export function descriptorStream<Stream extends Writable & { readonly fd: number }>(stream: Stream): Stream {
  known.add(stream);
  return stream;
}

export function isDescriptorStream(stream: Writable): boolean {
  return known.has(stream);
}
