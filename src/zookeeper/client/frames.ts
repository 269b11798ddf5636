/** A stream of bytes split into ZooKeeper's length-prefixed messages. */
import { MalformedReply } from './jute.js';

const lengthBytes = 4;
/** Servers send at most their jute.maxbuffer (1 MiB unless raised); a larger message does not come from ZooKeeper. */
const longestFrameBytes = 128 * 1024 * 1024;

export function framed(message: Buffer): Buffer {
  const length = Buffer.allocUnsafe(lengthBytes);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

/** Takes chunks as they come; each call returns the messages that are complete. Throws MalformedReply. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #received = 0;

  /** Bytes of an incomplete message. */
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

  /** Chunks are joined once, when a message is complete: joining at each chunk would be quadratic in its length. */
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
