/** Where a key or a value says which schema it is of: in a header, which goes first, or in a frame before it. */
import { frameAt, longSchemaIdAt, schemaIdAt, schemaIdHeaders } from '../../../schemas/frames.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { spanNumbers } from '../../../wire/batch/record-batch-headers.js';
import type { Part } from './part-decoder.js';

const names = { key: Buffer.from(schemaIdHeaders.key), value: Buffer.from(schemaIdHeaders.value) };

/**
 * Where in the record's spans the header stands that names the schema; -1 for none. As with Confluent's deserializers the last of
 * several counts, and one without a value says nothing (DualSchemaIdDeserializer of confluentinc/schema-registry).
 */
export function schemaHeaderAt(record: RecordDecoder, part: Part): number {
  if (record.headerCount === 0) return -1;
  const spans = record.headerSpans();
  const wanted = names[part];
  for (let at = (record.headerCount - 1) * spanNumbers; at >= 0; at -= spanNumbers) {
    const [start, end] = [spans[at] as number, spans[at + 1] as number];
    if (end - start === wanted.length && wanted.equals(record.buffer.subarray(start, end)))
      return (spans[at + 3] as number) < 0 ? -1 : at;
  }
  return -1;
}

/** The id that a record's key or value carries; undefined if it carries none, or a GUID. `longIds`: of frames, not of headers. */
export function schemaIdOf(record: RecordDecoder, part: Part, longIds: boolean): number | undefined {
  const { buffer } = record;
  const [start, end] =
    part === 'key' ? [record.keyStart, record.keyEnd] : [record.valueStart, record.valueEnd];
  if (end < 0) return undefined;
  const at = schemaHeaderAt(record, part);
  if (at >= 0) {
    const [from, until] = [record.headerSpans()[at + 2] as number, record.headerSpans()[at + 3] as number];
    return frameAt(buffer, from, until) === 'id' ? schemaIdAt(buffer, from) : undefined;
  }
  const kind = frameAt(buffer, start, end, longIds);
  if (kind === 'id') return schemaIdAt(buffer, start);
  return kind === 'long-id' ? longSchemaIdAt(buffer, start) : undefined;
}
