/** What a registry's answers must be, and the schemas in them. */
import { z } from 'zod';
import { LabError } from '../text/errors.js';
import { once } from '../text/once.js';
import { printable } from '../text/printable.js';
import type { RegisteredSchema, StoredSchema } from './registry.js';

export const answers = once(() => {
  const reference = z.object({ name: z.string(), subject: z.string(), version: z.int() });
  const schema = z.object({
    id: z.int().nullish(),
    guid: z.string().nullish(),
    subject: z.string().nullish(),
    version: z.int().nullish(),
    schema: z.string(),
    /** Avro if it is not there. */
    schemaType: z.string().nullish(),
    references: z.array(reference).nullish(),
  });
  const level = z.object({ compatibilityLevel: z.string().nullish(), compatibility: z.string().nullish() });
  return {
    schema,
    names: z.array(z.string()),
    versions: z.array(z.int()),
    version: z.int(),
    id: z.object({ id: z.int() }),
    uses: z.array(z.object({ subject: z.string(), version: z.int() })),
    level: level.transform((given, context) => {
      const found = given.compatibilityLevel ?? given.compatibility;
      if (found != null) return found;
      context.addIssue('there is no level');
      return z.NEVER;
    }),
    mode: z.object({ mode: z.string() }),
    verdict: z.object({
      is_compatible: z.boolean(),
      messages: z.array(z.string()).nullish(),
      /** Apicurio's. */
      reason: z.string().nullish(),
    }),
  };
});

const types = ['AVRO', 'PROTOBUF', 'JSON'] as const;

const otherRegistry = 'Is it one registry, or several behind one address?';

type SchemaAnswer = z.output<ReturnType<typeof answers>['schema']>;

/**
 * `known`: what it was asked by, which the answer may not repeat. Throws LabError 'refused' for a type that is none of the
 * three, and for an answer that is about another schema.
 */
export function asStored(answer: SchemaAnswer, known: Pick<StoredSchema, 'id' | 'guid'> = {}): StoredSchema {
  const { schema: text, references, subject, version } = answer;
  const name = answer.schemaType ?? 'AVRO';
  const type = types.find((each) => each === name.toUpperCase());
  if (type === undefined) {
    throw new LabError(
      'refused',
      `The schema registry has a schema of the type ${printable(name)}, which kafka-lab cannot read.`,
      { hint: `Types: ${types.join(', ')}` },
    );
  }
  const id = answer.id ?? known.id;
  const guid = (answer.guid ?? known.guid)?.toLowerCase();
  const isOther =
    (known.id !== undefined && known.id !== id) ||
    (known.guid !== undefined && known.guid.toLowerCase() !== guid);
  if (isOther) {
    throw new LabError(
      'refused',
      `The schema registry was asked for schema ${known.id ?? known.guid} and answered with schema ${known.id === undefined ? printable(String(guid)) : id}.`,
      { hint: otherRegistry },
    );
  }
  return {
    ...(id === undefined ? {} : { id }),
    type,
    text,
    references: references ?? [],
    ...(guid === undefined ? {} : { guid }),
    ...(subject == null ? {} : { subject }),
    ...(version == null ? {} : { version }),
  };
}

/** One that was asked for by its subject. Throws as `asStored`, if no id is named, and for another `version` than that, if it is given. */
export function asRegistered(answer: SchemaAnswer, version?: number): RegisteredSchema {
  const { id, ...others } = asStored(answer);
  if (version !== undefined && others.version !== undefined && others.version !== version) {
    throw new LabError(
      'refused',
      `The schema registry was asked for version ${version} and answered with version ${others.version}.`,
      { hint: otherRegistry },
    );
  }
  if (id !== undefined) return { id, ...others };
  throw new LabError('refused', 'The schema registry answered with a schema without its id.');
}
