/** Reuses the memory of finished batches: new memory costs a page fault for every 4 kB. */

export class BufferPool {
  readonly #sizeBytes: number;
  readonly #most: number;
  readonly #free: Buffer<ArrayBuffer>[] = [];
  /** What may come back: buffers of full size that were made here and share their memory with nothing else. */
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** Keeps buffers of `sizeBytes` each, `mostBytes` together. */
  constructor(sizeBytes: number, mostBytes: number) {
    this.#sizeBytes = sizeBytes;
    this.#most = Math.floor(mostBytes / sizeBytes);
  }

  /** At least `leastBytes`, with its old content. */
  take(leastBytes: number): Buffer<ArrayBuffer> {
    const kept = leastBytes <= this.#sizeBytes ? this.#free.pop() : undefined;
    const buffer = kept ?? Buffer.allocUnsafeSlow(leastBytes);
    if (buffer.length === this.#sizeBytes) this.#lent.add(buffer.buffer);
    return buffer;
  }

  /** `bytes`: any part of a buffer from `take` that is no longer used; other memory is ignored. */
  giveBack(bytes: Buffer): void {
    if (!this.#lent.delete(bytes.buffer) || this.#free.length >= this.#most) return;
    this.#free.push(Buffer.from(bytes.buffer as ArrayBuffer));
  }
}
