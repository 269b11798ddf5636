/** What two logs hold of each key, in a bounded memory: numbers in arrays, no object and no bytes per key. */
import { mixHigh, mixLow } from './hash-span.js';

/** More keys than this are not taken in: about 100 bytes each. */
export const mostKeys = 2_000_000;

export const side = { first: 0, second: 1 } as const;
export type SideNumber = 0 | 1;

/** A record as the table sees it: bits of its key and of all that is compared of it. */
export interface HashedRecord {
  readonly keyLow: number;
  readonly keyHigh: number;
  readonly low: number;
  readonly high: number;
  readonly isTombstone: boolean;
  /** It has no key: what it holds stands for one. */
  readonly isBare: boolean;
  readonly partition: number;
  readonly offset: number;
}

/** What one side holds of a key. */
export interface KeySide {
  readonly records: number;
  /** Where its last record is. */
  readonly partition: number;
  readonly offset: number;
  readonly isTombstone: boolean;
  /** Its records are in several partitions, so that they have no order. */
  readonly isSpread: boolean;
}

export type Relation =
  | 'same'
  | 'missing'
  | 'extra'
  /** The same contents in the same order, some more than once in a row. */
  | 'repeated'
  /** The same records, in another order. */
  | 'reordered'
  | 'fewer'
  | 'more'
  /** As many records, of other contents. */
  | 'changed';

const tombstone = 1;
const isSpreadFlag = 2;

/** Of one side; the numbers of a key are at its index. */
class Columns {
  count = new Uint32Array(0);
  /** Over contents in their order, without repetitions in a row; the sum of all; the last. */
  sequenceLow = new Int32Array(0);
  sequenceHigh = new Int32Array(0);
  sumLow = new Int32Array(0);
  sumHigh = new Int32Array(0);
  lastLow = new Int32Array(0);
  lastHigh = new Int32Array(0);
  partition = new Int32Array(0);
  offset = new Float64Array(0);
  flags = new Uint8Array(0);

  grow(size: number): void {
    this.count = grown(this.count, new Uint32Array(size));
    this.sequenceLow = grown(this.sequenceLow, new Int32Array(size));
    this.sequenceHigh = grown(this.sequenceHigh, new Int32Array(size));
    this.sumLow = grown(this.sumLow, new Int32Array(size));
    this.sumHigh = grown(this.sumHigh, new Int32Array(size));
    this.lastLow = grown(this.lastLow, new Int32Array(size));
    this.lastHigh = grown(this.lastHigh, new Int32Array(size));
    this.partition = grown(this.partition, new Int32Array(size));
    this.offset = grown(this.offset, new Float64Array(size));
    this.flags = grown(this.flags, new Uint8Array(size));
  }
}

export class KeyTable {
  size = 0;
  /** Records of keys that found no place, by side. */
  readonly leftOut = [0, 0];
  readonly #limit: number;
  /** Index + 1 of the key, 0 for none; a power of two, at most half full. */
  #slots = new Int32Array(0);
  #keyLow = new Int32Array(0);
  #keyHigh = new Int32Array(0);
  #isBare = new Uint8Array(0);
  readonly #sides = [new Columns(), new Columns()] as const;

  constructor(limit = mostKeys) {
    this.#limit = limit;
    this.#grow(1024);
  }

  /** Records of a partition in their order. Once the table is full, keys that are in it go on being counted exactly. */
  add(number: SideNumber, record: HashedRecord): void {
    const at = this.#place(record);
    if (at < 0) {
      this.leftOut[number] = (this.leftOut[number] ?? 0) + 1;
      return;
    }
    const own = this.#sides[number];
    const { low, high, partition } = record;
    const isFirst = own.count[at] === 0;
    if (isFirst || own.lastLow[at] !== low || own.lastHigh[at] !== high) {
      own.sequenceLow[at] = mixLow(own.sequenceLow[at] as number, low);
      own.sequenceHigh[at] = mixHigh(own.sequenceHigh[at] as number, high);
    }
    const spread =
      !isFirst && own.partition[at] !== partition ? isSpreadFlag : (own.flags[at] as number) & isSpreadFlag;
    own.flags[at] = spread | (record.isTombstone ? tombstone : 0);
    own.sumLow[at] = ((own.sumLow[at] as number) + low) | 0;
    own.sumHigh[at] = ((own.sumHigh[at] as number) + high) | 0;
    own.lastLow[at] = low;
    own.lastHigh[at] = high;
    own.partition[at] = partition;
    own.offset[at] = record.offset;
    own.count[at] = (own.count[at] as number) + 1;
  }

