/** `kafka-lab schemas register` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { requireRegistry } from '../shared/require-registry.js';
import { schemaFrom, schemaOptions, subjectArgument } from './_schema-options.js';

export interface RegisteredVersion {
  readonly subject: string;
  /** Null if the registry does not tell. */
  readonly version: number | null;
  readonly id: number;
  readonly type: string;
  readonly outcome: 'registered' | 'unchanged';
}

export const schemasRegister = defineCommand({
  path: ['schemas', 'register'],
  summary: 'register a schema as the next version of a subject; one that it has already stays as it is',
  effect: 'writes',
  changes: 'registry',
  options: z.object({ subject: subjectArgument, ...schemaOptions }),
  positionals: ['subject'],
  examples: [
    'schemas register orders-value --file order.avsc',
    'schemas register payments-value --file payment.proto --reference common/money.proto=money@1',
    'schemas register events-value --file - --type json < event.schema',
  ],
  async run(context, { subject, ...options }): Promise<RegisteredVersion> {
    const schema = await schemaFrom(context, options, 'schemas register SUBJECT --file');
    const registry = await requireRegistry(context);
    const { type } = schema;
    const before = await registry.find(subject, schema);
    if (before)
      return { subject, version: before.version ?? null, id: before.id, type, outcome: 'unchanged' };
    const id = await registry.register(subject, schema);
    const after = await registry.find(subject, schema).catch(() => undefined);
    return { subject, version: after?.version ?? null, id, type, outcome: 'registered' };
  },
  view: ({ subject, version, id, type, outcome }) => ({
    header: ['SUBJECT', 'VERSION', 'ID', 'TYPE', 'OUTCOME'],
    rows: [
      [subject, version, id, type, { text: outcome, tone: outcome === 'registered' ? 'good' : 'muted' }],
    ],
    notes: [
      ...(outcome === 'unchanged' ? [`${subject} has this schema already.`] : []),
      `Look at it: ${commandLine`schemas get ${version === null ? subject : `${subject}@${version}`}`}`,
    ],
  }),
});
