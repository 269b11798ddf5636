/** Bare values, a line each, moved together inside the buffer they arrived in: no second buffer, one write for thousands. */
import { isUtf8 } from 'node:buffer';
import type { RecordDecoder } from '../batch/record-batch-decoder.js';

const newline = 10;
const nullText = Buffer.from('null');
const base64Mark = 'base64:';
/** Of one chunk; more come in the next. */
const mostRecords = 64 * 1024;
/** From here on a value is the last of its chunk: the next one is as large, and stays where it is. */
const largeBytes = 256 * 1024;

export class ValueCompactor {
  readonly #raw: boolean;
  /** Where each value ends in the chunk, its newline excluded. */
  readonly #ends = new Int32Array(mostRecords);
  #isInBatch = false;
  /** In the chunk that was taken last. */
  records = 0;
  /** The chunk ended before the record that the cursor is on, which the caller has to write. */
  isStopped = false;

  /** `raw`: bytes that are not UTF-8 are written as they are, not as `base64:…`. */
  constructor(raw: boolean) {
    this.#raw = raw;
  }

  /**
   * At most `limit` values in one chunk; undefined when the cursor has no more. What the cursor has passed is overwritten.
   * `stopsAt`: records that are not written as they are.
   */
  take(
    cursor: RecordDecoder,
    limit: number,
    stopsAt?: (cursor: RecordDecoder) => boolean,
  ): Buffer | undefined {
    this.isStopped = false;
    if (!this.#isInBatch && !cursor.nextBatch()) return undefined;
    const { buffer } = cursor;
    const ends = this.#ends;
    const most = Math.min(limit, mostRecords);
    let start = 0;
    let at = 0;
    let records = 0;
    let isLarge = false;
    // The first value stays where it is; the chunk before, which may still be being written, ends before its record. A line takes
    // less than its record, so that writing never catches up with reading, not even behind a batch header.
    do {
      while (records < most && !isLarge && cursor.nextInBatch()) {
        if (stopsAt?.(cursor) === true) {
          this.isStopped = true;
          break;
        }
        const { valueStart, valueEnd } = cursor;
        if (records === 0) start = at = valueEnd < 0 ? valueStart - nullText.length : valueStart;
        if (valueEnd < 0) {
          at += nullText.copy(buffer, at);
        } else {
          if (valueEnd > valueStart && at < valueStart) buffer.copyWithin(at, valueStart, valueEnd);
          at += valueEnd - valueStart;
        }
        ends[records++] = at;
        buffer[at++] = newline;
        isLarge = valueEnd - valueStart >= largeBytes;
      }
      if (records === most || isLarge || this.isStopped) {
        this.#isInBatch = true;
        break;
      }
      this.#isInBatch = cursor.nextBatch();
    } while (this.#isInBatch && cursor.buffer === buffer);
    this.records = records;
    const chunk = buffer.subarray(start, at);
    // A newline is never part of a longer character: the chunk is UTF-8 if and only if each value is.
    return this.#raw || isUtf8(chunk) ? chunk : this.#marked(chunk, start);
  }

  #marked(chunk: Buffer, origin: number): Buffer {
    const lines: Buffer[] = [];
    let start = 0;
    for (let index = 0; index < this.records; index += 1) {
      const end = (this.#ends[index] as number) - origin;
      const value = chunk.subarray(start, end);
      lines.push(
        isUtf8(value)
          ? chunk.subarray(start, end + 1)
          : Buffer.from(`${base64Mark}${value.toString('base64')}\n`),
      );
      start = end + 1;
    }
    return Buffer.concat(lines);
  }
}
