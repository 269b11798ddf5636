/** A schema in a file, as `schemas check` and `schemas register` take it. */
import { extname } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import type { SchemaReference, SchemaText } from '../../registry/registry.js';
import type { SchemaType } from '../../schemas/codec.js';
import { LabError } from '../../text/errors.js';
import { inputName, readInput } from '../shared/read-input.js';
import { parseSubjectVersion } from './_subject-version.js';

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
  reference: z.array(z.string()).default([]).meta({
    description:
      'what the schema refers to: the name it has there (an Avro full name, a Protobuf import, a JSON $ref) and where it is registered; may be repeated',
    placeholder: 'NAME=SUBJECT@VERSION',
  }),
} as const;

interface SchemaOptions {
  readonly file: string;
  readonly type?: 'avro' | 'protobuf' | 'json' | undefined;
  readonly reference: readonly string[];
}

const endings: Readonly<Record<string, SchemaType>> = {
  '.avsc': 'AVRO',
  '.proto': 'PROTOBUF',
  '.json': 'JSON',
};

/** The text is sent as it is in the file. Throws LabError. */
export async function schemaFrom(
  context: Pick<Context, 'cwd' | 'stdin' | 'signal'>,
  { file, type, reference }: SchemaOptions,
  command: string,
): Promise<SchemaText> {
  const references = reference.map(parseReference);
  const ofEnding = endings[extname(file).toLowerCase()];
  const known = type === undefined ? ofEnding : (type.toUpperCase() as SchemaType);
  if (known === undefined) {
    throw new LabError('usage', `What kind of schema is in ${inputName(file)}?`, {
      hint: 'Say it: --type avro, protobuf or json. It goes by the ending otherwise: .avsc, .proto, .json',
    });
  }
  const text = await readInput(context, file, command);
  if (text.trim() === '')
    throw new LabError('usage', `There is no schema in ${inputName(file)}: it is empty.`);
  if (known !== 'PROTOBUF') requireJson(text, file, known);
  return { type: known, text, references };
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

/** At the last = and the last @: names of Protobuf imports and JSON references may have both in them. */
function parseReference(text: string): SchemaReference {
  const at = text.lastIndexOf('=');
  const { subject, version } =
    at > 0 && at < text.length - 1
      ? parseSubjectVersion(text.slice(at + 1))
      : { subject: '', version: undefined };
  if (typeof version !== 'number') {
    throw new LabError(
      'usage',
      `--reference ${text} does not say NAME=SUBJECT@VERSION, with a number as version.`,
      {
        hint: 'For example: --reference com.example.Money=money-value@2, or common/money.proto=money@1',
      },
    );
  }
  return { name: text.slice(0, at), subject, version };
}
