/** `produce --encode` → what makes the bytes of keys and values. All schemas are looked up before the first line is read. */
import type { Registry, RegisteredSchema, SchemaReference } from '../../../registry/registry.js';
import type { Format } from '../../../schemas/format-name.js';
import { idFrame } from '../../../schemas/frames.js';
import type { UnregisteredFile } from '../../../schemas/choose/plan-references.js';
import type { SchemaCodec } from '../../../schemas/choose/schema-codec.js';
import { commandLine } from '../../../text/command-line.js';
import { LabError } from '../../../text/errors.js';
import { AsRead } from './as-read.js';
import { bareEncoder, framedEncoder, type LineEncoder } from './line-encoder.js';

type Part = 'key' | 'value';

export interface EncodingRequest {
  readonly topic: string;
  readonly part: Part;
  readonly format: Format;
  readonly registry: Registry | undefined;
  /** The schema of a file may be registered, if it is not yet, with the files that it refers to. */
  readonly registers: boolean;
  /** Where the schema of a file has references registered that are not to be taken from files. */
  readonly references: readonly SchemaReference[];
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
  /** Registers the schema, with what it refers to: before the first record is written, and not before one fits. */
  readonly register?: () => Promise<void>;
  /** Asks whether `register` would be refused, so that nothing else is registered in vain; throws LabError then. */
  readonly tryRegister?: () => Promise<void>;
}

/** Throws LabError if nothing could be written: a file or a schema that is not there, or cannot be used. */
export async function openEncoding(request: EncodingRequest): Promise<PartEncoding> {
  const { format, registry } = request;
  switch (format.kind) {
    case 'as-read':
      return { encoder: new AsRead(registry) };
    case 'plain': {
      const { plainFormats } = await import('../../../schemas/plain/plain-formats.js');
      return { encoder: bareEncoder(plainFormats[format.name], format.name) };
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
  const { topic, part, registry, registers, references } = request;
  const { codecOfFile, readSchemaFile } = await import('../../../schemas/choose/schema-file.js');
  const file = await readSchemaFile(format, request, new Set(references.map(({ name }) => name)));
  if (!registry) {
    if (registers) throw noRegistry('--register');
    const { encoder, generator } = await codecOfFile(file);
    return { encoder: bareEncoder(encoder(), format.file), ...(generator && { generator }) };
  }
  if (!file.schema) {
    throw new LabError(
      'usage',
      `${format.file} is a descriptor set, which a registry does not take: name the .proto file.`,
    );
  }
  const subject = `${topic}-${part}`;
  const { planReferences } = await import('../../../schemas/choose/plan-references.js');
  const plan = await planReferences(file.schema, references, registry, subject);
  const codec = await codecOfFile(file, await plan.source());
  const found = plan.unregistered.length === 0 ? await registry.find(subject, plan.text()) : undefined;
  // Some registries do not say the type here.
  if (found) return framed(codec, found.id, nameOf({ ...found, type: file.type }), registry);
  if (!registers) throw notRegistered(format.file, subject, plan.unregistered, registry.url);
  await registry.mayChange();
  let frame: Buffer = Buffer.alloc(0);
  return {
    ...made(codec, () => frame, `${subject}, ${file.type}`),
    async tryRegister() {
      // Without what it refers to a registry cannot say.
      if (plan.unregistered.length > 0) return;
      const verdict = await registry.check(subject, plan.text()).catch(unlessRefused);
      if (!verdict || verdict.isCompatible) return;
      const reasons = verdict.reasons.length === 0 ? '' : `: ${verdict.reasons.join('; ')}`;
      throw new LabError(
        'refused',
        `The schema of ${format.file} is not compatible with what ${subject} has, and nothing was registered${reasons}`,
        { hint: `Ask again: ${commandLine`schemas check ${subject} --file ${format.file}`}` },
      );
    },
    async register() {
      const told = (name: string, under: string, id: number) =>
        request.note(`Registered ${name} under ${under}: schema ${id}.`);
      await plan.register((each) => told(each.file, each.subject, each.id));
      const id = await registry.register(subject, plan.text());
      told(format.file, subject, id);
      frame = idFrame(id, codec.indexes, registry.longIds);
    },
  };
}

/** Registries that have no such question are asked by registering. */
function unlessRefused(error: unknown): undefined {
  if (error instanceof LabError && error.code === 'refused') throw error;
}

function notRegistered(
  file: string,
  subject: string,
  referred: readonly UnregisteredFile[],
  url: string,
): LabError {
  const others = referred.map((each) => each.subject);
  const why = others.length === 0 ? '' : ` (nor is what it refers to: ${others.join(', ')})`;
  return new LabError(
    'refused',
    `The schema of ${file} is not registered under ${subject} at ${url}${why}, so that readers would not know it.`,
    { hint: `Register it: --register, or ${commandLine`schemas register ${subject} --file ${file}`}` },
  );
}

function framed(codec: SchemaCodec, id: number, name: string, { longIds }: Registry): PartEncoding {
  const frame = idFrame(id, codec.indexes, longIds);
  return made(codec, () => frame, name);
}

function made({ encoder, generator }: SchemaCodec, frame: () => Buffer, name: string): PartEncoding {
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
