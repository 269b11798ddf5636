/**
 * Keys and their counts in one memory of words, one behind the other, without an object for any. A row is the hash, the partition, the
 * length with what the count has beyond 32 bits, the count, a row of the same key in another partition, and the key as SipHash reads
 * it: four bytes a word, the last with the length on top.
 */

const hashAt = 0;
const partitionAt = 1;
const lengthAt = 2;
const countAt = 3;
const nextAt = 4;
const keyAt = 5;
const lengthBits = 9;
const lengthMask = 2 ** lengthBits - 1;

/** In words; 0 stands for no row. */
export const firstRow = 1;
/** Of a row besides its key's bytes: what is before them, and what the last word has more than they need. */
export const mostWordsBesides = keyAt + 1;
/** Of a row whose key has so many bytes, up to 511. */
export const wordsOf = (length: number) => keyAt + (length >>> 2) + 1;

export class KeyRows {
  readonly words: Int32Array;
  /** Behind the rows that are kept, each of which begins where the one before ends. */
  end = firstRow;

  constructor(words: number) {
    // Memory that is not touched yet costs nothing, and none has to be copied as it grows.
    this.words = new Int32Array(words);
  }

  /** With a count of one, and no hash yet. */
  write(row: number, partition: number, bytes: Uint8Array, start: number, end: number): void {
    const { words } = this;
    words[row + partitionAt] = partition;
    words[row + lengthAt] = end - start;
    words[row + countAt] = 1;
    let to = row + keyAt;
    let at = start;
    for (; at + 4 <= end; at += 4, to += 1) {
      words[to] =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
    }
    let last = (end - start) << 24;
    for (let shift = 0; at < end; at += 1, shift += 8) last |= (bytes[at] as number) << shift;
    words[to] = last;
  }

  /** Moves it from somewhere behind to the end of those that are kept. Returns where it is. */
  keep(row: number): number {
    const to = this.end;
    const end = this.behind(row);
    this.end += end - row;
    if (row !== to) this.words.copyWithin(to, row, end);
    return to;
  }

  behind(row: number): number {
    return row + wordsOf(this.lengthOf(row));
  }

  hashOf(row: number): number {
    return this.words[row + hashAt] as number;
  }

  setHash(row: number, hash: number): void {
    this.words[row + hashAt] = hash;
  }

  partitionOf(row: number): number {
    return this.words[row + partitionAt] as number;
  }

  /** Where the words of its key begin. */
  keyOf(row: number): number {
    return row + keyAt;
  }

  lengthOf(row: number): number {
    return (this.words[row + lengthAt] as number) & lengthMask;
  }

  countOf(row: number): number {
    const high = (this.words[row + lengthAt] as number) >>> lengthBits;
    return high * 2 ** 32 + ((this.words[row + countAt] as number) >>> 0);
  }

  addOne(row: number): void {
    const { words } = this;
    const count = ((words[row + countAt] as number) + 1) | 0;
    words[row + countAt] = count;
    if (count === 0) words[row + lengthAt] = (words[row + lengthAt] as number) + 2 ** lengthBits;
  }

  isSameKey(row: number, other: number): boolean {
    const { words } = this;
    const length = this.lengthOf(row);
    if (words[row + hashAt] !== words[other + hashAt] || length !== this.lengthOf(other)) return false;
    const end = row + wordsOf(length);
    for (let at = row + keyAt, own = other + keyAt; at < end; at += 1, own += 1)
      if (words[at] !== words[own]) return false;
    return true;
  }

  /** As the first row of its key, with `first` 0; else as one more of that key. */
  link(row: number, first: number): void {
    const { words } = this;
    // All but the first have the complement of the next, which is below 0.
    words[row + nextAt] = first === 0 ? 0 : ~(words[first + nextAt] as number);
    if (first !== 0) words[first + nextAt] = row;
  }

  isFirst(row: number): boolean {
    return (this.words[row + nextAt] as number) >= 0;
  }

  /** Of the rows of a key, beginning with its first; 0 behind the last. */
  nextOf(row: number): number {
    const next = this.words[row + nextAt] as number;
    return next < 0 ? ~next : next;
  }

  /** The bytes of its key. */
  read(row: number): Buffer {
    const bytes = Buffer.alloc(this.lengthOf(row));
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = this.#byteOf(row, at);
    return bytes;
  }

  /** In the order of their bytes, as Buffer.compare has it. */
  compareKeys(row: number, other: number): number {
    const length = this.lengthOf(row);
    const otherLength = this.lengthOf(other);
    const shorter = Math.min(length, otherLength);
    const { words } = this;
    let at = 0;
    // Keys often begin alike.
    for (let word = keyAt; at + 4 <= shorter && words[row + word] === words[other + word]; word += 1) at += 4;
    for (; at < shorter; at += 1) {
      const difference = this.#byteOf(row, at) - this.#byteOf(other, at);
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  #byteOf(row: number, at: number): number {
    return ((this.words[row + keyAt + (at >>> 2)] as number) >>> ((at & 3) << 3)) & 0xff;
  }
}
