/** Bytes that are written one behind the other, into a buffer that grows: what the binary encodings have in common. */
import { EncodeError } from './codec.js';

/** No broker takes a record as large; a schema's defaults can ask for any size. */
const largestBytes = 256 * 1024 * 1024;

export class GrowingBytes {
  /** Good up to `size`; another one after `reserve`. */
  protected memory: Buffer = Buffer.allocUnsafe(256);
  protected size = 0;

  get length(): number {
    return this.size;
  }

  rewind(length: number): void {
    this.size = length;
  }

  /** A copy of what was written since `start`. */
  copyFrom(start: number): Buffer {
    return Buffer.from(this.memory.subarray(start, this.size));
  }

  byte(value: number): void {
    this.reserve(1);
    this.memory[this.size++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.memory.set(bytes, this.size);
    this.size += bytes.length;
  }

  float(value: number): void {
    this.reserve(4);
    this.size = this.memory.writeFloatLE(value, this.size);
  }

  double(value: number): void {
    this.reserve(8);
    this.size = this.memory.writeDoubleLE(value, this.size);
  }

  /** Room for so many bytes more. Throws EncodeError. */
  protected reserve(moreBytes: number): void {
    const needed = this.size + moreBytes;
    if (needed <= this.memory.length) return;
    if (needed > largestBytes) throw new EncodeError('', 'becomes more than 256 MiB');
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.memory.length));
    this.memory.copy(larger, 0, 0, this.size);
    this.memory = larger;
  }

  /** What was written since `middle`, a few bytes, goes before what was written from `start` on. */
  protected moveBefore(start: number, middle: number): void {
    const moved = Buffer.from(this.memory.subarray(middle, this.size));
    this.memory.copyWithin(start + moved.length, start, middle);
    this.memory.set(moved, start);
  }
}