  /** What a side has of the key with this index; undefined for none. */
  sideOf(number: SideNumber, at: number): KeySide | undefined {
    const own = this.#sides[number];
    const flags = own.flags[at] as number;
    const records = own.count[at] as number;
    if (records === 0) return undefined;
    return {
      records,
      partition: own.partition[at] as number,
      offset: own.offset[at] as number,
      isTombstone: (flags & tombstone) !== 0,
      isSpread: (flags & isSpreadFlag) !== 0,
    };
  }

  isBare(at: number): boolean {
    return this.#isBare[at] === 1;
  }

  /** `onlyLast`: of logs that are compacted what counts is the last record, and a tombstone is no record. */
  relation(at: number, onlyLast: boolean): Relation {
    const [one, other] = this.#sides;
    const [before, after] = [one.count[at] as number, other.count[at] as number];
    const has = (own: Columns) =>
      (own.count[at] as number) > 0 && !(onlyLast && ((own.flags[at] as number) & tombstone) !== 0);
    if (!has(one) || !has(other)) return has(one) ? 'missing' : has(other) ? 'extra' : 'same';
    if (onlyLast) {
      return one.lastLow[at] === other.lastLow[at] && one.lastHigh[at] === other.lastHigh[at]
        ? 'same'
        : 'changed';
    }
    const isSameSum = one.sumLow[at] === other.sumLow[at] && one.sumHigh[at] === other.sumHigh[at];
    const isSameSequence =
      one.sequenceLow[at] === other.sequenceLow[at] && one.sequenceHigh[at] === other.sequenceHigh[at];
    if (before === after && isSameSum) {
      const hasOrder = (((one.flags[at] as number) | (other.flags[at] as number)) & isSpreadFlag) === 0;
      return isSameSequence || !hasOrder ? 'same' : 'reordered';
    }
    if (isSameSequence) return 'repeated';
    return before === after ? 'changed' : after < before ? 'fewer' : 'more';
  }

  /** The index of the key, which it gets if it is new; -1 if there is no room for it. */
  #place(record: HashedRecord): number {
    const { keyLow, keyHigh } = record;
    const mask = this.#slots.length - 1;
    let slot = (keyLow ^ (keyHigh << 7)) & mask;
    for (let entry = this.#slots[slot] as number; entry !== 0; entry = this.#slots[slot] as number) {
      if (this.#keyLow[entry - 1] === keyLow && this.#keyHigh[entry - 1] === keyHigh) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if (this.size >= this.#limit) return -1;
    if (this.size === this.#keyLow.length) {
      this.#grow(this.size * 2);
      return this.#place(record);
    }
    const at = this.size++;
    this.#keyLow[at] = keyLow;
    this.#keyHigh[at] = keyHigh;
    this.#isBare[at] = record.isBare ? 1 : 0;
    this.#slots[slot] = at + 1;
    return at;
  }

  #grow(size: number): void {
    this.#keyLow = grown(this.#keyLow, new Int32Array(size));
    this.#keyHigh = grown(this.#keyHigh, new Int32Array(size));
    this.#isBare = grown(this.#isBare, new Uint8Array(size));
    for (const own of this.#sides) own.grow(size);
    this.#slots = new Int32Array(size * 2);
    const mask = this.#slots.length - 1;
    for (let at = 0; at < this.size; at++) {
      let slot = ((this.#keyLow[at] as number) ^ ((this.#keyHigh[at] as number) << 7)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = at + 1;
    }
  }
}

function grown<T extends Int32Array | Uint32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
