/** Avro, as far as the rest of the program sees it: a schema's text → what reads, writes and makes values of it. */
import { once } from '../../text/once.js';
import type { Decoder, Encoder, SchemaSource } from '../codec.js';
import { parseAvroSchema } from './model/parse-schema.js';
import { avroDecoder } from './read/avro-decoder.js';
import { avroEncoder } from './write/avro-encoder.js';

export interface AvroCodec {
  /** Bytes of the schema → JSON, as the reader's schema has it if there is one. */
  readonly decoder: Decoder;
  /** JSON → bytes of the schema; the reader's has no part in it. */
  encoder(): Encoder;
}

/** Throws LabError 'usage' for a schema that is not valid. */
export function avroCodec(source: SchemaSource, reader?: SchemaSource): AvroCodec {
  const written = parseAvroSchema(source);
  const wanted = reader === undefined ? written : parseAvroSchema(reader);
  return { decoder: avroDecoder(written, wanted), encoder: once(() => avroEncoder(written)) };
}
