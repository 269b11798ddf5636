/** Protobuf without a schema: what can be told from the bytes alone. */
import type { Decoder } from '../codec.js';
import { writeRaw } from './decode/write-unknown.js';

/** `{"#1": 5, "#2": "text"}`: numbers of fields; what may be what is guessed as `write-unknown.ts` says. */
export const rawProtobuf: Decoder = {
  decode: (bytes, start, end, out) => writeRaw(bytes, start, end, out, 0),
};
