/** Protobuf's wire format, written. */
import { GrowingBytes } from '../../growing-bytes.js';

export class ByteWriter extends GrowingBytes {
  /** Without a sign, exact up to 2^53. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.memory[this.size++] = (rest % 128) | 0x80;
    this.memory[this.size++] = rest;
  }

  /** Of 64 bits, signed or not. */
  varint64(value: bigint): void {
    this.reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.memory[this.size++] = Number(rest & 0x7fn) | 0x80;
    this.memory[this.size++] = Number(rest);
  }

  fixed32(value: number): void {
    this.reserve(4);
    this.size = this.memory.writeUInt32LE(value >>> 0, this.size);
  }

  fixed64(value: bigint): void {
    this.reserve(8);
    this.size = this.memory.writeBigUInt64LE(BigInt.asUintN(64, value), this.size);
  }

  /** With its length before it. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value);
  }

  /** The length of what was written since `start` goes before it. */
  lengthSince(start: number): void {
    const end = this.length;
    this.varint(end - start);
    this.moveBefore(start, end);
  }

  /** Whether what was written since is a zero: nothing else is written as zeros. */
  isZeroSince(start: number): boolean {
    for (let at = start; at < this.size; at += 1) if (this.memory[at] !== 0) return false;
    return true;
  }
}
