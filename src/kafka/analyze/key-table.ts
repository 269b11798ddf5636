/** Counts of keys by their bytes and partition: rows, and the places where they are found by their hash (linear probing). */
import type { KeyHash } from './key-hash.js';
import { firstRow, KeyRows, mostWordsBesides, wordsOf } from './key-rows.js';

export interface KeyLimits {
  /** Of keys that are counted one by one; a key counts once in each of its partitions. */
  readonly mostKeys: number;
  /** Of those keys together. */
  readonly mostBytes: number;
}

/** In bytes, of one key. */
export const longestKey = 257;
/** Records that are looked up together. */
const mostWaiting = 512;
const firstPlaces = 2 ** 11;
/** A place has the row in its lower bits, and above as much of the hash as there is room for, so that other rows are hardly looked at. */
const rowBits = 25;
const rowMask = 2 ** rowBits - 1;

/** Hears of a key the first time that it is kept for this partition. */
export type NewKey = (partition: number, low: number, high: number) => void;

export class KeyTable {
  readonly rows: KeyRows;
  readonly #limits: KeyLimits;
  readonly #hash: Pick<KeyHash, 'low' | 'high' | 'of'>;
  readonly #onNew: NewKey;
  #size = 0;
  #bytes = 0;
  #countError = 0;
  readonly #places: Int32Array;
  /** At least twice as many as rows. */
  #placeMask = firstPlaces - 1;
  #free = 0;
  #first = 0;
  #waiting = 0;
  /** Those that wait are somewhere behind the rows that are kept. */
  #waitingEnd = firstRow;
  readonly #waitingRows = new Int32Array(mostWaiting);
  readonly #waitingHighs = new Int32Array(mostWaiting);
  readonly #seen = new Int32Array(mostWaiting);

  /** Limits of 2^20 keys and 2^26 bytes are the highest that there are places for. */
  constructor(limits: KeyLimits, hash: Pick<KeyHash, 'low' | 'high' | 'of'>, onNew: NewKey) {
    this.#limits = limits;
    this.#hash = hash;
    this.#onNew = onNew;
    const { mostKeys, mostBytes } = limits;
    this.rows = new KeyRows(
      firstRow + mostKeys * mostWordsBesides + (mostBytes >>> 2) + mostWaiting * wordsOf(longestKey),
    );
    this.#places = new Int32Array(Math.max(firstPlaces, 2 ** Math.ceil(Math.log2(2 * mostKeys))));
  }

  /** Of a key in each of its partitions. */
  get size(): number {
    return this.#size;
  }

  /** By so many the count of a key in a partition may be too small. */
  get countError(): number {
    return this.#countError;
  }

