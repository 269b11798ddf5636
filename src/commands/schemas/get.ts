/** `kafka-lab schemas get` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import type { StoredSchema, Registry } from '../../registry/registry.js';
import { isGuid } from '../../schemas/frames.js';
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import { printableLines } from '../../text/printable.js';
import { requireRegistry } from '../shared/require-registry.js';
import { prettyLines, titleOf } from './_schema-text.js';
import { orNamedLikeAVersion, parseSubjectVersion } from '../shared/subject-version.js';

export const schemasGet = defineCommand({
  path: ['schemas', 'get'],
  summary: 'print a schema: the latest of a subject, a version of it, or the one with an id',
  effect: 'reads',
  options: z.object({
    subject: z.string().optional().meta({
      description: 'name of a subject, or SUBJECT@VERSION',
      completes: 'subject',
      foremost: true,
    }),
    id: z.int().min(1).optional().meta({ description: 'the schema with this id, as records carry it' }),
    guid: z.string().optional().meta({
      description: 'the schema with this GUID, as headers of records carry it',
      placeholder: 'GUID',
    }),
    deleted: z
      .boolean()
      .default(false)
      .meta({ description: 'also if it was deleted and can be brought back' }),
  }),
  positionals: ['subject'],
  examples: [
    'schemas get orders-value',
    'schemas get orders-value@3 -o plain > orders.avsc',
    'schemas get --id 7',
    'schemas get orders-value -o json',
  ],
  async run(context, options): Promise<StoredSchema> {
    const registry = await requireRegistry(context);
    const schema = await fetched(registry, options);
    const { output } = context.globals;
    // As it was registered, to the byte, unless a terminal would act on it.
    if (output === 'plain' || (output === undefined && !context.isTerminal)) {
      const isWhole = schema.text.endsWith('\n');
      await context.sink.write(
        context.isTerminal ? `${printableLines(schema.text)}${isWhole ? '' : '\n'}` : schema.text,
      );
      return { ...schema, text: '' };
    }
    return schema;
  },
  view: (schema): View => {
    // It was written as it is.
    if (schema.text === '') return { header: [], rows: [] };
    const { references } = schema;
    return {
      title: titleOf(schema),
      header: ['SCHEMA'],
      rows: prettyLines(schema).map((line) => [line]),
      ...(references.length === 0
        ? {}
        : {
            more: [
              {
                title: 'Refers to',
                header: ['NAME', 'SUBJECT', 'VERSION'],
                rows: references.map(({ name, subject, version }) => [name, subject, version]),
              },
            ],
          }),
    };
  },
});

interface Wanted {
  readonly subject?: string | undefined;
  readonly id?: number | undefined;
  readonly guid?: string | undefined;
  readonly deleted: boolean;
}

async function fetched(registry: Registry, { subject, id, guid, deleted }: Wanted): Promise<StoredSchema> {
  const named = [subject, id, guid].filter((each) => each !== undefined);
  if (named.length !== 1) {
    throw new LabError(
      'usage',
      named.length === 0
        ? 'Which schema?'
        : 'A subject, an --id and a --guid name one schema each: give one of them.',
      {
        hint: 'kafka-lab schemas get SUBJECT, SUBJECT@VERSION, --id N or --guid GUID; subjects: kafka-lab schemas list',
      },
    );
  }
  if (subject !== undefined) {
    const typed = parseSubjectVersion(subject);
    return orNamedLikeAVersion(
      registry.version(typed.subject, typed.version ?? 'latest', { deleted }),
      registry,
      { typed: subject, deleted },
      () => commandLine`schemas get ${subject}@latest`,
    );
  }
  // Asked anew, as somebody looks.
  const found =
    id === undefined ? await registry.byGuid(requireGuid(guid ?? '')) : await registry.refresh(id);
  if (found) return found;
  throw new LabError(
    'not-found',
    `The schema registry ${registry.url} has no schema with the ${id === undefined ? `GUID ${guid ?? ''}` : `id ${id}`}.`,
    {
      hint: 'Is it the registry that the records were written with? See what it has: kafka-lab schemas list',
    },
  );
}

function requireGuid(text: string): string {
  if (isGuid(text)) return text.toLowerCase();
  throw new LabError('usage', `"${text}" is not a GUID: 8-4-4-4-12 hexadecimal digits.`);
}
