/** The files that people write, as JSON Schema (draft 2020-12) for their editors: made of what reads those files. */
import { z } from 'zod';
import { configSchema } from '../config/connection.js';
import { secretText } from '../config/sasl-settings.js';
import { manifestSchema } from '../kafka/manifest/manifest-schema.js';
import { anyCase } from '../text/letter-case.js';

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

export const describedFiles = ['connections', 'project', 'manifest'] as const;
export type DescribedFile = (typeof describedFiles)[number];

/** It takes whatever the program takes, and refuses what JSON Schema has words for. */
export function fileSchema(file: DescribedFile): Readonly<Record<string, unknown>> {
  const { title, reads, override } = files[file];
  const { $schema, ...rest } = z.toJSONSchema(reads(), { io: 'input', ...(override ? { override } : {}) });
  return { $schema, title, ...rest };
}

interface Reader {
  readonly title: string;
  reads(): z.ZodType;
  readonly override?: Override;
}

const files: Readonly<Record<DescribedFile, Reader>> = {
  connections: { title: "kafka-lab: one's own connections.yml", reads: configSchema },
  project: { title: "kafka-lab: a project's .kafka-lab.yml", reads: configSchema, override: asInProject },
  manifest: {
    title: 'kafka-lab: a file that export writes and apply reads',
    reads: () => manifestSchema,
    override: asTyped,
  },
};

/** The rules of config/project-file.ts about what stands in one place; those about two are for the program. */
function asInProject({ jsonSchema }: Parameters<Override>[0]): void {
  const { properties } = jsonSchema;
  if (properties?.['mechanism'] !== undefined) {
    delete properties['tokenCommand'];
    delete properties['tokenProvider'];
  }
  if (jsonSchema.writeOnly !== true) return;
  const places = 'env:NAME, of a variable with KAFKA in its name, or prompt.';
  if (jsonSchema.description !== undefined)
    jsonSchema.description = jsonSchema.description.replace(secretText, places);
  jsonSchema.pattern = `^(prompt|env:.*${anyCase('KAFKA')}.*)$`;
}

/** parse-manifest.ts takes numbers as they are typed, so that a text may be a number, and a number a text. */
function asTyped({ jsonSchema, path }: Parameters<Override>[0]): void {
  const { type } = jsonSchema;
  const isPlainText = type === 'string' && jsonSchema.pattern === undefined && jsonSchema.enum === undefined;
  if (isPlainText && path.at(-1) !== 'propertyNames')
    Object.assign(jsonSchema, { type: ['string', 'number'] });
  if (type !== 'integer' && type !== 'number') return;
  Object.assign(jsonSchema, { type: [type, 'string'], pattern: decimal });
}

const decimal = '^\\s*\\+?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*$';
