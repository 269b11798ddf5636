/** Which keys there are, how often and in which partitions: exact up to a limit of memory, and beyond it within a stated error. */
import { createHash, randomBytes } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { partitionOfKey } from '../../wire/batch/murmur2.js';
import { DistinctSketch } from './distinct-sketch.js';
import { KeyHash } from './key-hash.js';
import { KeyTable } from './key-table.js';

export interface KeyLimits {
  /** Of keys that are counted one by one; a key counts once in each of its partitions. Below 2^21. */
  readonly mostKeys: number;
  /** Of those keys together. */
  readonly mostBytes: number;
}

export const keyLimits: KeyLimits = { mostKeys: 1_000_000, mostBytes: 64 * 1024 * 1024 };

/** A longer key is kept as its beginning and a digest. */
const longestKept = 256;
const keptBeginning = 200;
const topKeys = 20;
/** The errors of the two sketches, in bits of their memory: 0.8 % of all, 3.2 % in one partition. */
const bits = { all: 14, partition: 10 };

interface TopKey {
  /** As text; in base64 if it is not UTF-8. */
  readonly key: string;
  readonly isText: boolean;
  /** False if it is longer than `key` shows. */
  readonly isWhole: boolean;
  readonly records: number;
  /** Of the records with a key, from 0 to 1. */
  readonly share: number;
  readonly partitions: readonly { readonly partition: number; readonly records: number }[];
}

interface PartitionKeys {
  readonly partition: number;
  readonly distinct: number;
  /** Of the records with a key in the partition: those of its commonest key, from 0 to 1; null if there are none. */
  readonly topShare: number | null;
}

export interface KeyFigures {
  /** Records that have a key. */
  readonly records: number;
  readonly distinct: number;
  /** False if there were more than the limit: `distinct` is then within about 1 %. */
  readonly isExact: boolean;
  /** By so many a count of a key may be too small, since rare keys were dropped on the way; 0 if it is exact. */
  readonly countError: number;
  readonly limits: KeyLimits;
  /** Null if that is not known exactly. */
  readonly inSeveralPartitions: number | null;
  /** Keys in a partition other than that of Kafka's default partitioner (murmur2); null if that is not known exactly. */
  readonly misplaced: number | null;
  readonly top: readonly TopKey[];
  readonly partitions: readonly PartitionKeys[];
}

interface PartitionTally {
  records: number;
  distinct: number;
  sketch: DistinctSketch | undefined;
}

export class KeyTally {
  readonly #partitionCount: number;
  readonly #limits: KeyLimits;
  readonly #hash: KeyHash;
  readonly #table: KeyTable;
  readonly #partitions = new Map<number, PartitionTally>();
  #sketch: DistinctSketch | undefined;
  #countError = 0;
  #records = 0;
  #misplaced = 0;

  /** `partitionCount`: of the topic. */
  constructor(partitionCount: number, limits = keyLimits) {
    const secret = randomBytes(8);
    this.#hash = new KeyHash(secret.readInt32LE(0), secret.readInt32LE(4));
    this.#partitionCount = partitionCount;
    this.#limits = limits;
    this.#table = new KeyTable(limits.mostKeys, limits.mostBytes);
  }

  add(partition: number, bytes: Buffer, start: number, end: number): void {
    const own = this.#tallyOf(partition);
    own.records += 1;
    this.#records += 1;
    if (end - start > longestKept) {
      const kept = shortened(bytes, start, end);
      this.#count(own, partition, kept, 0, kept.length, bytes.subarray(start, end));
    } else {
      this.#count(own, partition, bytes, start, end);
    }
  }