  /** Counts it with others later: `settle`. */
  add(partition: number, bytes: Buffer, start: number, end: number): void {
    const { rows } = this;
    const row = this.#waitingEnd;
    rows.write(row, partition, bytes, start, end);
    this.#waitingEnd = row + wordsOf(end - start);
    const hash = this.#hash;
    hash.of(rows.words, rows.keyOf(row), this.#waitingEnd);
    rows.setHash(row, hash.low);
    this.#waitingRows[this.#waiting] = row;
    this.#waitingHighs[this.#waiting] = hash.high;
    this.#waiting += 1;
    if (this.#waiting === mostWaiting) this.settle();
  }

  /** Counts those that wait. */
  settle(): void {
    const count = this.#waiting;
    if (2 * (this.#size + count) > this.#placeMask) this.#growPlaces();
    // Places are all over the memory. A loop that only looks at them waits for many at once, and then they are near.
    for (let index = 0; index < count; index += 1)
      this.#seen[index] = this.#places[
        this.rows.hashOf(this.#waitingRows[index] as number) & this.#placeMask
      ] as number;
    for (let index = 0; index < count; index += 1) {
      const row = this.#waitingRows[index] as number;
      while (!this.#count(row, this.#waitingHighs[index] as number)) this.#dropRare();
    }
    this.#waiting = 0;
    this.#waitingEnd = this.rows.end;
  }

  /** The row that counts the same key in the same partition; 0 if there is none, and then `#free` and `#first` say where it goes. */
  #find(row: number): number {
    const { rows } = this;
    const places = this.#places;
    const mask = this.#placeMask;
    const hash = rows.hashOf(row);
    const partition = rows.partitionOf(row);
    // The first row of a key is at its hash. Those of other partitions would make long ways behind it, so that each is at a hash of its own.
    let first = 0;
    let place = hash & mask;
    for (let kept = places[place] as number; kept !== 0; kept = places[place] as number) {
      const found = kept & rowMask;
      if ((kept ^ hash) >>> rowBits === 0 && rows.isSameKey(found, row)) {
        if (rows.partitionOf(found) === partition) return found;
        if (first === 0 && rows.isFirst(found)) {
          first = found;
          place = (hash ^ Math.imul(partition + 1, 0x9e3779b1)) & mask;
          continue;
        }
      }
      place = (place + 1) & mask;
    }
    this.#free = place;
    this.#first = first;
    return 0;
  }

  /** To be called after `#find`. */
  #put(row: number): void {
    this.rows.link(row, this.#first);
    this.#places[this.#free] = (this.rows.hashOf(row) & ~rowMask) | row;
  }

  /** False if there is no room for it. */
  #count(row: number, high: number): boolean {
    const { rows } = this;
    const found = this.#find(row);
    if (found !== 0) {
      rows.addOne(found);
      return true;
    }
    const bytes = this.#bytes + rows.lengthOf(row);
    if (this.#size === this.#limits.mostKeys || bytes > this.#limits.mostBytes) return false;
    this.#size += 1;
    this.#bytes = bytes;
    const kept = rows.keep(row);
    this.#put(kept);
    this.#onNew(rows.partitionOf(kept), rows.hashOf(kept), high);
    return true;
  }

  #growPlaces(): void {
    // Four times as many: all rows have to be put in their places anew.
    const places = Math.min(this.#places.length, 4 * (this.#placeMask + 1));
    if (places === this.#placeMask + 1) return;
    this.#placeMask = places - 1;
    this.#putAll();
  }

  #putAll(): void {
    const { rows } = this;
    this.#places.fill(0, 0, this.#placeMask + 1);
    for (let row = firstRow; row < rows.end; row = rows.behind(row)) {
      this.#find(row);
      this.#put(row);
    }
  }

  /** Takes the rarer half of the keys out, and all that were not more frequent. */
  #dropRare(): void {
    const { rows } = this;
    const limit = this.#medianCount();
    const { end } = rows;
    rows.end = firstRow;
    this.#size = 0;
    this.#bytes = 0;
    for (let next = firstRow; next < end;) {
      const row = next;
      next = rows.behind(row);
      if (rows.countOf(row) <= limit) continue;
      this.#bytes += rows.lengthOf(rows.keep(row));
      this.#size += 1;
    }
    this.#putAll();
    this.#countError += limit;
  }

  #medianCount(): number {
    const { rows } = this;
    const counts = new Float64Array(this.#size);
    let [index, once] = [0, 0];
    for (let row = firstRow; row < rows.end; row = rows.behind(row)) {
      const count = (counts[index++] = rows.countOf(row));
      if (count === 1) once += 1;
    }
    const middle = counts.length >>> 1;
    return once > middle ? 1 : (counts.sort()[middle] as number);
  }

  /** For each key, in no order: its rows, one a partition. The list is used again for the next key. */
  eachKey(visit: (rows: readonly number[]) => void): void {
    const { rows } = this;
    const own: number[] = [0];
    for (let row = firstRow; row < rows.end; row = rows.behind(row)) {
      if (!rows.isFirst(row)) continue;
      own[0] = row;
      let next = rows.nextOf(row);
      if (next !== 0 || own.length > 1) {
        own.length = 1;
        for (; next !== 0; next = rows.nextOf(next)) own.push(next);
      }
      visit(own);
    }
  }
}
