/** A schema's text → what reads and writes its bytes. The libraries are loaded here, with the first schema of a type. */
import { LabError } from '../../text/errors.js';
import type { Decoder, Encoder, SchemaSource, SchemaType, WriteRules } from '../codec.js';
import type { ProtobufFile } from '../protobuf/protobuf-file.js';

export interface SchemaCodec {
  readonly decoder: Decoder;
  /** Strict unless it is said. */
  encoder(rules?: WriteRules): Encoder;
  /** Each call of what it returns makes JSON that fits. */
  generator?(): (random: () => number) => string;
  /** Of a Protobuf message. */
  readonly indexes?: readonly number[];
  readonly message?: string;
}

/** `message`: of Protobuf, which of the file's; if it has only one, that. Throws LabError 'usage'. */
export async function schemaCodec(
  type: SchemaType,
  source: SchemaSource,
  message: string | undefined,
): Promise<SchemaCodec> {
  if (message !== undefined && type !== 'PROTOBUF') {
    throw new LabError('usage', `A schema of ${type} has no messages: leave #${message} out.`);
  }
  switch (type) {
    case 'AVRO': {
      const { avroCodec } = await import('../avro/avro-codec.js');
      return avroCodec(source);
    }
    case 'PROTOBUF': {
      const { protobufFile } = await import('../protobuf/protobuf-file.js');
      return protobufCodec(protobufFile(source), message);
    }
    case 'JSON': {
      const { jsonSchemaCodec } = await import('../json/json-schema.js');
      return jsonSchemaCodec(source);
    }
  }
}

export function protobufCodec(file: ProtobufFile, name: string | undefined): SchemaCodec {
  const [only, ...others] = file.names;
  // Those inside of others are parts of them.
  const known = new Set(file.names);
  const roots = file.names.filter((each) => !known.has(each.slice(0, Math.max(0, each.lastIndexOf('.')))));
  if (name === undefined && (only === undefined || roots.length > 1)) {
    const names = roots.length > 0 ? roots : [only ?? '', ...others];
    throw new LabError('usage', `Which message is it? The schema has ${names.join(', ')}.`, {
      hint: `Name it: registry#${names[0] ?? 'pkg.Message'}`,
    });
  }
  const { fullName, decoder, encoder, generator, indexes } = file.message(name ?? roots[0] ?? '');
  return { decoder, encoder, generator, indexes, message: fullName };
}
