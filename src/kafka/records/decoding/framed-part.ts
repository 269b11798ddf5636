/** A key or a value that says itself of which schema it is: by a frame before it, or by a header. */
import {
  frameAt,
  frameBytes,
  glueVersionAt,
  guidAt,
  highestMark,
  longSchemaIdAt,
  readMessageIndexes,
  schemaIdAt,
  schemaIdHeaders,
  type FrameKind,
} from '../../../schemas/frames.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import type { Forms, Part, PartDecoder } from './part-decoder.js';
import { NoSchema, type FoundSchema } from './known-schema.js';
import type { RegistrySchemas } from './registry-schemas.js';
import { schemaHeaderAt } from './schema-marks.js';
import { reasonOf, type Undecoded } from './undecoded.js';

export interface FramedSettings {
  readonly part: Part;
  readonly schemas: RegistrySchemas;
  readonly undecoded: Undecoded;
  /** It was asked for, so that one without a frame counts as one that could not be decoded. */
  readonly isRequired: boolean;
}

export class FramedPart implements PartDecoder {
  readonly #part: Part;
  readonly #schemas: RegistrySchemas;
  readonly #undecoded: Undecoded;
  readonly #isRequired: boolean;

  constructor({ part, schemas, undecoded, isRequired }: FramedSettings) {
    this.#part = part;
    this.#schemas = schemas;
    this.#undecoded = undecoded;
    this.#isRequired = isRequired;
  }

  get isRequired(): boolean {
    return this.#isRequired;
  }

  /** False: `decode` would leave what lies at `[start, end)` as it is. */
  mayDecode(record: RecordDecoder, start: number, end: number): boolean {
    if (schemaHeaderAt(record, this.#part) >= 0) return true;
    return (
      (record.buffer[start] as number) <= highestMark && frameAt(record.buffer, start, end) !== undefined
    );
  }

  decode(
    record: RecordDecoder,
    start: number,
    end: number,
    out: OutputBuffer,
  ): Forms | undefined | Promise<void> {
    const { buffer } = record;
    const at = schemaHeaderAt(record, this.#part);
    if (at >= 0) return this.#byHeader(record, start, end, out, at);
    const kind = frameAt(buffer, start, end, this.#schemas.longIds);
    if (kind !== undefined && !this.#schemas.isOpen) return this.#schemas.open();
    if (kind === 'id') {
      const id = schemaIdAt(buffer, start);
      if (id <= 0) return this.#unframed(record);
      const found = this.#schemas.byId(id);
      if (found === undefined) return this.#schemas.fetchId(id);
      return this.#with(found, record, start + frameBytes.id, end, out, undefined);
    }
    return kind === undefined ? this.#unframed(record) : this.#byOther(kind, record, start, end, out);
  }

  #byOther(
    kind: FrameKind,
    record: RecordDecoder,
    start: number,
    end: number,
    out: OutputBuffer,
  ): Forms | undefined | Promise<void> {
    const { buffer } = record;
    if (kind === 'glue') {
      const { versionId } = glueVersionAt(buffer, start);
      return this.#not(
        record,
        `it is framed for AWS Glue's registry, schema version ${versionId}, which is not asked`,
      );
    }
    const isGuid = kind === 'guid';
    const name = isGuid ? guidAt(buffer, start) : String(longSchemaIdAt(buffer, start));
    if (!isGuid && !(Number(name) > 0)) return this.#unframed(record);
    const use = { by: isGuid ? 'guid' : 'id', inHeader: false } as const;
    const found = this.#schemas.byName(name, use);
    if (found === undefined) return this.#schemas.fetchName(name, use);
    return this.#with(found, record, start + frameBytes[kind], end, out, undefined);
  }

  /** The header's value is a frame, and behind it the indexes of a Protobuf message. */
  #byHeader(
    record: RecordDecoder,
    start: number,
    end: number,
    out: OutputBuffer,
    at: number,
  ): Forms | undefined | Promise<void> {
    const spans = record.headerSpans();
    if (!this.#schemas.isOpen) return this.#schemas.open();
    const { buffer } = record;
    const [from, until] = [spans[at + 2] as number, spans[at + 3] as number];
    const kind = frameAt(buffer, from, until);
    if ((kind !== 'guid' && kind !== 'id') || (kind === 'id' && schemaIdAt(buffer, from) <= 0)) {
      return this.#not(record, `its header ${schemaIdHeaders[this.#part]} names no schema`);
    }
    const use = { by: kind, inHeader: true } as const;
    const name = kind === 'guid' ? guidAt(buffer, from) : String(schemaIdAt(buffer, from));
    const found = this.#schemas.byName(name, use);
    if (found === undefined) return this.#schemas.fetchName(name, use);
    const indexes: number[] = [];
    const behind = from + frameBytes[kind];
    if (behind < until && readMessageIndexes(buffer, behind, until, indexes) !== until) {
      return this.#not(record, `its header ${schemaIdHeaders[this.#part]} does not end where it should`);
    }
    return this.#with(found, record, start, end, out, indexes.length === 0 ? [0] : indexes);
  }

  #with(
    found: FoundSchema,
    record: RecordDecoder,
    start: number,
    end: number,
    out: OutputBuffer,
    indexes: readonly number[] | undefined,
  ): Forms | undefined {
    if (found instanceof NoSchema) return this.#not(record, found.reason);
    const before = out.length;
    try {
      const forms = found.decode(record.buffer, start, end, out, indexes);
      this.#undecoded.addFramed(this.#part, record);
      return forms;
    } catch (error) {
      out.rewind(before);
      return this.#not(record, `it is not of ${found.name}: ${reasonOf(error)}`);
    }
  }

  #unframed(record: RecordDecoder): Forms | undefined {
    if (this.#isRequired) return this.#not(record, "it has no schema's frame");
    this.#undecoded.addUnframed(this.#part, record);
    return undefined;
  }

  #not(record: RecordDecoder, what: string): Forms | undefined {
    this.#undecoded.add(this.#part, record, what);
    return undefined;
  }
}
