/** Avro, as far as the rest of the program sees it: a schema's text → what reads, writes and makes values of it. */
import { once } from '../../text/once.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import type { Decoder, Encoder, SchemaSource, WriteRules } from '../codec.js';
import type { Random } from '../random.js';
import { parseAvroSchema } from './model/parse-schema.js';
import type { AvroType } from './model/types.js';
import { avroDecoder } from './read/avro-decoder.js';
import { avroEncoder } from './write/avro-encoder.js';
import { avroGenerator } from './write/generate.js';

export interface AvroCodec {
  /** Bytes of the schema → JSON, as the reader's schema has it if there is one. */
  readonly decoder: Decoder;
  /** JSON → bytes of the schema; the reader's has no part in it. Strict unless it is said. */
  encoder(rules?: WriteRules): Encoder;
  /** JSON of random values that fit the schema. Throws LabError 'usage' if there are none. */
  generator(): (random: Random) => string;
}

/** Throws LabError 'usage' for a schema that is not valid. */
export function avroCodec(source: SchemaSource, reader?: SchemaSource): AvroCodec {
  const written = parseAvroSchema(source);
  const wanted = reader === undefined ? written : parseAvroSchema(reader);
  const encoders = {
    strict: once(() => avroEncoder(written, 'strict')),
    'as-read': once(() => avroEncoder(written, 'as-read')),
  };
  return {
    decoder: avroDecoder(written, wanted),
    encoder: (rules = 'strict') => encoders[rules](),
    generator: once(() => randomJson(written)),
  };
}

function randomJson(type: AvroType): (random: Random) => string {
  const bytesOf = avroGenerator(type);
  const decoder = avroDecoder(type, type);
  const out = new OutputBuffer();
  return (random) => {
    const bytes = bytesOf(random);
    out.rewind(0);
    decoder.decode(bytes, 0, bytes.length, out);
    return out.textFrom(0);
  };
}