  #tallyOf(partition: number): PartitionTally {
    let tally = this.#partitions.get(partition);
    if (!tally) this.#partitions.set(partition, (tally = { records: 0, distinct: 0, sketch: undefined }));
    return tally;
  }

  /** `whole`: the key, if what is counted is its beginning and its digest. */
  #count(
    own: PartitionTally,
    partition: number,
    bytes: Buffer,
    start: number,
    end: number,
    whole?: Buffer,
  ): void {
    const hash = this.#hash;
    hash.of(bytes, start, end);
    let isNew = this.#table.count(partition, hash.low, bytes, start, end);
    while (isNew === undefined) {
      this.#beginSketches();
      this.#countError += this.#table.dropRare();
      hash.of(bytes, start, end);
      isNew = this.#table.count(partition, hash.low, bytes, start, end);
    }
    if (this.#sketch) {
      this.#sketch.add(hash.low, hash.high);
      (own.sketch ??= new DistinctSketch(bits.partition)).add(hash.low, hash.high);
    }
    if (isNew) {
      own.distinct += 1;
      const placed = whole
        ? partitionOfKey(this.#partitionCount, whole)
        : partitionOfKey(this.#partitionCount, bytes, start, end);
      if (placed !== partition) this.#misplaced += 1;
    }
  }

  /** They know of all keys so far before the first are dropped. */
  #beginSketches(): void {
    if (this.#sketch) return;
    this.#sketch = new DistinctSketch(bits.all);
    for (let row = 0; row < this.#table.size; row += 1) {
      const key = this.#table.keyOf(row);
      this.#hash.of(key, 0, key.length);
      this.#sketch.add(this.#hash.low, this.#hash.high);
      const own = this.#tallyOf(this.#table.partitionOf(row));
      (own.sketch ??= new DistinctSketch(bits.partition)).add(this.#hash.low, this.#hash.high);
    }
  }

  figures(): KeyFigures {
    const table = this.#table;
    const top = new TopKeys(table);
    const commonest: number[] = [];
    let distinct = 0;
    let inSeveralPartitions = 0;
    // Where the partitioner put all of them, each key has one partition.
    table.eachKey(this.#misplaced === 0, (rows) => {
      distinct += 1;
      if (rows.length > 1) inSeveralPartitions += 1;
      let records = 0;
      for (const row of rows) {
        const count = table.countOf(row);
        records += count;
        const partition = table.partitionOf(row);
        if (count > (commonest[partition] ?? 0)) commonest[partition] = count;
      }
      top.add(records, rows);
    });
    const isExact = this.#sketch === undefined;
    return {
      records: this.#records,
      distinct: this.#sketch?.estimate() ?? distinct,
      isExact,
      countError: this.#countError,
      limits: this.#limits,
      inSeveralPartitions: isExact ? inSeveralPartitions : null,
      misplaced: isExact ? this.#misplaced : null,
      top: top.kept.map(({ records, rows, first }) => ({
        ...shownKey(table.keyOf(first)),
        records,
        share: records / this.#records,
        partitions: rows
          .map((row) => ({ partition: table.partitionOf(row), records: table.countOf(row) }))
          .sort((one, other) => other.records - one.records || one.partition - other.partition),
      })),
      partitions: [...this.#partitions]
        .sort(([one], [other]) => one - other)
        .map(([partition, own]) => ({
          partition,
          distinct: own.sketch?.estimate() ?? own.distinct,
          topShare: commonest[partition] === undefined ? null : commonest[partition] / own.records,
        })),
    };
  }
}

function shortened(bytes: Buffer, start: number, end: number): Buffer {
  const digest = createHash('sha256').update(bytes.subarray(start, end)).digest();
  // One byte more than a key that is kept whole may have.
  const beginning = bytes.subarray(start, start + keptBeginning);
  return Buffer.concat([beginning, Buffer.alloc(longestKept + 1 - beginning.length - digest.length), digest]);
}

function shownKey(kept: Buffer): Pick<TopKey, 'key' | 'isText' | 'isWhole'> {
  const isWhole = kept.length <= longestKept;
  const key = isWhole ? kept : wholeLetters(kept.subarray(0, keptBeginning));
  const isText = isUtf8(key);
  return { key: key.toString(isText ? 'utf8' : 'base64'), isText, isWhole };
}

/** Without the letter that is cut, if there is one. */
function wholeLetters(bytes: Buffer): Buffer {
  for (let cut = 0; cut < 4; cut += 1) {
    const beginning = bytes.subarray(0, bytes.length - cut);
    if (isUtf8(beginning)) return beginning;
  }
  return bytes;
}

/** The keys with the largest counts; of the same count, in the order of their bytes. */
class TopKeys {
  readonly #table: KeyTable;
  readonly kept: { records: number; rows: readonly number[]; first: number }[] = [];

  constructor(table: KeyTable) {
    this.#table = table;
  }

  add(records: number, rows: readonly number[]): void {
    const { kept } = this;
    const first = rows[0] as number;
    const last = kept.length < topKeys ? undefined : kept.at(-1);
    if (last && !this.#isBefore(records, first, last)) return;
    const at = kept.findIndex((each) => this.#isBefore(records, first, each));
    kept.splice(at === -1 ? kept.length : at, 0, { records, rows: [...rows], first });
    if (kept.length > topKeys) kept.pop();
  }

  #isBefore(records: number, row: number, other: (typeof this.kept)[number]): boolean {
    if (records !== other.records) return records > other.records;
    return this.#table.compareKeys(row, other.first) < 0;
  }
}
