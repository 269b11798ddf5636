/** Protobuf's wire format, written. */

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  rewind(length: number): void {
    this.#length = length;
  }

  taken(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  /** Without a sign, exact up to 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** Of 64 bits, signed or not. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value >>> 0, this.#length);
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, value), this.#length);
  }

  float(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeFloatLE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** With its length before it. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** The length of what was written since `start` goes before it. */
  lengthSince(start: number): void {
    const content = Buffer.from(this.#bytes.subarray(start, this.#length));
    this.#length = start;
    this.bytes(content);
  }

  /** Whether what was written since is a zero: nothing else is written as zeros. */
  isZeroSince(start: number): boolean {
    for (let at = start; at < this.#length; at += 1) if (this.#bytes[at] !== 0) return false;
    return true;
  }

  #reserve(moreBytes: number): void {
    if (this.#length + moreBytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#length + moreBytes, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
