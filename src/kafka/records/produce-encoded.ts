/** Lines whose keys and values are encoded before they are written, and what other lines share with them. */
import { EncodeError } from '../../schemas/codec.js';
import { LabError } from '../../text/errors.js';
import { firstNotUtf8, hexOf } from '../../text/source/encoding.js';
import {
  encodeRecordHeaders,
  noRecordHeaders,
  type RecordHeader,
} from '../../wire/batch/record-batch-headers.js';
import { anyPartition, type Writer } from '../../wire/writer/writer.js';
import { placeIn, type Encoders } from './input/produce-json.js';
import type { LineCutter } from './input/produce-lines.js';

/** How the lines of the input become records. */
export interface RecordShape {
  readonly format: 'lines' | 'json';
  /** For every record; null for none. */
  readonly key: Buffer | null;
  /** The key is what comes before its first occurrence in a line. */
  readonly keySeparator: Buffer | null;
  /** The \r before the \n that ends a line is left out. */
  readonly crlf: boolean;
  readonly headers: readonly RecordHeader[];
  readonly partition: number | undefined;
  /** Milliseconds since 1970 for every record; undefined for the time of sending. */
  readonly timestamp: number | undefined;
  /** What makes the bytes of keys and values of what the lines have; by default they are what the lines have. */
  readonly encoders?: Encoders | undefined;
}

/** A promise: something has to be fetched for the line first; then it is appended. */
export type Append = (
  lines: Pick<LineCutter, 'buffer' | 'start' | 'end' | 'line'>,
  nowMs: number,
) => Promise<void> | void;

/** What the records are handed to. */
export type RecordTarget = Pick<Writer, 'append' | 'ledger' | 'partitionCount'>;

/** The key and the value of each line are encoded, or one of them. Throws LabError if the key of all cannot be. */
export function encodedLineAppender(writer: RecordTarget, shape: RecordShape): Append {
  const headers = headersOf(shape);
  const { keySeparator, encoders = {} } = shape;
  const key = shape.key === null ? null : keyOfAll(shape.key, encoders);
  return ({ buffer, start, end, line }, nowMs) => {
    const keyEnd = keySeparator === null ? -1 : findBytes(buffer, keySeparator, start, end);
    if (keySeparator !== null && keyEnd < 0) {
      writer.ledger.failLine(line, noKeyIn(keySeparator));
      return;
    }
    try {
      const own = keySeparator === null ? key : encoded('key', buffer.subarray(start, keyEnd), encoders);
      const valueStart = keySeparator === null ? start : keyEnd + keySeparator.length;
      const value = encoded('value', buffer.subarray(valueStart, end), encoders);
      appendParts(writer, shape, line, nowMs, own, value, headers);
    } catch (error) {
      if (error instanceof LabError || !(error instanceof Error)) throw error;
      writer.ledger.failLine(line, error.message);
    }
  };
}

function keyOfAll(key: Buffer, encoders: Encoders): Buffer {
  try {
    return encoded('key', key, encoders);
  } catch (error) {
    throw new LabError('usage', `No record can be written: ${(error as Error).message}.`);
  }
}

/** Throws an Error that says what is wrong with it. */
export function encoded(part: 'key' | 'value', bytes: Buffer, encoders: Encoders): Buffer {
  const encoder = encoders[part];
  if (!encoder) return bytes;
  const at = firstNotUtf8(bytes);
  if (at !== undefined) throw new Error(`byte ${at + 1} of the ${part}, ${hexOf(bytes[at])}, is not UTF-8`);
  try {
    return encoder.encodeShown(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new Error(`${placeIn(part, error.path)} ${error.message}`, { cause: error });
  }
}

export function appendParts(
  writer: RecordTarget,
  shape: RecordShape,
  line: number,
  nowMs: number,
  key: Buffer | null,
  value: Buffer | null,
  headers: Uint8Array,
): void {
  const { source, keyEnd } = withKey(key);
  const bytes = value === null ? source : Buffer.concat([source, value]);
  writer.append(
    line,
    shape.partition ?? anyPartition,
    shape.timestamp ?? nowMs,
    bytes,
    0,
    keyEnd,
    source.length,
    value === null ? -1 : bytes.length,
    headers,
  );
}

export function noKeyIn(separator: Buffer): string {
  return `the line has no key: "${separator.toString()}" does not occur in it`;
}

export function isEncoded({ encoders }: RecordShape): boolean {
  return encoders?.key !== undefined || encoders?.value !== undefined;
}

export function withKey(key: Buffer | null): { source: Buffer; keyEnd: number } {
  return key === null ? { source: Buffer.alloc(0), keyEnd: -1 } : { source: key, keyEnd: key.length };
}

export function headersOf(shape: RecordShape): Uint8Array {
  return shape.headers.length === 0 ? noRecordHeaders : encodeRecordHeaders(shape.headers);
}

export function findBytes(bytes: Buffer, wanted: Buffer, start: number, end: number): number {
  const at = bytes.subarray(start, end).indexOf(wanted);
  return at < 0 ? -1 : start + at;
}
