/** `produce --encode` → what makes the bytes of keys and values. All schemas are looked up before the first line is read. */
import type { Registry, RegisteredSchema, SchemaText } from '../../../registry/registry.js';
import type { SchemaSource } from '../../../schemas/codec.js';
import type { Format } from '../../../schemas/format-name.js';
import { idFrame } from '../../../schemas/frames.js';
import type { SchemaCodec } from '../../../schemas/choose/schema-codec.js';
import { commandLine } from '../../../text/command-line.js';
import { LabError } from '../../../text/errors.js';
import { AsRead } from './as-read.js';
import { framedEncoder, type LineEncoder } from './line-encoder.js';

type Part = 'key' | 'value';

export interface EncodingRequest {
  readonly topic: string;
  readonly part: Part;
  readonly format: Format;
  readonly registry: Registry | undefined;
  /** The schema of a file may be registered, if it is not yet. */
  readonly registers: boolean;
  /** Absolute folders in which imports of .proto files are looked for. */
  readonly protoPaths: readonly string[];
  /** The absolute path of a file that the format names. */
  resolve(file: string): string;
  note(text: string): void;
}

export interface PartEncoding {
  readonly encoder: LineEncoder;
  /** Makes JSON that fits; absent where nothing says what does. */
  readonly generator?: () => (random: () => number) => string;
}

/** Throws LabError if nothing could be written: a file or a schema that is not there, or cannot be used. */
export async function openEncoding(request: EncodingRequest): Promise<PartEncoding> {
  const { format, registry } = request;
  switch (format.kind) {
    case 'as-read':
      return { encoder: new AsRead(registry) };
    case 'plain': {
      const { plainFormats } = await import('../../../schemas/plain/plain-formats.js');
      return { encoder: framedEncoder(plainFormats[format.name], Buffer.alloc(0), format.name) };
    }
    case 'raw-protobuf':
      throw new LabError('usage', '--encode: field numbers do not say how to write Protobuf.', {
        hint: 'Name the file and the message: protobuf:FILE.proto#pkg.Message',
      });
    case 'registry':
      return ofRegistry(request, format);
    default:
      return ofFile(request, format);
  }
}

async function ofRegistry(
  { topic, part, registry }: EncodingRequest,
  { id, subject = `${topic}-${part}`, version, message }: Extract<Format, { kind: 'registry' }>,
): Promise<PartEncoding> {
  if (!registry) throw noRegistry(`--encode ${part}=registry`);
  const schema =
    id === undefined ? await registry.version(subject, version ?? 'latest') : await registry.byId(id);
  if (!schema) {
    throw new LabError('not-found', `There is no schema ${String(id)} at ${registry.url}.`, {
      hint: 'See which there are: kafka-lab schemas list',
    });
  }
  const { schemaCodec } = await import('../../../schemas/choose/schema-codec.js');
  const codec = await schemaCodec(schema.type, await registry.sourceOf(schema), message);
  return framed(codec, schema.id, nameOf(schema), registry);
}

async function ofFile(
  request: EncodingRequest,
  format: Extract<Format, { kind: 'avro' | 'json-schema' | 'protobuf' }>,
): Promise<PartEncoding> {
  const { topic, part, registry, registers } = request;
  const { codecOfFile, readSchemaFile } = await import('../../../schemas/choose/schema-file.js');
  const file = await readSchemaFile(format, request);
  const codec = await codecOfFile(file);
  if (!registry) {
    if (registers) throw noRegistry('--register');
    return made(codec, Buffer.alloc(0), format.file);
  }
  const subject = `${topic}-${part}`;
  const text: SchemaText = { type: file.type, text: registrable(file.source, format.file), references: [] };
  const found = await registry.find(subject, text);
  if (found) return framed(codec, found.id, nameOf(found), registry);
  if (!registers) {
    throw new LabError(
      'refused',
      `The schema of ${format.file} is not registered under ${subject} at ${registry.url}, so that readers would not know it.`,
      {
        hint: `Register it: --register, or ${commandLine`schemas register ${subject} --file ${format.file}`}`,
      },
    );
  }
  const id = await registry.register(subject, text);
  request.note(`Registered ${format.file} under ${subject}: schema ${id}.`);
  return framed(codec, id, `${subject}, ${file.type}`, registry);
}

/** A file that imports others, beyond what every registry knows, has to be registered with them. */
function registrable(source: SchemaSource | undefined, file: string): string {
  if (!source) {
    throw new LabError(
      'usage',
      `${file} is a descriptor set, which a registry does not take: name the .proto file.`,
    );
  }
  const { text, references } = source;
  if (references.size === 0) return text;
  throw new LabError(
    'usage',
    `${file} imports ${[...references.keys()].join(', ')}, which have to be registered as subjects first.`,
    { hint: 'See: kafka-lab schemas register --help; then --encode value=registry' },
  );
}

function framed(codec: SchemaCodec, id: number, name: string, { longIds }: Registry): PartEncoding {
  return made(codec, idFrame(id, codec.indexes, longIds), name);
}

function made({ encoder, generator }: SchemaCodec, frame: Buffer, name: string): PartEncoding {
  return { encoder: framedEncoder(encoder(), frame, name), ...(generator && { generator }) };
}

function nameOf({ subject, version, id, type }: RegisteredSchema): string {
  const where =
    subject === undefined
      ? `schema ${id}`
      : version === undefined
        ? subject
        : `${subject} version ${version}`;
  return `${where}, ${type}`;
}

function noRegistry(what: string): LabError {
  return new LabError('usage', `${what}: which schema registry? The connection names none.`, {
    hint: 'Name one: --registry URL, or schemaRegistry in the connection',
  });
}
