/** `kafka-lab schemas mode` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { requireRegistry } from '../shared/require-registry.js';

export interface ModeReport {
  /** Null: the registry as a whole. */
  readonly subject: string | null;
  /** Null if the registry has no modes. */
  readonly mode: string | null;
}

export const schemasMode = defineCommand({
  path: ['schemas', 'mode'],
  summary: 'show whether schemas can be registered: READWRITE, READONLY, IMPORT',
  effect: 'reads',
  options: z.object({
    subject: z
      .string()
      .optional()
      .meta({ description: 'name of a subject (default: the whole registry)', completes: 'subject' }),
  }),
  positionals: ['subject'],
  examples: ['schemas mode', 'schemas mode orders-value'],
  async run(context, { subject }): Promise<ModeReport> {
    const registry = await requireRegistry(context);
    return { subject: subject ?? null, mode: (await registry.mode(subject)) ?? null };
  },
  view: ({ subject, mode }) => ({
    header: ['SUBJECT', 'MODE'],
    rows: [[subject ?? 'all', mode]],
    notes: mode === null ? ['This registry has no modes, as Apicurio: schemas can be registered.'] : [],
  }),
});
