/** `kafka-lab schemas check` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { requireRegistry } from '../shared/require-registry.js';
import { LabError } from '../../text/errors.js';
import type { UnregisteredFile } from '../../schemas/choose/plan-references.js';
import { schemaFrom, schemaOptions, subjectArgument } from './_schema-options.js';

export interface SchemaCheck {
  readonly subject: string;
  readonly file: string;
  readonly isCompatible: boolean;
  /** In the registry's words. */
  readonly reasons: readonly string[];
  /** Nothing is registered under this subject yet. */
  readonly isNew: boolean;
  /** That it was checked for; null if the registry does not tell. */
  readonly compatibility: string | null;
}

export const schemasCheck = defineCommand({
  path: ['schemas', 'check'],
  summary:
    'ask the registry whether it would take a schema as the next version: exit code 1 and its reasons if not',
  effect: 'reads',
  options: z.object({ subject: subjectArgument, ...schemaOptions }),
  positionals: ['subject'],
  examples: [
    'schemas check orders-value --file order.avsc',
    'schemas check orders-value --file order.avsc --reference com.example.Money=money-value@2',
  ],
  async run(context, { subject, ...options }): Promise<SchemaCheck> {
    const planSchema = await schemaFrom(context, options, 'schemas check SUBJECT --file');
    const registry = await requireRegistry(context);
    const plan = await planSchema(registry, subject);
    const [first] = plan.unregistered;
    if (first) throw unregistered(options.file, plan.unregistered, first);
    const schema = plan.text();
    const [verdict, level] = await Promise.all([
      registry.check(subject, schema),
      registry.compatibility(subject).catch(() => undefined),
    ]);
    return { subject, file: options.file, ...verdict, compatibility: level?.level ?? null };
  },
  view: ({ subject, file, isCompatible, reasons, isNew, compatibility }) => ({
    header: ['SUBJECT', 'OUTCOME', 'COMPATIBILITY'],
    rows: [
      [
        subject,
        isCompatible ? { text: 'compatible', tone: 'good' } : { text: 'not compatible', tone: 'bad' },
        compatibility,
      ],
    ],
    notes: isCompatible
      ? [
          ...(isNew
            ? [`${subject} has no versions yet, so that there is nothing to be compatible with.`]
            : []),
          ...(compatibility === 'NONE' && !isNew
            ? [
                `Its compatibility level is NONE: nothing is compared. Set one: ${commandLine`schemas compatibility ${subject} set BACKWARD`}`,
              ]
            : []),
          `Register it: ${commandLine`schemas register ${subject} --file ${file}`}`,
        ]
      : [],
    failures: isCompatible ? [] : reasons.length > 0 ? reasons : ['The registry gives no reason.'],
  }),
  failed: ({ isCompatible }) => !isCompatible,
});

/** A registry checks a schema only with what it refers to. */
function unregistered(file: string, files: readonly UnregisteredFile[], first: UnregisteredFile): LabError {
  const subjects = files.map(({ subject }) => subject).join(', ');
  return new LabError(
    'refused',
    `${file} cannot be checked before what it refers to is registered as it is in the files: ${subjects}.`,
    {
      hint: `schemas register does that before the schema itself. For each of them alone: ${commandLine`schemas check ${first.subject} --file ${first.file}`}`,
    },
  );
}
