/** A schema in a file: read, with what it refers to in others. */
import { readFile, stat } from 'node:fs/promises';
import { LabError } from '../../text/errors.js';
import { decodeText } from '../../text/source/encoding.js';
import type { SchemaSource, SchemaType } from '../codec.js';
import type { Format } from '../format-name.js';
import { referredFiles, type ReferencePlaces, type ReferringSchema } from './referred-files.js';
import type { SchemaCodec } from './schema-codec.js';

export type FileFormat = Extract<Format, { kind: 'avro' | 'json-schema' | 'protobuf' }>;

export interface SchemaFile {
  readonly type: SchemaType;
  /** Undefined of a descriptor set, which is no text: then there is a codec. */
  readonly schema: ReferringSchema | undefined;
  readonly message?: string;
  readonly codec?: SchemaCodec;
}

/** No schema is that large; a registry takes 1 MB by default. */
const mostBytes = 16 * 1024 * 1024;
const types = { avro: 'AVRO', 'json-schema': 'JSON', protobuf: 'PROTOBUF' } as const;

/** `known`: what it refers to by these names is elsewhere. Throws LabError for a file that cannot be read. */
export async function readSchemaFile(
  format: FileFormat,
  places: ReferencePlaces,
  known?: ReadonlySet<string>,
): Promise<SchemaFile> {
  const { file } = format;
  const type = types[format.kind];
  const bytes = await readWhole(places.resolve(file), file);
  if (format.kind === 'protobuf' && !file.endsWith('.proto')) {
    const { message } = format;
    const { protobufDescriptorSet } = await import('../protobuf/protobuf-file.js');
    const { protobufCodec } = await import('./schema-codec.js');
    const codec = protobufCodec(protobufDescriptorSet(bytes, file), message);
    return { type, schema: undefined, message, codec };
  }
  const schema = await withReferences(type, { file, text: decodeText(bytes, file) }, places, known);
  return { type, schema, ...(format.kind === 'protobuf' ? { message: format.message } : {}) };
}

/** A text that was read, with the files that it refers to. Throws LabError for one of these that cannot be read. */
export function withReferences(
  type: SchemaType,
  root: { readonly file: string; readonly text: string },
  places: ReferencePlaces,
  known?: ReadonlySet<string>,
): Promise<ReferringSchema> {
  const read = async (path: string, name: string) => decodeText(await readWhole(path, name), name);
  return referredFiles(type, root, { places, read }, known);
}

/** `name`: as it was typed, for messages. */
async function readWhole(path: string, name: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > mostBytes) throw new Error(`it has ${found.size} bytes, more than any schema`);
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new LabError('not-found', `There is no file ${name}: ${path}`);
    throw new LabError('failed', `${name} cannot be read: ${message}`, { cause: error });
  }
}

/** Of files alone. */
function sourceOfFiles({ root, files }: ReferringSchema): SchemaSource {
  const references = new Map([...files].map(([name, { text }]) => [name, text]));
  return { text: root.text, name: root.file, references };
}

/** What reads and writes the bytes of a file's schema; `source`: with references to others than files. Throws LabError for what is not one. */
export async function codecOfFile(
  { codec, schema, type, message }: SchemaFile,
  source?: SchemaSource,
): Promise<SchemaCodec> {
  if (codec || !schema) return codec as SchemaCodec;
  const { schemaCodec } = await import('./schema-codec.js');
  return schemaCodec(type, source ?? sourceOfFiles(schema), message);
}
