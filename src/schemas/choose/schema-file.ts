/** A schema in a file: read, with what it imports. */
import { readFile, stat } from 'node:fs/promises';
import { LabError } from '../../text/errors.js';
import { decodeText } from '../../text/source/encoding.js';
import type { SchemaSource, SchemaType } from '../codec.js';
import type { Format } from '../format-name.js';
import type { SchemaCodec } from './schema-codec.js';

export type FileFormat = Extract<Format, { kind: 'avro' | 'json-schema' | 'protobuf' }>;

export interface SchemaFilePlaces {
  /** The absolute path of a file that is named; throws LabError. */
  resolve(file: string): string;
  /** Absolute folders in which imports of .proto files are looked for. */
  readonly protoPaths: readonly string[];
}

export interface SchemaFile {
  readonly type: SchemaType;
  /** Undefined of a descriptor set, which is no text: then there is a codec. */
  readonly source: SchemaSource | undefined;
  readonly message?: string;
  readonly codec?: SchemaCodec;
}

/** No schema is that large; a registry takes 1 MB by default. */
const mostBytes = 16 * 1024 * 1024;

/** Throws LabError for a file that cannot be read. */
export async function readSchemaFile(format: FileFormat, places: SchemaFilePlaces): Promise<SchemaFile> {
  const { file } = format;
  const bytes = await readWhole(places.resolve(file), file);
  if (format.kind !== 'protobuf') {
    const source = { text: decodeText(bytes, file), references: new Map<string, string>() };
    return { type: format.kind === 'avro' ? 'AVRO' : 'JSON', source };
  }
  const { message } = format;
  if (!file.endsWith('.proto')) {
    const { protobufDescriptorSet } = await import('../protobuf/protobuf-file.js');
    const { protobufCodec } = await import('./schema-codec.js');
    const codec = protobufCodec(protobufDescriptorSet(bytes, file), message);
    return { type: 'PROTOBUF', source: undefined, message, codec };
  }
  const text = decodeText(bytes, file);
  const { importsOf } = await import('./proto-imports.js');
  const read = async (path: string, name: string) => decodeText(await readWhole(path, name), name);
  return {
    type: 'PROTOBUF',
    source: { text, references: await importsOf(file, text, places, read) },
    message,
  };
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

/** What reads and writes the bytes of a file's schema. Throws LabError for what is not one. */
export async function codecOfFile(file: SchemaFile): Promise<SchemaCodec> {
  if (file.codec) return file.codec;
  const { schemaCodec } = await import('./schema-codec.js');
  return schemaCodec(file.type, file.source ?? { text: '', references: new Map() }, file.message);
}
