/** Bytes of a socket → answers: it provides the memory for the next bytes, so that a large answer is received in place. */

/** Whatever comes between two answers, or whole small ones. */
const betweenBytes = 64 * 1024;
/** The first answer shows whether this is a broker at all; that to ApiVersions is smaller than a kilobyte. */
const largestFirstBytes = 1024 * 1024;
const largestBytes = 0x7fff_ffff - 4;
const sizeBytes = 4;

export class FrameReader {
  readonly #deliver: (frame: Buffer) => void;
  readonly #between = Buffer.allocUnsafeSlow(betweenBytes);
  #betweenLength = 0;
  /** The answer that is being received. */
  #frame: Buffer | undefined;
  #frameLength = 0;
  #largest = largestFirstBytes;

  /** `deliver` gets each answer without its size. It keeps it. */
  constructor(deliver: (frame: Buffer) => void) {
    this.#deliver = deliver;
  }

  /** Where the socket puts what it reads next. */
  space(): Buffer {
    return this.#frame
      ? this.#frame.subarray(this.#frameLength)
      : this.#between.subarray(this.#betweenLength);
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
      if (size < sizeBytes || size > this.#largest) throw new Error('Closed connection');
      at += sizeBytes;
      const here = Math.min(size, length - at);
      const frame = Buffer.allocUnsafeSlow(size);
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

  #deliverIfWhole(frame: Buffer): void {
    if (this.#frameLength < frame.length) return;
    this.#frame = undefined;
    this.#largest = largestBytes;
    this.#deliver(frame);
  }
}
