/** What a schema in a file refers to, found in other files: .proto imports, Avro's named types, JSON's $ref. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { LabError } from '../../text/errors.js';
import type { SchemaType } from '../codec.js';

export interface ReferencePlaces {
  /** The absolute path of a file that is named; throws LabError. */
  resolve(file: string): string;
  /** Absolute folders in which imports of .proto files are looked for. */
  readonly protoPaths: readonly string[];
}

export interface ReferringText {
  /** As it was typed, or relative to that; for messages. */
  readonly file: string;
  readonly text: string;
  /** The names of other schemas in it, each once; without those that every compiler and registry has. */
  readonly refers: readonly string[];
}

export interface ReferringSchema {
  readonly type: SchemaType;
  readonly root: ReferringText;
  /** By the name that refers to it. Names that no file was found for are not there. */
  readonly files: ReadonlyMap<string, ReferringText>;
}

/** More is not meant well; the codecs say so of as many themselves. */
const mostFiles = 2000;
const mostLetters = 32_000_000;

interface Search {
  readonly type: SchemaType;
  readonly places: ReferencePlaces;
  /** The text of a file; throws LabError. `name`: for messages. */
  read(path: string, name: string): Promise<string>;
}

/**
 * - Protobuf: by the path in the import, in a folder of `--proto-path`, else beside the first file or above it, as far as its
 *   package's folders go.
 * - Avro: `com.shop.Money` in `com/shop/Money.avsc`, `com.shop.Money.avsc` or `Money.avsc`, beside the first file or above it,
 *   if that defines it.
 * - JSON Schema: by a $ref without a scheme, relative to the file that it stands in.
 *
 * `known`: names that need no file. Throws LabError for a file that cannot be read, and for two files with one name.
 */
export async function referredFiles(
  type: SchemaType,
  root: Pick<ReferringText, 'file' | 'text'>,
  search: Pick<Search, 'places' | 'read'>,
  known: ReadonlySet<string> = new Set(),
): Promise<ReferringSchema> {
  const files = new Map<string, ReferringText>();
  const first = { ...root, refers: await refersIn(type, root) };
  let letters = root.text.length;
  const waiting = first.refers.map((name) => ({ name, from: root.file }));
  for (let next = waiting.shift(); next && files.size < mostFiles; next = waiting.shift()) {
    const { name, from } = next;
    // A $ref is relative to its file; all other names mean the same wherever they stand.
    const before = files.get(name);
    if (known.has(name) || (before && type !== 'JSON')) continue;
    const found = await fileOf(name, type === 'JSON' ? from : root.file, { type, ...search });
    if (before && found && found.file !== before.file) throw twice(name, [before.file, found.file]);
    if (before || !found) continue;
    letters += found.text.length;
    if (letters > mostLetters) throw tooMuch(root.file);
    const file = { ...found, refers: await refersIn(type, found) };
    files.set(name, file);
    waiting.push(...file.refers.map((each) => ({ name: each, from: file.file })));
  }
  return { type, root: first, files };
}

/** Of a text that is not a schema none: what is wrong with it is for its codec or a registry to say. */
async function refersIn(
  type: SchemaType,
  { text, file }: Pick<ReferringText, 'file' | 'text'>,
): Promise<readonly string[]> {
  try {
    switch (type) {
      case 'AVRO': {
        const { avroNamesIn } = await import('../avro/model/parse-schema.js');
        return avroNamesIn(text, file).missing;
      }
      case 'PROTOBUF': {
        const { protobufImports } = await import('../protobuf/protobuf-file.js');
        return protobufImports(text, file);
      }
      case 'JSON': {
        const { outerReferences } = await import('../json/json-schema.js');
        return outerReferences(text, file);
      }
    }
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
}

async function fileOf(
  name: string,
  from: string,
  { type, places, read }: Search,
): Promise<Pick<ReferringText, 'file' | 'text'> | undefined> {
  for (const { file, path } of candidates(type, name, from, places)) {
    if (!existsSync(path)) continue;
    const text = await read(path, file);
    if (type !== 'AVRO' || (await defines(text, name))) return { file, text };
  }
  return undefined;
}

async function defines(text: string, name: string): Promise<boolean> {
  const { avroNamesIn } = await import('../avro/model/parse-schema.js');
  try {
    return avroNamesIn(text, name).defined.has(name);
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function* candidates(
  type: SchemaType,
  name: string,
  from: string,
  { resolve, protoPaths }: ReferencePlaces,
): Generator<{ readonly file: string; readonly path: string }> {
  const ways = waysOf(type, name).filter(leadsDown);
  const at = (file: string) => ({ file, path: resolve(file) });
  if (type === 'JSON') {
    for (const way of ways) yield at(join(dirname(from), way));
    return;
  }
  if (type === 'PROTOBUF') {
    for (const folder of protoPaths) for (const way of ways) yield at(join(folder, way));
  }
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    for (const way of ways) yield at(join(folder, way));
    if (folder === dirname(folder)) return;
  }
}

function waysOf(type: SchemaType, name: string): readonly string[] {
  switch (type) {
    case 'PROTOBUF':
      return [name];
    case 'AVRO':
      return [
        `${name.replaceAll('.', '/')}.avsc`,
        `${name}.avsc`,
        `${name.slice(name.lastIndexOf('.') + 1)}.avsc`,
      ];
    case 'JSON':
      return /^[a-z][a-z0-9+.-]*:/i.test(name) ? [] : [decoded(name)];
  }
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** As protoc wants it: such a path names no file elsewhere on this machine, whoever wrote the text. */
function leadsDown(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !path.split(/[\\/]/).includes('..');
}

function twice(name: string, files: readonly string[]): LabError {
  return new LabError('usage', `"${name}" stands for different files: ${files.join(' and ')}.`, {
    hint: 'Schemas are told apart by these names: give each file one of its own.',
  });
}

function tooMuch(file: string): LabError {
  return new LabError(
    'usage',
    `${file} refers to more than ${mostLetters / 1_000_000} MB of schemas, which are not read.`,
  );
}
