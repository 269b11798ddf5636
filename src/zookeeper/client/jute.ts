/** Jute, the encoding of ZooKeeper's messages: big-endian numbers, and a length before everything of variable size. */

/** What jute writes as the length of an absent buffer, text or list. */
const absent = -1;

/** The bytes are not a valid message. */
export class MalformedReply extends Error {
  override readonly name = 'MalformedReply';
}

export class JuteWriter {
  readonly #parts: Buffer[] = [];

  int(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeInt32BE(value);
    return this.#add(part);
  }

  long(value: bigint): this {
    const part = Buffer.allocUnsafe(8);
    part.writeBigInt64BE(value);
    return this.#add(part);
  }

  bool(value: boolean): this {
    return this.#add(Buffer.of(value ? 1 : 0));
  }

  buffer(value: Uint8Array | null): this {
    if (value === null) return this.int(absent);
    this.int(value.length);
    return this.#add(Buffer.from(value));
  }

  text(value: string | null): this {
    return this.buffer(value === null ? null : Buffer.from(value, 'utf8'));
  }

  list<T>(values: readonly T[] | null, write: (writer: this, value: T) => void): this {
    if (values === null) return this.int(absent);
    this.int(values.length);
    for (const value of values) write(this, value);
    return this;
  }

  written(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}

/** Reads from the front; throws MalformedReply if the bytes end too early or a length is impossible. */
export class JuteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int(): number {
    return this.#bytes.readInt32BE(this.#skip(4));
  }

  long(): bigint {
    return this.#bytes.readBigInt64BE(this.#skip(8));
  }

  bool(): boolean {
    return this.#bytes.readUInt8(this.#skip(1)) !== 0;
  }

  /** A view of the reader's bytes, not a copy. */
  buffer(): Buffer | null {
    const length = this.#length();
    if (length === absent) return null;
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(): string | null {
    return this.buffer()?.toString('utf8') ?? null;
  }

  list<T>(read: (reader: this) => T): T[] | null {
    const length = this.#length();
    if (length === absent) return null;
    // Every element takes at least a byte, so a wrong length cannot cause a huge list.
    if (length > this.left) throw new MalformedReply(`a list of ${length} in ${this.left} bytes`);
    return Array.from({ length }, () => read(this));
  }

  #length(): number {
    const length = this.int();
    if (length < absent) throw new MalformedReply(`a length of ${length}`);
    return length;
  }

  #skip(count: number): number {
    if (count > this.left) throw new MalformedReply(`${count} bytes wanted, ${this.left} left`);
    const start = this.#at;
    this.#at += count;
    return start;
  }
}
