/** Bytes of a socket → answers: it provides the memory for the next bytes, so that a large answer is received in place. */

/** Whatever comes between two answers, or whole small ones. */
const betweenBytes = 64 * 1024;
/** From here on memory is worth using again: fresh memory costs a page fault for every 4 kB, and stays until it is collected. */
const largeBytes = betweenBytes;
/** Answers to fetches are filled up to the same limit, more or less by what stands around the records. */
const slackBytes = 256 * 1024;
/** More is not kept for later answers. */
const mostSpareBytes = 32 * 1024 * 1024;
/** The first answer shows whether this is a broker at all; that to ApiVersions is smaller than a kilobyte. */
const largestFirstBytes = 1024 * 1024;
/** What nothing that is asked reaches, not even the metadata of 100,000 partitions. */
const largestBytes = 256 * 1024 * 1024;
/** A batch comes whole, however large a topic allows it to be. */
const largestFetchBytes = 1024 * 1024 * 1024 + largestBytes;
/** Fetch and ShareFetch. */
const fetchKeys = new Set([1, 78]);
const sizeBytes = 4;

/** By the API keys of the requests that wait for an answer: without any, none is due. */
export function largestAnswerTo(apiKeys: Iterable<number>): number {
  let largest = 0;
  for (const apiKey of apiKeys) {
    largest = Math.max(largest, fetchKeys.has(apiKey) ? largestFetchBytes : largestBytes);
  }
  return Math.max(largest, largestFirstBytes);
}

export class FrameReader {
  readonly #deliver: (frame: Buffer) => void;
  readonly #between = Buffer.allocUnsafeSlow(betweenBytes);
  #betweenLength = 0;
  /** The answer that is being received. */
  #frame: Buffer | undefined;
  #frameLength = 0;
  #isFirst = true;
  /** Of a large answer that is no longer used. */
  #spare: ArrayBuffer | undefined;
  /** What may come back: memory of large answers, each of which has it alone. */
  readonly #lent = new WeakSet<ArrayBufferLike>();
  readonly #largest: () => number;

  /** `deliver` gets each answer without its size. It keeps it. `largest`: how large the next one may be. */
  constructor(deliver: (frame: Buffer) => void, largest: () => number) {
    this.#deliver = deliver;
    this.#largest = largest;
  }

  /** Where the socket puts what it reads next. */
  space(): Buffer {
    return this.#frame
      ? this.#frame.subarray(this.#frameLength)
      : this.#between.subarray(this.#betweenLength);
  }

  /** `bytes`: any part of an answer that nothing refers to any more. Other memory is ignored. */
  reuse({ buffer }: Buffer): void {
    const isOurs = this.#lent.delete(buffer);
    if (isOurs && buffer.byteLength <= mostSpareBytes) this.#spare = buffer as ArrayBuffer;
  }

  /** The number of bytes received. Throws if they do not come from a broker. */
  received(bytes: number): void {
    if (this.#frame) {
      this.#frameLength += bytes;
      this.#deliverIfWhole(this.#frame);
      return;
    }
    const length = this.#betweenLength + bytes;
    let at = 0;
    while (length - at >= sizeBytes) {
      const size = this.#between.readInt32BE(at);
      this.#check(size);
      at += sizeBytes;
      const here = Math.min(size, length - at);
      const frame = this.#memory(size);
      this.#between.copy(frame, 0, at, at + here);
      at += here;
      this.#frame = frame;
      this.#frameLength = here;
      this.#deliverIfWhole(frame);
    }
    // Less than a size is left, or nothing.
    this.#betweenLength = length - at;
    this.#between.copyWithin(0, at, length);
  }

  #memory(size: number): Buffer {
    if (size < largeBytes) return Buffer.allocUnsafeSlow(size);
    const spare = this.#spare;
    this.#spare = undefined;
    const memory =
      spare !== undefined && spare.byteLength >= size
        ? spare
        : Buffer.allocUnsafeSlow(size + slackBytes).buffer;
    this.#lent.add(memory);
    return Buffer.from(memory, 0, size);
  }

  /** Before any memory is set aside for it. */
  #check(size: number): void {
    if (this.#isFirst) {
      if (size < sizeBytes || size > largestFirstBytes) throw new Error('Closed connection');
    } else if (size < sizeBytes || size > this.#largest()) {
      throw new Error(`it announced an answer of ${size} bytes, which nothing that was asked can have`);
    }
  }

  #deliverIfWhole(frame: Buffer): void {
    if (this.#frameLength < frame.length) return;
    this.#frame = undefined;
    this.#isFirst = false;
    this.#deliver(frame);
  }
}
