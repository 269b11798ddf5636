/** A stream of bytes cut into ZooKeeper's messages, each of them behind its length. */
import { MalformedReply } from './jute.js';

const lengthBytes = 4;
/** Servers send at most their jute.maxbuffer (1 MiB unless raised); beyond this it is no ZooKeeper that talks. */
const longestFrameBytes = 128 * 1024 * 1024;

export function framed(message: Buffer): Buffer {
  const length = Buffer.allocUnsafe(lengthBytes);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

/** Feed it chunks as they come; each call gives the messages that are complete. Throws MalformedReply. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #received = 0;

  /** Bytes of a message that has begun and not ended. */
  get pendingBytes(): number {
    return this.#received;
  }

  take(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    const frames: Buffer[] = [];
    for (let length = this.#nextLength(); length !== undefined; length = this.#nextLength()) {
      const joined = this.#joined();
      frames.push(joined.subarray(lengthBytes, lengthBytes + length));
      const rest = joined.subarray(lengthBytes + length);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#received = rest.length;
    }
    return frames;
  }

  /** Chunks are joined only once a whole message is there, so that a long one costs no more than its length. */
  #nextLength(): number | undefined {
    if (this.#received < lengthBytes) return undefined;
    if ((this.#chunks[0]?.length ?? 0) < lengthBytes) this.#joined();
    const length = this.#chunks[0]?.readInt32BE(0) ?? 0;
    if (length < 0 || length > longestFrameBytes) throw new MalformedReply(`a message of ${length} bytes`);
    return this.#received >= lengthBytes + length ? length : undefined;
  }

  #joined(): Buffer {
    const joined = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    const whole = joined ?? Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }
}
