/** A schema of the registry → what decodes the bytes behind a frame. The libraries are loaded here, with the first frame. */
import type { StoredSchema } from '../../../registry/registry.js';
import { DecodeError, type Decoder, type SchemaSource } from '../../../schemas/codec.js';
import { readMessageIndexes } from '../../../schemas/frames.js';
import type { Forms } from './part-decoder.js';
import { formsOfSchema, type KnownSchema, type SchemaUse } from './known-schema.js';

/** Throws LabError if its text is not a schema. */
export async function knownSchema(
  schema: StoredSchema,
  source: SchemaSource,
  name: string,
  use: SchemaUse,
): Promise<KnownSchema> {
  if (schema.type === 'PROTOBUF') return protobufSchema(schema, source, name, use);
  const { schemaCodec } = await import('../../../schemas/choose/schema-codec.js');
  const { decoder } = await schemaCodec(schema.type, source, undefined);
  const forms = formsOfSchema(schema, use);
  return {
    name,
    decode(bytes, start, end, out) {
      decoder.decode(bytes, start, end, out);
      return forms;
    },
  };
}

/** Which message it is says each record. */
async function protobufSchema(
  schema: StoredSchema,
  source: SchemaSource,
  name: string,
  use: SchemaUse,
): Promise<KnownSchema> {
  const { protobufFile } = await import('../../../schemas/protobuf/protobuf-file.js');
  const file = protobufFile(source);
  const messages = new Map<string, { decoder: Decoder; forms: Forms }>();
  const messageAt = (indexes: readonly number[], at: number) => {
    // Most files have one message that is sent.
    const key = indexes.length === 1 ? String(indexes[0]) : indexes.join('.');
    let found = messages.get(key);
    if (!found) {
      const message = file.messageAt(indexes);
      if (!message) throw new DecodeError(`it has no message ${key}`, at);
      found = { decoder: message.decoder, forms: formsOfSchema(schema, use, message.fullName) };
      messages.set(key, found);
    }
    return found;
  };
  const read: number[] = [];
  return {
    name,
    decode(bytes, start, end, out, indexes) {
      const behind = indexes ? start : readMessageIndexes(bytes, start, end, read);
      if (behind < 0) throw new DecodeError('the message is not named before it', start);
      const { decoder, forms } = messageAt(indexes ?? read, start);
      decoder.decode(bytes, behind, end, out);
      return forms;
    },
  };
}
