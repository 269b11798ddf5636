/** Which keys there are, how often and in which partitions: exact up to a limit of memory, and beyond it within a stated error. */
import { createHash, randomBytes } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { murmur2, murmur2OfWords, partitionOfHash } from '../../wire/batch/murmur2.js';
import { DistinctSketch } from './distinct-sketch.js';
import { KeyHash } from './key-hash.js';
import { KeyTable, longestKey, type KeyLimits } from './key-table.js';
import { firstRow } from './key-rows.js';
import { TopKeys } from './top-keys.js';

const keyLimits: KeyLimits = { mostKeys: 1_000_000, mostBytes: 64 * 1024 * 1024 };

/** A longer key is kept as its beginning and a digest. */
const longestKept = longestKey - 1;
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
  readonly partition: number;
  /** With a key. */
  records: number;
  distinct: number;
  readonly sketch: DistinctSketch;
  /** Records of its commonest key; 0 until all are counted. */
  most: number;
}

export class KeyTally {
  readonly #partitionCount: number;
  readonly #limits: KeyLimits;
  readonly #table: KeyTable;
  readonly #partitions = new Map<number, PartitionTally>();
  /** Most records are of the partition of the one before. */
  #last: PartitionTally | undefined;
  readonly #sketch = new DistinctSketch(bits.all);

  /** `partitionCount`: of the topic. `mostRecords`: no more have a key, so that no more memory is needed. */
  constructor(partitionCount: number, mostRecords: number, limits = keyLimits) {
    const secret = randomBytes(8);
    this.#partitionCount = partitionCount;
    this.#limits = limits;
    const hash = new KeyHash(secret.readInt32LE(0), secret.readInt32LE(4));
    const room = {
      mostKeys: Math.min(limits.mostKeys, mostRecords),
      mostBytes: Math.min(limits.mostBytes, mostRecords * longestKey),
    };
    this.#table = new KeyTable(room, hash, this.#addNew);
  }

  add(partition: number, bytes: Buffer, start: number, end: number): void {
    this.#tallyOf(partition).records += 1;
    if (end - start > longestKept) {
      this.#table.add(partition, shortened(bytes.subarray(start, end)), 0, longestKey);
    } else {
      this.#table.add(partition, bytes, start, end);
    }
  }

  #tallyOf(partition: number): PartitionTally {
    if (this.#last?.partition === partition) return this.#last;
    let tally = this.#partitions.get(partition);
    if (!tally) {
      tally = { partition, records: 0, distinct: 0, sketch: new DistinctSketch(bits.partition), most: 0 };
      this.#partitions.set(partition, tally);
    }
    return (this.#last = tally);
  }

  readonly #addNew = (partition: number, low: number, high: number): void => {
    const own = this.#tallyOf(partition);
    own.distinct += 1;
    own.sketch.add(low, high);
    this.#sketch.add(low, high);
  };

  /** Whether it is where Kafka's default partitioner puts it. */
  #isPlaced(row: number): boolean {
    const { rows } = this.#table;
    const length = rows.lengthOf(row);
    const key = rows.keyOf(row);
    const hash =
      length > longestKept
        ? (rows.words[key + keptBeginning / 4] as number)
        : murmur2OfWords(rows.words, key, length);
    return partitionOfHash(this.#partitionCount, hash) === rows.partitionOf(row);
  }

  figures(): KeyFigures {
    const table = this.#table;
    table.settle();
    const { rows } = table;
    const top = new TopKeys(rows, topKeys);
    let misplaced = 0;
    for (let row = firstRow; row < rows.end; row = rows.behind(row)) {
      const own = this.#tallyOf(rows.partitionOf(row));
      own.most = Math.max(own.most, rows.countOf(row));
      if (!this.#isPlaced(row)) misplaced += 1;
    }
    let distinct = 0;
    let inSeveralPartitions = 0;
    table.eachKey((own) => {
      distinct += 1;
      if (own.length > 1) inSeveralPartitions += 1;
      let records = 0;
      for (const row of own) records += rows.countOf(row);
      top.add(records, own);
    });
    const records = [...this.#partitions.values()].reduce((sum, own) => sum + own.records, 0);
    const isExact = table.countError === 0;
    return {
      records,
      distinct: isExact ? distinct : this.#sketch.estimate(),
      isExact,
      countError: table.countError,
      limits: this.#limits,
      inSeveralPartitions: isExact ? inSeveralPartitions : null,
      misplaced: isExact ? misplaced : null,
      top: top.kept.map((each) => ({
        ...shownKey(rows.read(each.first)),
        records: each.records,
        share: each.records / records,
        partitions: each.rows
          .map((row) => ({ partition: rows.partitionOf(row), records: rows.countOf(row) }))
          .sort((one, other) => other.records - one.records || one.partition - other.partition),
      })),
      partitions: [...this.#partitions.values()]
        .sort((one, other) => one.partition - other.partition)
        .map((own) => ({
          partition: own.partition,
          distinct: isExact ? own.distinct : own.sketch.estimate(),
          topShare: own.most === 0 ? null : own.most / own.records,
        })),
    };
  }
}

/** Its beginning, its hash as the partitioner has it, and a digest. */
function shortened(key: Buffer): Buffer {
  const kept = Buffer.alloc(longestKey);
  key.copy(kept, 0, 0, keptBeginning);
  kept.writeInt32LE(murmur2(key), keptBeginning);
  const digest = createHash('sha256').update(key).digest();
  digest.copy(kept, longestKey - digest.length);
  return kept;
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
