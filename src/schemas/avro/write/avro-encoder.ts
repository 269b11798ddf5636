/** JSON text → the bytes of a value, by its schema. The JSON that is taken is described in docs/schemas.md. */
import { EncodeError, type Encoder } from '../../codec.js';
import { jsonPathAt } from '../../json-path.js';
import { JsonReader } from '../../json-reader.js';
import type { AvroType } from '../model/types.js';
import { ByteSink } from './byte-sink.js';
import { WriteCompiler } from './compile.js';
import { EncodeFault } from './encode-fault.js';

export function avroEncoder(type: AvroType): Encoder {
  const compiler = new WriteCompiler();
  const write = compiler.writeOf(type);
  const sink = new ByteSink();
  return {
    encode(source) {
      sink.rewind(0);
      compiler.begin();
      try {
        write(new JsonReader(source), sink);
      } catch (error) {
        if (error instanceof EncodeFault) throw new EncodeError(jsonPathAt(source, error.at), error.message);
        throw error;
      }
      return sink.copyFrom(0);
    },
  };
}
