/** Counts of keys by their bytes and partition, without an object or a string for one of them: rows of numbers and one memory for all keys. */

/** So many bytes at the start. */
const firstMemory = 64 * 1024;
const firstRows = 1024;
/** Rows are fewer. */
const rowRoom = 2 ** 21;

export class KeyTable {
  readonly #mostRows: number;
  readonly #mostBytes: number;
  #memory = Buffer.allocUnsafe(firstMemory);
  #memoryEnd = 0;
  #rows = 0;
  #hashes = new Int32Array(firstRows);
  #starts = new Int32Array(firstRows);
  #lengths = new Int32Array(firstRows);
  #partitions = new Int32Array(firstRows);
  #counts = new Float64Array(firstRows);
  /** Rows by their hash, plus one; twice as many places as rows. */
  #places = new Int32Array(2 * firstRows);

  constructor(mostRows: number, mostBytes: number) {
    this.#mostRows = mostRows;
    this.#mostBytes = mostBytes;
  }

  get size(): number {
    return this.#rows;
  }

  /** Adds one to the key's count in this partition: true if it is new there, undefined if there is no room for it. */
  count(partition: number, hash: number, bytes: Buffer, start: number, end: number): boolean | undefined {
    const length = end - start;
    const mask = this.#places.length - 1;
    const mixed = hash ^ Math.imul(partition, 0x9e3779b1);
    let place = mixed & mask;
    for (let row = this.#places[place] as number; row !== 0; row = this.#places[place] as number) {
      const index = row - 1;
      if (
        this.#hashes[index] === hash &&
        this.#partitions[index] === partition &&
        this.#lengths[index] === length &&
        this.#isSame(index, bytes, start, end)
      ) {
        (this.#counts[index] as number) += 1;
        return false;
      }
      place = (place + 1) & mask;
    }
    if (this.#rows >= this.#mostRows || this.#memoryEnd + length > this.#mostBytes) return undefined;
    this.#add(partition, hash, bytes, start, end);
    return true;
  }

  #isSame(index: number, bytes: Buffer, start: number, end: number): boolean {
    const memory = this.#memory;
    for (let at = start, own = this.#starts[index] as number; at < end; at += 1, own += 1)
      if (bytes[at] !== memory[own]) return false;
    return true;
  }

  #add(partition: number, hash: number, bytes: Buffer, start: number, end: number): void {
    const index = this.#rows++;
    if (index === this.#counts.length) this.#growRows();
    const keyEnd = this.#memoryEnd + end - start;
    if (keyEnd > this.#memory.length) {
      const grown = Buffer.allocUnsafe(Math.max(keyEnd, this.#memory.length * 2));
      this.#memory.copy(grown, 0, 0, this.#memoryEnd);
      this.#memory = grown;
    }
    bytes.copy(this.#memory, this.#memoryEnd, start, end);
    this.#hashes[index] = hash;
    this.#starts[index] = this.#memoryEnd;
    this.#lengths[index] = end - start;
    this.#partitions[index] = partition;
    this.#counts[index] = 1;
    this.#memoryEnd = keyEnd;
    this.#put(index);
  }

  #put(index: number): void {
    const mask = this.#places.length - 1;
    const mixed = (this.#hashes[index] as number) ^ Math.imul(this.#partitions[index] as number, 0x9e3779b1);
    let place = mixed & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = index + 1;
  }

  #growRows(): void {
    // Four times as many: all rows have to be put in their places anew.
    const rows = Math.min(this.#counts.length * 4, rowRoom);
    const grown = (old: Int32Array) => {
      const larger = new Int32Array(rows);
      larger.set(old);
      return larger;
    };
    this.#hashes = grown(this.#hashes);
    this.#starts = grown(this.#starts);
    this.#lengths = grown(this.#lengths);
    this.#partitions = grown(this.#partitions);
    const counts = new Float64Array(rows);
    counts.set(this.#counts);
    this.#counts = counts;
    this.#places = new Int32Array(2 * rows);
    for (let index = 0; index < this.#rows - 1; index += 1) this.#put(index);
  }

  /** Takes the rarer half of the keys out: the count up to which they were taken, which none of those may have exceeded. */
  dropRare(): number {
    const sorted = this.#counts.slice(0, this.#rows).sort();
    const limit = sorted[this.#rows >>> 1] as number;
    let rows = 0;
    let memoryEnd = 0;
    for (let index = 0; index < this.#rows; index += 1) {
      if ((this.#counts[index] as number) <= limit) continue;
      const start = this.#starts[index] as number;
      const length = this.#lengths[index] as number;
      // They move towards the beginning, never over one another.
      this.#memory.copyWithin(memoryEnd, start, start + length);
      this.#hashes[rows] = this.#hashes[index] as number;
      this.#starts[rows] = memoryEnd;
      this.#lengths[rows] = length;
      this.#partitions[rows] = this.#partitions[index] as number;
      this.#counts[rows] = this.#counts[index] as number;
      memoryEnd += length;
      rows += 1;
    }
    this.#rows = rows;
    this.#memoryEnd = memoryEnd;
    this.#places.fill(0);
    for (let index = 0; index < rows; index += 1) this.#put(index);
    return limit;
  }

  /** Of a row; the bytes are good until the next change. */
  keyOf(row: number): Buffer {
    const start = this.#starts[row] as number;
    return this.#memory.subarray(start, start + (this.#lengths[row] as number));
  }

  /** In the order of their bytes, as Buffer.compare has it. */
  compareKeys(row: number, other: number): number {
    const memory = this.#memory;
    const [start, otherStart] = [this.#starts[row] as number, this.#starts[other] as number];
    const [length, otherLength] = [this.#lengths[row] as number, this.#lengths[other] as number];
    const shorter = Math.min(length, otherLength);
    for (let at = 0; at < shorter; at += 1) {
      const difference = (memory[start + at] as number) - (memory[otherStart + at] as number);
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  partitionOf(row: number): number {
    return this.#partitions[row] as number;
  }

  countOf(row: number): number {
    return this.#counts[row] as number;
  }

  /**
   * For each key, in no order: its rows, one a partition. The list is used again for the next key. `isInOnePartition`: no key is
   * in several, so that each row is one.
   */
  eachKey(isInOnePartition: boolean, visit: (rows: readonly number[]) => void): void {
    if (isInOnePartition) {
      const only = [0];
      for (let row = 0; row < this.#rows; row += 1) {
        only[0] = row;
        visit(only);
      }
      return;
    }
    // A hash and its row in one number, since numbers are sorted without a function that compares them.
    const order = new Float64Array(this.#rows);
    for (let row = 0; row < order.length; row += 1)
      order[row] = ((this.#hashes[row] as number) >>> 0) * rowRoom + row;
    order.sort();
    const rows: number[] = [];
    for (let first = 0, next = 0; first < order.length; first = next) {
      const hash = this.#hashes[(order[first] as number) % rowRoom];
      rows.length = 0;
      for (; next < order.length; next += 1) {
        const row = (order[next] as number) % rowRoom;
        if (this.#hashes[row] !== hash) break;
        rows.push(row);
      }
      if (rows.length === 1) visit(rows);
      else this.#eachOf(rows, visit);
    }
  }

  /** Different keys may have the same hash. */
  #eachOf(rows: readonly number[], visit: (rows: readonly number[]) => void): void {
    for (let left = rows; left.length > 0;) {
      const key = this.keyOf(left[0] as number);
      const isSame = (row: number) => this.keyOf(row).equals(key);
      visit(left.filter(isSame));
      left = left.filter((row) => !isSame(row));
    }
  }
}
