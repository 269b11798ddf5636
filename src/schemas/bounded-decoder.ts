/** The names in a schema can be long, and the bytes of a record few: how much JSON may be made of so many. */
import { OutputTooLong, type OutputBuffer } from '../wire/print/output-buffer.js';
import { DecodeError, type Decoder } from './codec.js';

const mebibyte = 1024 * 1024;

/**
 * 32 MiB and 64 times the size of the bytes, at most 512 MiB. The buffer refuses to grow beyond that; as it may be large already,
 * decoders call `requireBounded` wherever much can be made of little.
 */
export function boundedDecoder(decode: Decoder['decode']): Decoder {
  return {
    decode(bytes, start, end, out) {
      out.mostLength = out.length + Math.min(32 * mebibyte + 64 * (end - start), 512 * mebibyte);
      try {
        decode(bytes, start, end, out);
      } catch (error) {
        throw error instanceof OutputTooLong ? tooLong(start) : error;
      } finally {
        out.mostLength = Infinity;
      }
    },
  };
}

/** Throws DecodeError. `at`: where the value stands that was begun. */
export function requireBounded(out: OutputBuffer, at: number): void {
  if (out.length > out.mostLength) throw tooLong(at);
}

function tooLong(at: number): DecodeError {
  return new DecodeError('it becomes too much JSON for its size', at);
}
