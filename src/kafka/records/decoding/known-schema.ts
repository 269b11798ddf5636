/** A schema that frames name, as far as it is known. */
import type { StoredSchema } from '../../../registry/registry.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { formsOf, type Forms } from './part-decoder.js';

/** A schema that can be decoded. */
export interface KnownSchema {
  /** `schema 7 (AVRO, orders-value)` */
  readonly name: string;
  /**
   * Appends the JSON of what comes behind a frame. `indexes`: where a Protobuf message stands in its file, if its own bytes do
   * not begin with that. Throws DecodeError.
   */
  decode(
    bytes: Buffer,
    start: number,
    end: number,
    out: OutputBuffer,
    indexes: readonly number[] | undefined,
  ): Forms;
}

/** Why nothing of a schema can be decoded. `untilMs`: when the registry is asked for it again. */
export class NoSchema {
  constructor(
    readonly reason: string,
    readonly untilMs = Infinity,
  ) {}
}

export type FoundSchema = KnownSchema | NoSchema;

/** How it is named where a record was written. */
export interface SchemaUse {
  readonly by: 'id' | 'guid';
  /** In a header, the bytes themselves without a frame. */
  readonly inHeader: boolean;
}

export function nameOf({ id, guid, type, subject }: StoredSchema): string {
  return `schema ${id ?? guid} (${[type, ...(subject === undefined ? [] : [subject])].join(', ')})`;
}

/** What `-o jsonl` says of such a key or value. */
export function formsOfSchema(schema: StoredSchema, use: SchemaUse, message?: string): Forms {
  const { id, guid, type, subject } = schema;
  return formsOf({
    ...(id === undefined ? {} : { id }),
    ...(use.by === 'guid' && guid !== undefined ? { guid } : {}),
    type,
    ...(subject === undefined ? {} : { subject }),
    ...(message === undefined ? {} : { message }),
    ...(use.inHeader ? { inHeader: true } : {}),
  });
}
