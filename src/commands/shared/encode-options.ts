/** `produce --encode` and what goes with it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import type { PartEncoding } from '../../kafka/records/encoding/open-encoding.js';
import type { Encoders } from '../../kafka/records/input/produce-json.js';
import { namesFile, parseFormats } from '../../schemas/format-name.js';
import { LabError } from '../../text/errors.js';
import { decodeOptions } from './decode-options.js';
import { parseReference, schemaReferences } from './schema-references.js';

export const encodeOptions = {
  encode: z
    .array(z.string())
    .default([])
    .meta({
      description:
        'what keys or values become: value=registry (the latest schema of TOPIC-value), registry:SUBJECT@VERSION, ' +
        'registry:#ID, avro:FILE.avsc, protobuf:FILE.proto#pkg.Message, json:FILE.json, json, msgpack, int, long, double, ' +
        'uuid, text, hex, base64; as-read: what each line of consume -o jsonl says; may be repeated',
      placeholder: 'PART=FORMAT',
      completes: 'encode-format',
    }),
  register: z.boolean().default(false).meta({
    description:
      'with --encode of a file: register its schema under TOPIC-key or TOPIC-value if it is not there yet, once a record fits it, and before it the files that it refers to',
  }),
  reference: schemaReferences,
  protoPath: decodeOptions.protoPath,
};

interface EncodeChoice {
  readonly topic: string;
  readonly encode: readonly string[];
  readonly register: boolean;
  readonly reference: readonly string[];
  readonly protoPath: readonly string[];
  readonly generate?: number | undefined;
  readonly size?: number | undefined;
  readonly key?: string | undefined;
}

export interface ChosenEncoders {
  readonly encoders: Encoders | undefined;
  /** Makes values that fit, with `--generate`. */
  readonly generate: (() => string) | undefined;
}

/** Throws LabError for schemas that are not there or cannot be used: nothing is written then. */
export async function openEncoders(context: Context, choice: EncodeChoice): Promise<ChosenEncoders> {
  const formats = parseFormats(choice.encode, '--encode');
  const isOfFile = [formats.key, formats.value].some((format) => format !== undefined && namesFile(format));
  if (choice.register && !isOfFile) {
    throw new LabError('usage', '--register goes with a schema in a file: --encode value=avro:FILE.avsc');
  }
  const references = choice.reference.map(parseReference);
  if (references.length > 0 && !isOfFile) {
    throw new LabError('usage', '--reference goes with a schema in a file: --encode value=avro:FILE.avsc');
  }
  if (choice.encode.length === 0) return { encoders: undefined, generate: undefined };
  const { openEncoding } = await import('../../kafka/records/encoding/open-encoding.js');
  const open = async (part: 'key' | 'value'): Promise<PartEncoding | undefined> => {
    const format = formats[part];
    if (!format) return undefined;
    return openEncoding({
      topic: choice.topic,
      part,
      format,
      registry: format.kind === 'plain' ? undefined : await context.registry(),
      registers: choice.register,
      references,
      protoPaths: choice.protoPath.map((each) => resolve(context.cwd, each)),
      resolve: (file) => resolve(context.cwd, file),
      note: (text) => context.progress.note(text),
    });
  };
  const [key, value] = [await open('key'), await open('value')];
  return {
    encoders: { key: key?.encoder, value: value?.encoder, register: registerAll([key, value]) },
    generate: choice.generate === undefined ? undefined : generatorOf(choice, key, value),
  };
}

function registerAll(parts: readonly (PartEncoding | undefined)[]): (() => Promise<void>) | undefined {
  const missing = parts.flatMap((part) => (part?.register ? part : []));
  if (missing.length === 0) return undefined;
  return async () => {
    // Neither schema stays alone because the other one was refused.
    if (missing.length > 1) for (const { tryRegister } of missing) await tryRegister?.();
    for (const { register } of missing) await register?.();
  };
}

function generatorOf(
  { size, key }: EncodeChoice,
  ofKey: PartEncoding | undefined,
  ofValue: PartEncoding | undefined,
): (() => string) | undefined {
  if (ofKey && key === undefined) {
    throw new LabError('usage', '--generate makes values: leave --encode of the key out, or give the --key.');
  }
  if (!ofValue) return undefined;
  if (size !== undefined) throw new LabError('usage', '--size is for --generate without --encode value.');
  if (ofValue.generator) {
    const next = ofValue.generator();
    return () => next(Math.random);
  }
  throw new LabError(
    'usage',
    '--generate with --encode needs a schema: a registered one, or that of a file.',
  );
}
