/** `kafka-lab schemas delete` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { isRefusal } from '../../registry/refusal.js';
import type { Registry } from '../../registry/registry.js';
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import { requireRegistry } from '../shared/require-registry.js';
import { orNamedLikeAVersion, parseSubjectVersion } from '../shared/subject-version.js';

export interface DeletedSchemas {
  readonly subject: string;
  readonly versions: readonly number[];
  readonly isPermanent: boolean;
}

export const schemasDelete = defineCommand({
  path: ['schemas', 'delete'],
  summary:
    'delete a subject, or one of its versions; records that carry its ids can be read until it is --permanent',
  effect: 'destroys',
  changes: 'registry',
  options: z.object({
    subject: z
      .string()
      .min(1)
      .meta({ description: 'name of a subject, or SUBJECT@VERSION', completes: 'subject' }),
    permanent: z.boolean().default(false).meta({
      description: 'for ever: records that carry its ids cannot be read any more',
    }),
  }),
  positionals: ['subject'],
  examples: [
    'schemas delete orders-value@3',
    'schemas delete old-value',
    'schemas delete old-value --permanent',
  ],
  confirmation: ({ subject, permanent }) => ({
    question: permanent
      ? `${subject} will be gone for ever, and records that carry its ids cannot be read any more.`
      : `${subject} will be deleted. Records that carry its ids can still be read.`,
    word: subject,
  }),
  async run(context, { subject: typed, permanent }): Promise<DeletedSchemas> {
    const { subject, version } = parseSubjectVersion(typed);
    if (version === 'latest') {
      throw new LabError('usage', 'Which version is deleted must be said by its number.', {
        hint: `See which there are: ${commandLine`schemas versions ${subject}`}`,
      });
    }
    const registry = await requireRegistry(context);
    const gone = await orNamedLikeAVersion(
      deleteOnce(registry, subject, version, permanent),
      registry,
      { typed, deleted: permanent },
      (each) => commandLine`schemas delete ${typed}@${each}`,
    );
    if (!permanent) return { subject, versions: gone, isPermanent: false };
    const forEver =
      version === undefined
        ? await registry.deleteSubject(subject, true)
        : await registry.deleteVersion(subject, version, true).then(() => [version]);
    return { subject, versions: forEver, isPermanent: true };
  },
  view: ({ subject, versions, isPermanent }) => ({
    header: ['SUBJECT', 'VERSION', 'OUTCOME'],
    rows: versions.map((version) => [
      subject,
      version,
      { text: isPermanent ? 'deleted for ever' : 'deleted', tone: 'good' },
    ]),
    notes: isPermanent
      ? []
      : [
          `Registered again, a schema comes back with its id. Those that are deleted: ${commandLine`schemas versions ${subject} --deleted`}; for ever: ${commandLine`schemas delete ${subject} --permanent`}`,
        ],
  }),
});

/** Registries delete for ever only what was deleted before; what was, is no failure then. */
async function deleteOnce(
  registry: Registry,
  subject: string,
  version: number | undefined,
  permanent: boolean,
): Promise<readonly number[]> {
  try {
    if (version === undefined) return await registry.deleteSubject(subject, false);
    await registry.deleteVersion(subject, version, false);
    return [version];
  } catch (error) {
    if (permanent && isRefusal(error, [40404, 40406])) return [];
    throw error;
  }
}
