/** Finds records in what a cursor has: whole batches are searched for bytes before any record of theirs is looked at. */
import type { Int64 } from '../text/int64.js';
import { LabError } from '../text/errors.js';
import type { RecordDecoder } from '../wire/batch/record-batch-decoder.js';
import type { PrintableRecord } from '../wire/print/record-format.js';
import type { RecordPredicate } from './filter-predicate.js';

/** Which records are not searched as the bytes that they are. */
export interface EncodedRecords {
  has(cursor: RecordDecoder): boolean;
  /** Whether it can be told at a glance that none is in the batch that the cursor has entered. */
  hasNoneIn(cursor: RecordDecoder): boolean;
}

export class RecordSearch {
  readonly #needle: Buffer | undefined;
  readonly #tests: readonly RecordPredicate[];
  #searched: Buffer | undefined;
  /** The next place in `#searched` that has the needle, -1 when there is none. */
  #hit = -1;
  /** Is nothing in the batch that the cursor is in encoded? */
  #isBare = false;
  /** Milliseconds, over the batches seen; Infinity and -Infinity before the first. */
  earliestMs: Int64 = Infinity;
  latestMs: Int64 = -Infinity;
  /** Records looked at so far, matching or not. */
  scanned = 0;

  /** Every test must hold; `needle`: bytes that a record passing them all has somewhere. */
  constructor(needle: Buffer | undefined, tests: readonly RecordPredicate[]) {
    this.#needle = needle;
    this.#tests = tests;
  }

  /** Moves to the next record that matches; false when the cursor has no more. */
  next(cursor: RecordDecoder): boolean {
    const before = cursor.visited;
    try {
      return this.#find(cursor);
    } catch (error) {
      throw error instanceof LabError ? named(error, cursor) : error;
    } finally {
      this.scanned += cursor.visited - before;
    }
  }

  /** The same if some records have to be decoded before they are looked at: it stops at each of those too. */
  nextOrEncoded(cursor: RecordDecoder, encoded: EncodedRecords): 'match' | 'encoded' | false {
    const before = cursor.visited;
    try {
      return this.#findOrEncoded(cursor, encoded);
    } catch (error) {
      throw error instanceof LabError ? named(error, cursor) : error;
    } finally {
      this.scanned += cursor.visited - before;
    }
  }

  /** Whether the record that the cursor is at matches, as it was decoded. */
  matches(record: PrintableRecord): boolean {
    try {
      return this.#tests.every((test) => test(record));
    } catch (error) {
      throw error instanceof LabError ? named(error, record) : error;
    }
  }

  #find(cursor: RecordDecoder): boolean {
    do if (this.#findInBatch(cursor)) return true;
    while (this.#enter(cursor, this.#needle));
    return false;
  }

  #findInBatch(cursor: RecordDecoder): boolean {
    while (this.#needle ? this.#nextCandidate(cursor, this.#needle) : cursor.nextInBatch()) {
      if (this.#tests.every((test) => test(cursor))) return true;
    }
    return false;
  }

  #findOrEncoded(cursor: RecordDecoder, encoded: EncodedRecords): 'match' | 'encoded' | false {
    const needle = this.#needle;
    do {
      if (this.#isBare) {
        if (this.#findInBatch(cursor)) return 'match';
        continue;
      }
      while (cursor.nextInBatch()) {
        if (encoded.has(cursor)) return 'encoded';
        if (needle && !this.#isCandidate(cursor, needle)) continue;
        if (this.#tests.every((test) => test(cursor))) return 'match';
      }
    } while (this.#enterEither(cursor, encoded));
    return false;
  }

  #enterEither(cursor: RecordDecoder, encoded: EncodedRecords): boolean {
    const isEntered = this.#enter(cursor, this.#needle);
    this.#isBare = isEntered && encoded.hasNoneIn(cursor);
    return isEntered;
  }

  #enter(cursor: RecordDecoder, needle: Buffer | undefined): boolean {
    if (!cursor.nextBatch()) return false;
    const [base, max] = [cursor.batchBaseTimestamp, cursor.batchMaxTimestamp];
    // -1 is Kafka's word for no timestamp.
    if (base < this.earliestMs && base !== -1) this.earliestMs = base;
    if (max > this.latestMs && max !== -1) this.latestMs = max;
    if (!needle) return true;
    const { buffer, recordsStart } = cursor;
    // Uncompressed batches lie in one buffer, which is searched once.
    if (buffer !== this.#searched || (this.#hit !== -1 && this.#hit < recordsStart)) {
      this.#searched = buffer;
      this.#hit = buffer.indexOf(needle, recordsStart);
    }
    return true;
  }

  #nextCandidate(cursor: RecordDecoder, needle: Buffer): boolean {
    for (;;) {
      if (this.#hit === -1 || this.#hit >= cursor.recordsEnd) {
        cursor.passBatch();
        return false;
      }
      if (!cursor.nextInBatch()) return false;
      if (this.#isCandidate(cursor, needle)) return true;
    }
  }

  #isCandidate({ buffer, headersEnd }: RecordDecoder, needle: Buffer): boolean {
    if (this.#hit === -1 || headersEnd <= this.#hit) return false;
    this.#hit = buffer.indexOf(needle, headersEnd);
    return true;
  }
}

/** The record on which a pattern took too long, or was trying when ^C came. */
function named(
  error: LabError,
  { topic, partition, offset }: Pick<PrintableRecord, 'topic' | 'partition' | 'offset'>,
): LabError {
  const { code, message, hint } = error;
  // A batch that cannot be read has said where it is.
  if (message.startsWith(`${topic}[${partition}] at offset `)) return error;
  const place = `${topic}[${partition}] offset ${offset}`;
  const text =
    message === ''
      ? `Interrupted at ${place}, which the pattern was still tried on.`
      : `${place}: ${message}`;
  return new LabError(code, text, hint === undefined ? {} : { hint });
}
