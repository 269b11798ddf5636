/** What only the records tell: sizes, nulls, keys, times, and the shape of values. */
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { RecordFigures } from './analysis.js';
import type { HourTally } from './hour-tally.js';
import { JsonShape } from './json-shape.js';
import { KeyTally } from './key-tally.js';
import { SizeDistribution } from './size-distribution.js';

/** Values whose shape is looked at. */
export const mostShapes = 10_000;

export class RecordTally {
  readonly #keys: KeyTally;
  readonly #shape = new JsonShape();
  readonly #keySizes = new SizeDistribution();
  readonly #valueSizes = new SizeDistribution();
  readonly #headerSizes = new SizeDistribution();
  readonly #hours: HourTally;
  /** Every so many values one is looked into. */
  readonly #every: number;
  #untilShape = 1;
  /** By partition. */
  readonly #newest: number[] = [];
  #records = 0;
  #nullKeys = 0;
  #emptyKeys = 0;
  #nullValues = 0;
  #emptyValues = 0;
  #withHeaders = 0;
  #outOfOrder = 0;
  #outOfOrderMs = 0;

  /** `offsets`: how many records there are at most. */
  constructor(partitionCount: number, offsets: number, hours: HourTally) {
    this.#keys = new KeyTally(partitionCount, offsets);
    this.#every = Math.max(1, Math.ceil(offsets / mostShapes));
    this.#hours = hours;
  }

  /** The records that are left of the batch under the cursor, up to so many. Returns how many there were. */
  addBatch(cursor: RecordDecoder, most: number): number {
    let records = 0;
    while (records < most && cursor.nextInBatch()) {
      records += 1;
      this.#add(cursor);
    }
    this.#records += records;
    return records;
  }

  #add(cursor: RecordDecoder): void {
    const { buffer, partition, keyStart, keyEnd, valueStart, valueEnd } = cursor;
    if (keyEnd < 0) {
      this.#nullKeys += 1;
    } else {
      if (keyEnd === keyStart) this.#emptyKeys += 1;
      this.#keySizes.add(keyEnd - keyStart);
      this.#keys.add(partition, buffer, keyStart, keyEnd);
    }
    if (valueEnd < 0) {
      this.#nullValues += 1;
    } else {
      if (valueEnd === valueStart) this.#emptyValues += 1;
      this.#valueSizes.add(valueEnd - valueStart);
      if (--this.#untilShape === 0) {
        this.#untilShape = this.#every;
        this.#shape.add(buffer, valueStart, valueEnd);
      }
    }
    if (cursor.headerCount > 0) this.#withHeaders += 1;
    this.#headerSizes.add(cursor.headerCount > 0 ? cursor.headersEnd - cursor.headersStart : 0);
    this.#addTime(partition, cursor);
  }

  #addTime(partition: number, cursor: RecordDecoder): void {
    const { timestamp } = cursor;
    this.#hours.add(timestamp, 1);
    if (timestamp === -1) return;
    const newest = this.#newest[partition] ?? -Infinity;
    if (timestamp >= newest) {
      this.#newest[partition] = timestamp;
      return;
    }
    this.#outOfOrder += 1;
    this.#outOfOrderMs = Math.max(this.#outOfOrderMs, newest - timestamp);
  }

  figures(): RecordFigures {
    return {
      records: this.#records,
      nullKeys: this.#nullKeys,
      emptyKeys: this.#emptyKeys,
      nullValues: this.#nullValues,
      emptyValues: this.#emptyValues,
      recordsWithHeaders: this.#withHeaders,
      keySizes: this.#keySizes.figures(),
      valueSizes: this.#valueSizes.figures(),
      headerSizes: this.#headerSizes.figures(),
      outOfOrderRecords: this.#outOfOrder,
      outOfOrderMs: this.#outOfOrderMs,
      keys: this.#keys.figures(),
      shape: this.#shape.figures(),
    };
  }
}
