/** JSON text → the bytes of a value, by its schema. The JSON that is taken is described in docs/schemas.md. */
import { EncodeError, type Encoder, type WriteRules } from '../../codec.js';
import { jsonPathAt } from '../../json-path.js';
import { JsonReader } from '../../json-reader.js';
import type { AvroType } from '../model/types.js';
import { ByteSink } from './byte-sink.js';
import { WriteCompiler } from './compile.js';
import { EncodeFault } from './encode-fault.js';

export function avroEncoder(type: AvroType, rules: WriteRules): Encoder {
  const compiler = new WriteCompiler(rules);
  const write = compiler.writeOf(type);
  const sink = new ByteSink();
  return {
    encode(source) {
      sink.rewind(0);
      compiler.begin();
      const from = new JsonReader(source);
      try {
        write(from, sink);
        if (!from.isAtEnd) throw new EncodeFault(0, 'is followed by something else');
      } catch (error) {
        throw encodeError(error, source);
      }
      return sink.copyFrom(0);
    },
  };
}

function encodeError(error: unknown, source: string): unknown {
  try {
    return error instanceof EncodeFault
      ? new EncodeError(jsonPathAt(source, error.at), error.message)
      : orNotJson(error);
  } catch (other) {
    return orNotJson(other);
  }
}

/** A string that cannot be read, in a text that was not checked. */
function orNotJson(error: unknown): unknown {
  return error instanceof SyntaxError ? new EncodeError('', 'is not JSON') : error;
}
