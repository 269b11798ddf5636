/** A .proto text with what it imports, or a descriptor set → the messages in it, each with what reads and writes it. */
import { printable } from '../../text/printable.js';
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { boundedDecoder } from '../bounded-decoder.js';
import type { Decoder, Encoder, SchemaSource, WriteRules } from '../codec.js';
import { knownFile } from './known/known-files.js';
import { Plans, type MessagePlan } from './decode/plan.js';
import { Encoders } from './encode/encoders.js';
import type { Random } from '../random.js';
import { generatorOf } from './encode/generate.js';
import { descriptorFile, descriptorFiles } from './source/descriptor-set.js';
import { linkFiles, type LinkedFiles } from './source/link-files.js';
import { fromTexts, loadFiles, type FileSource } from './source/load-files.js';
import type { ProtoFile, ProtoMessage } from './source/model.js';
import { parseFile } from './source/parse-file.js';
import { specialWriterOf } from './decode/special-writers.js';
import { writeMessage } from './decode/write-message.js';

export interface ProtobufMessage {
  readonly fullName: string;
  /** Where it stands in its file, as frames have it: maps, which are messages too, are not counted, as in Confluent's Java. */
  readonly indexes: readonly number[];
  readonly decoder: Decoder;
  /** Strict unless it is said. */
  encoder(rules?: WriteRules): Encoder;
  /** Of random JSON that the encoder takes. */
  generator(): (random: Random) => string;
}

export interface ProtobufFile {
  /** Full names of the messages of the file itself, in its order. */
  readonly names: readonly string[];
  /** By full name, or by the end of one if no other ends so; of an imported file too. Throws LabError 'usage' with near names. */
  message(name: string): ProtobufMessage;
  /** Undefined if there is no such message. */
  messageAt(indexes: readonly number[]): ProtobufMessage | undefined;
}

const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/**
 * Throws LabError 'usage' with line and column. The text may also be a FileDescriptorProto in base64, as Confluent's Python
 * client registers it.
 */
export function protobufFile({ text, name = 'schema.proto', references }: SchemaSource): ProtobufFile {
  const first = serialized(text, name) ?? parseFile(name, text);
  return made(first, {
    ...fromTexts(references),
    file: (wanted) => {
      const found = references.get(wanted);
      return found === undefined ? undefined : (serialized(found, wanted) ?? parseFile(wanted, found));
    },
  });
}

/** The files that a text imports, without those that every compiler has. Throws LabError 'usage' with line and column. */
export function protobufImports(text: string, name: string): readonly string[] {
  const { imports } = serialized(text, name) ?? parseFile(name, text);
  return [...new Set(imports.map(({ path }) => path))].filter((path) => !knownFile(path));
}

/** The messages of all files in it have names; `messageAt` means those of the last file. `path` is for messages. */
export function protobufDescriptorSet(bytes: Buffer, path: string): ProtobufFile {
  const files = descriptorFiles(bytes, path);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const last = files.at(-1) as ProtoFile;
  // What imports all of them has all of their names.
  const all = files.map((file) => ({ path: file.path, isPublic: true, at: undefined }));
  const root = parseFile(path, '');
  root.imports.push(...all);
  return made(root, { file: (wanted) => byPath.get(wanted), paths: [...byPath.keys()] }, last, files);
}

function serialized(text: string, path: string): ProtoFile | undefined {
  if (!base64.test(text)) return undefined;
  try {
    return descriptorFile(Buffer.from(text, 'base64'), path);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function made(
  first: ProtoFile,
  source: FileSource,
  indexed: ProtoFile = first,
  own: readonly ProtoFile[] = [first],
): ProtobufFile {
  const linked = linkFiles(loadFiles(first, source));
  const messages = new Messages(linked);
  const names = own.flatMap((file) => namesIn(file.messages)).filter((name) => linked.messages.has(name));
  return {
    names,
    message: (name) => messages.of(messageNamed(name, linked, names, indexed)),
    messageAt(indexes) {
      let scope: readonly ProtoMessage[] = indexed.messages;
      let found: ProtoMessage | undefined;
      for (const index of indexes) {
        found = scope[index];
        if (!found) return undefined;
        scope = found.messages;
      }
      return found && messages.of(found);
    },
  };
}

function namesIn(messages: readonly ProtoMessage[]): string[] {
  return messages.flatMap((message) => [message.fullName, ...namesIn(message.messages)]);
}

function messageNamed(
  name: string,
  { messages }: LinkedFiles,
  names: readonly string[],
  { path }: ProtoFile,
): ProtoMessage {
  const wanted = name.replace(/^\./, '');
  const exact = messages.get(wanted);
  if (exact) return exact;
  const ending = names.filter((each) => each.endsWith(`.${wanted}`));
  const [only] = ending;
  const found = only !== undefined && ending.length === 1 ? messages.get(only) : undefined;
  if (found) return found;
  const near = ending.length > 0 ? ending : nearestNames(wanted, names);
  throw new LabError('usage', `${path} has no message ${printable(name)}.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.slice(0, 3).join(' or ')}?`
        : names.length > 0
          ? `It has ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`
          : 'It has none at all.',
  });
}

/** What reads and writes messages, made when it is first asked for. */
class Messages {
  readonly #made = new Map<ProtoMessage, ProtobufMessage>();
  readonly #plans: Plans;
  readonly #encoders: Readonly<Record<WriteRules, Encoders>>;

  constructor(linked: LinkedFiles) {
    const planOf = (fullName: string): MessagePlan | undefined => {
      const message = linked.messages.get(fullName);
      return message && this.#plans.of(message);
    };
    this.#plans = new Plans(writeMessage, (plan) => specialWriterOf(plan, planOf));
    this.#encoders = { strict: new Encoders(linked, 'strict'), 'as-read': new Encoders(linked, 'as-read') };
  }

  of(message: ProtoMessage): ProtobufMessage {
    const made = this.#made.get(message) ?? this.#make(message);
    this.#made.set(message, made);
    return made;
  }

  #make(message: ProtoMessage): ProtobufMessage {
    const plan = this.#plans.of(message);
    return {
      fullName: message.fullName,
      indexes: indexesOf(message),
      decoder: boundedDecoder((bytes, start, end, out) => {
        plan.write(bytes, start, end, out, 0);
      }),
      encoder: (rules = 'strict') => this.#encoders[rules].of(message),
      generator: () => generatorOf(message),
    };
  }
}

/** The way to it from its file. */
function indexesOf(message: ProtoMessage): readonly number[] {
  const { file } = message.place;
  const way = (scope: readonly ProtoMessage[]): number[] | undefined => {
    for (const [index, each] of scope.entries()) {
      if (each === message) return [index];
      if (message.fullName.startsWith(`${each.fullName}.`)) {
        const inside = way(each.messages);
        if (inside) return [index, ...inside];
      }
    }
    return undefined;
  };
  return way(file.messages) ?? [];
}
