/** The bytes of a value, by its schema, → JSON text. The JSON of each type is described in docs/schemas.md. */
import { countedAre } from '../../../view/counted.js';
import { boundedDecoder } from '../../bounded-decoder.js';
import type { Decoder } from '../../codec.js';
import type { AvroType } from '../model/types.js';
import { ByteCursor } from './byte-cursor.js';
import { ReadCompiler } from './compile.js';

/** `wanted`: the reader's schema, `written` itself if there is no other. */
export function avroDecoder(written: AvroType, wanted: AvroType): Decoder {
  const read = new ReadCompiler().readOf(written, wanted);
  const cursor = new ByteCursor();
  return boundedDecoder((bytes, start, end, out) => {
    cursor.begin(bytes, start, end);
    read(cursor, out);
    if (cursor.at < end)
      throw cursor.wrong(`the value ends here, and ${countedAre(end - cursor.at, 'byte')} left`);
  });
}
