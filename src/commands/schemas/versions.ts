/** `kafka-lab schemas versions` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { inParallel } from '../../text/wait.js';
import { requireRegistry } from '../shared/require-registry.js';
import { subjectArgument } from './_schema-options.js';

export interface VersionSummary {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly type: string;
  readonly references: number;
  readonly isDeleted: boolean;
}

const atOnce = 8;

export const schemasVersions = defineCommand({
  path: ['schemas', 'versions'],
  summary: 'list the versions of a subject, with the id that records of each carry',
  effect: 'reads',
  options: z.object({
    subject: subjectArgument,
    deleted: z
      .boolean()
      .default(false)
      .meta({ description: 'those too that were deleted and can be brought back' }),
  }),
  positionals: ['subject'],
  examples: ['schemas versions orders-value', 'schemas versions orders-value --deleted'],
  async run(context, { subject, deleted }): Promise<readonly VersionSummary[]> {
    const registry = await requireRegistry(context);
    const all = await registry.versions(subject, { deleted });
    const present = new Set(deleted ? await registry.versions(subject).catch(() => []) : all);
    return inParallel(all, atOnce, async (version) => {
      const { id, type, references } = await registry.version(subject, version, { deleted });
      return { subject, version, id, type, references: references.length, isDeleted: !present.has(version) };
    });
  },
  view: (versions) => ({
    header: ['VERSION', 'ID', 'TYPE', 'REFERENCES', 'STATE'],
    rows: versions.map(({ version, id, type, references, isDeleted }) => [
      version,
      id,
      type,
      references,
      isDeleted ? { text: 'deleted', tone: 'muted' } : 'present',
    ]),
    notes: compareNote(versions),
  }),
});

function compareNote(versions: readonly VersionSummary[]): readonly string[] {
  const [before, last] = versions.filter(({ isDeleted }) => !isDeleted).slice(-2);
  return before && last
    ? [
        `What the last one changed: ${commandLine`schemas diff ${last.subject} ${before.version} ${last.version}`}`,
      ]
    : [];
}
