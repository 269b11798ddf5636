/** `--encode value=as-read`: each line says itself how it was read, and is written the same way. */
import type { Registry } from '../../../registry/registry.js';
import { EncodeError } from '../../../schemas/codec.js';
import { plainFormatNames } from '../../../schemas/format-name.js';
import { guidFrame, idFrame, isGuid } from '../../../schemas/frames.js';
import { bareEncoder, framedEncoder, SchemaWanted, type LineEncoder } from './line-encoder.js';

/** As `consume -o jsonl` writes it. */
interface LineSchema {
  readonly type: string;
  readonly id?: number;
  readonly guid?: string;
  readonly message?: string;
  readonly inHeader?: boolean;
}

/** Lines repeat few descriptions; a made-up one each must not fill the memory. */
const mostKnown = 1000;

export class AsRead implements LineEncoder {
  readonly passesBytes = true;
  readonly #registry: Registry | undefined;
  /** By what lines say, to the letter. */
  readonly #known = new Map<string, LineEncoder | Error>();

  constructor(registry: Registry | undefined) {
    this.#registry = registry;
  }

  encode(source: string, schema: string | undefined): Buffer {
    if (schema === undefined)
      throw new EncodeError('', 'does not say how it was read (valueSchema or keySchema)');
    const known = this.#known.get(schema);
    if (known instanceof Error) throw known;
    if (known) return known.encode(source, schema);
    throw new SchemaWanted(this.#find(schema));
  }

  encodeShown(): Buffer {
    throw new EncodeError('', 'does not say how it was read: as-read goes with --json');
  }

  async #find(schema: string): Promise<void> {
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(
      schema,
      await this.#encoderOf(JSON.parse(schema) as unknown).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      ),
    );
  }

  async #encoderOf(described: unknown): Promise<LineEncoder> {
    if (!isLineSchema(described)) throw new EncodeError('', 'says in a way that is unknown how it was read');
    const { type, id, guid, message, inHeader = false } = described;
    const plain = plainFormatNames.find((each) => each === type);
    if (plain) {
      const { plainFormats } = await import('../../../schemas/plain/plain-formats.js');
      return bareEncoder(plainFormats[plain], plain);
    }
    if (type === 'kafka') {
      throw new EncodeError(
        '',
        `is a message of Kafka's own, ${message ?? ''}: copy it with consume --no-decode`,
      );
    }
    const name = guid ?? id;
    if (name === undefined) {
      throw new EncodeError(
        '',
        `was read as ${type} of a file: name it, --encode value=${type.toLowerCase()}:FILE`,
      );
    }
    const registry = this.#registry;
    if (!registry)
      throw new EncodeError('', `is of schema ${name}, and the connection names no schema registry`);
    const found = typeof name === 'number' ? await registry.byId(name) : await registry.byGuid(name);
    if (!found) throw new EncodeError('', `is of schema ${name}, which ${registry.url} does not have`);
    if (found.type !== type) {
      throw new EncodeError(
        '',
        `is of schema ${name} (${type}), which at ${registry.url} is another (${found.type})`,
      );
    }
    const { schemaCodec } = await import('../../../schemas/choose/schema-codec.js');
    const codec = await schemaCodec(type, await registry.sourceOf(found), message);
    const frame = inHeader
      ? Buffer.alloc(0)
      : typeof name === 'number'
        ? idFrame(name, codec.indexes, registry.longIds)
        : guidFrame(name, codec.indexes);
    return framedEncoder(codec.encoder('as-read'), () => frame, `schema ${name}, ${type}`);
  }
}

function isLineSchema(described: unknown): described is LineSchema {
  if (typeof described !== 'object' || described === null) return false;
  const { type, id, guid, message, inHeader } = described as Record<string, unknown>;
  const isOptional = (value: unknown, kind: string) => value === undefined || typeof value === kind;
  return (
    typeof type === 'string' &&
    isOptional(id, 'number') &&
    (guid === undefined || (typeof guid === 'string' && isGuid(guid))) &&
    isOptional(message, 'string') &&
    isOptional(inHeader, 'boolean')
  );
}
