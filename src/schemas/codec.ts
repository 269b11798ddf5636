/** What every format of keys and values offers: bytes → JSON text and back, and what is said of those that do not fit. */
import type { OutputBuffer } from '../wire/print/output-buffer.js';

/** Bytes of a key or a value → JSON text, without an object between. */
export interface Decoder {
  /**
   * Appends the JSON of bytes[start, end) to `out`, compact, on one line. Throws DecodeError; `out` may then hold a part,
   * which the caller rewinds. Every byte must be used.
   */
  decode(bytes: Buffer, start: number, end: number, out: OutputBuffer): void;
}

/** JSON text → bytes, without a frame. */
export interface Encoder {
  /** `source` is valid JSON, its digits as typed. Throws EncodeError. */
  encode(source: string): Buffer;
}

/**
 * Values may break rules of their schema that do not concern their bytes: a decimal with more digits than its precision, a uuid
 * that is none, a required field that is missing, JSON that does not fit. Readers show them. `strict` refuses to write them, as
 * mistakes; `as-read` writes whatever was shown.
 */
export type WriteRules = 'strict' | 'as-read';

/** Bytes that are not of the schema. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';

  /** `at`: offset in the buffer. */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** JSON that does not fit the schema. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';

  /** `path`: `items[2].price`, '' for the whole. `message` goes on from there: `is not a whole number`. */
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON';

/** A schema's text and the texts of what it refers to. */
export interface SchemaSource {
  readonly text: string;
  /** For messages: the file as it was typed, `orders-value@3`, `id 7`. */
  readonly name?: string;
  /** By the name used to refer: an Avro full name, a Protobuf import path, a JSON $ref. */
  readonly references: ReadonlyMap<string, string>;
}
