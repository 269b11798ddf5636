/** A schema in a file, as `schemas check` and `schemas register` take it. */
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import type { Registry } from '../../registry/registry.js';
import type { ReferencePlan } from '../../schemas/choose/plan-references.js';
import type { SchemaType } from '../../schemas/codec.js';
import { LabError } from '../../text/errors.js';
import { decodeOptions } from '../shared/decode-options.js';
import { inputName, readInput } from '../shared/read-input.js';
import { parseReference, schemaReferences } from '../shared/schema-references.js';

export const subjectArgument = z.string().min(1).meta({
  description: 'name of a subject; one of a context is :.CONTEXT:NAME',
  completes: 'subject',
});

export const schemaOptions = {
  file: z.string().meta({
    description: 'the schema: .avsc (Avro), .proto (Protobuf), .json (JSON Schema); - is standard input',
    short: 'f',
    placeholder: 'FILE',
    completes: 'file',
  }),
  type: z
    .enum(['avro', 'protobuf', 'json'])
    .optional()
    .meta({ description: "what the schema is (default: by the file's ending)" }),
  reference: schemaReferences,
  protoPath: decodeOptions.protoPath,
} as const;

interface SchemaOptions {
  readonly file: string;
  readonly type?: 'avro' | 'protobuf' | 'json' | undefined;
  readonly reference: readonly string[];
  readonly protoPath: readonly string[];
}

/** What plans the references of the schema at the registry where it is to be registered. */
export type PlanSchema = (registry: Registry, subject: string) => Promise<ReferencePlan>;

const endings: Readonly<Record<string, SchemaType>> = {
  '.avsc': 'AVRO',
  '.proto': 'PROTOBUF',
  '.json': 'JSON',
};

/** The file is read before the registry is asked for; its text is sent as it is. Throws LabError. */
export async function schemaFrom(
  context: Pick<Context, 'cwd' | 'stdin' | 'signal'>,
  { file, type, reference, protoPath }: SchemaOptions,
  command: string,
): Promise<PlanSchema> {
  const references = reference.map(parseReference);
  const ofEnding = endings[extname(file).toLowerCase()];
  const known = type === undefined ? ofEnding : (type.toUpperCase() as SchemaType);
  // What is not there has no type; standard input may be long in coming.
  const text = known === undefined && file === '-' ? '' : await readInput(context, file, command);
  if (known === undefined) {
    throw new LabError('usage', `What kind of schema is in ${inputName(file)}?`, {
      hint: 'Say it: --type avro, protobuf or json. It goes by the ending otherwise: .avsc, .proto, .json',
    });
  }
  if (text.trim() === '')
    throw new LabError('usage', `There is no schema in ${inputName(file)}: it is empty.`);
  if (known !== 'PROTOBUF') requireJson(text, file, known);
  const { withReferences } = await import('../../schemas/choose/schema-file.js');
  const places = {
    resolve: (each: string) => resolve(context.cwd, each),
    protoPaths: protoPath.map((each) => resolve(context.cwd, each)),
  };
  const given = new Set(references.map(({ name }) => name));
  const schema = await withReferences(known, { file: inputName(file), text }, places, given);
  const { planReferences } = await import('../../schemas/choose/plan-references.js');
  return (registry, subject) => planReferences(schema, references, registry, subject);
}

function requireJson(text: string, file: string, type: SchemaType): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new LabError(
      'usage',
      `${inputName(file)} is not a schema of the type ${type}, which is JSON: ${(error as Error).message}`,
      { hint: 'Correct it, or say what it is: --type' },
    );
  }
}
