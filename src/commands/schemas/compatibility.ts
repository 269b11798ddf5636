/** `kafka-lab schemas compatibility` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { requireRegistry } from '../shared/require-registry.js';
import { parseCompatibilityWords } from './_compatibility-words.js';

export interface CompatibilityReport {
  /** Null: the registry as a whole. */
  readonly subject: string | null;
  /** Before a change; null if nothing was changed, or it could not be asked for. */
  readonly before: string | null;
  readonly level: string;
  /** Null if the registry does not tell. */
  readonly isOwn: boolean | null;
  readonly outcome: 'shown' | 'set' | 'unchanged';
}

export const schemasCompatibility = defineCommand({
  path: ['schemas', 'compatibility'],
  summary: 'show what the next version of a subject must be compatible with, or set it',
  effect: 'writes',
  changes: 'registry',
  effectOf: ({ subject, change }) =>
    parseCompatibilityWords(subject, change).level === undefined ? 'reads' : 'writes',
  options: z.object({
    subject: z.string().optional().meta({
      description: 'name of a subject (default: the level of the registry, for subjects without their own)',
      completes: 'subject',
    }),
    change: z.array(z.string()).default([]).meta({
      description:
        'set LEVEL: BACKWARD (new readers read old records), FORWARD (old readers read new ones), FULL (both), each with _TRANSITIVE (all versions, not the last alone), NONE',
    }),
  }),
  positionals: ['subject', 'change'],
  examples: [
    'schemas compatibility',
    'schemas compatibility orders-value',
    'schemas compatibility orders-value set FULL',
    'schemas compatibility set BACKWARD',
  ],
  async run(context, options): Promise<CompatibilityReport> {
    const { subject, level } = parseCompatibilityWords(options.subject, options.change);
    const registry = await requireRegistry(context);
    const named = subject ?? null;
    if (level === undefined) {
      const found = await registry.compatibility(subject);
      return { subject: named, before: null, ...found, outcome: 'shown' };
    }
    const before = await registry.compatibility(subject).catch(() => undefined);
    if (before?.level === level && before.isOwn === true)
      return { subject: named, before: level, level, isOwn: true, outcome: 'unchanged' };
    const set = await registry.setCompatibility(level, subject);
    return { subject: named, before: before?.level ?? null, level: set, isOwn: true, outcome: 'set' };
  },
  view: ({ subject, before, level, isOwn, outcome }) => ({
    header: ['SUBJECT', 'LEVEL', 'OF', ...(outcome === 'shown' ? [] : ['BEFORE', 'OUTCOME'])],
    rows: [
      [
        subject ?? 'all without their own',
        level,
        subject === null ? 'the registry' : isOwn === null ? null : isOwn ? 'the subject' : 'the registry',
        ...(outcome === 'shown'
          ? []
          : [before, { text: outcome, tone: outcome === 'set' ? ('good' as const) : ('muted' as const) }]),
      ],
    ],
    notes:
      outcome === 'set' && before !== null && before !== level
        ? [
            `To undo: ${subject === null ? commandLine`schemas compatibility set ${before}` : commandLine`schemas compatibility ${subject} set ${before}`}`,
          ]
        : [],
  }),
});
