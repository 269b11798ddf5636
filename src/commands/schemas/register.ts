/** `kafka-lab schemas register` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { requireRegistry } from '../shared/require-registry.js';
import type { RegisteredFile } from '../../schemas/choose/plan-references.js';
import { schemaFrom, schemaOptions, subjectArgument } from './_schema-options.js';

export interface RegisteredVersion {
  readonly subject: string;
  /** Null if the registry does not tell. */
  readonly version: number | null;
  readonly id: number;
  readonly type: string;
  readonly outcome: 'registered' | 'unchanged';
  /** Files that it refers to and that were registered before it, as subjects called as the references are. */
  readonly registeredBefore: readonly RegisteredFile[];
}

const registered = { text: 'registered', tone: 'good' } as const;

export const schemasRegister = defineCommand({
  path: ['schemas', 'register'],
  summary:
    'register a schema as the next version of a subject, and before it the files that it refers to; what is there already stays as it is',
  effect: 'writes',
  onlyAdds: true,
  changes: 'registry',
  options: z.object({ subject: subjectArgument, ...schemaOptions }),
  positionals: ['subject'],
  examples: [
    'schemas register orders-value --file order.avsc',
    'schemas register payments-value --file payment.proto --reference common/money.proto=money@1',
    'schemas register events-value --file - --type json < event.schema',
  ],
  async run(context, { subject, ...options }): Promise<RegisteredVersion> {
    const planSchema = await schemaFrom(context, options, 'schemas register SUBJECT --file');
    const registry = await requireRegistry(context);
    const plan = await planSchema(registry, subject);
    const registeredBefore: RegisteredFile[] = [];
    if (plan.unregistered.length > 0) {
      const files = plan.unregistered.map((each) => `${each.file} under ${each.subject}`);
      context.progress.note(`${subject} refers to what is not registered yet. First: ${files.join(', ')}.`);
      await plan.register((each) => {
        registeredBefore.push(each);
        context.progress.note(`Registered ${each.file} under ${each.subject}: version ${each.version}.`);
      });
    }
    const schema = plan.text();
    const { type } = schema;
    const before = await registry.find(subject, schema);
    const id = before?.id ?? (await registry.register(subject, schema));
    const found = before ?? (await registry.find(subject, schema).catch(() => undefined));
    const outcome = before ? 'unchanged' : 'registered';
    return { subject, version: found?.version ?? null, id, type, outcome, registeredBefore };
  },
  view: ({ subject, version, id, type, outcome, registeredBefore }) => ({
    header: ['SUBJECT', 'VERSION', 'ID', 'TYPE', 'OUTCOME'],
    rows: [
      ...registeredBefore.map((each) => [each.subject, each.version, each.id, type, registered]),
      [subject, version, id, type, outcome === 'registered' ? registered : { text: outcome, tone: 'muted' }],
    ],
    notes: [
      ...(outcome === 'unchanged' ? [`${subject} has this schema already.`] : []),
      `Look at it: ${commandLine`schemas get ${version === null ? subject : `${subject}@${version}`}`}`,
    ],
  }),
});
