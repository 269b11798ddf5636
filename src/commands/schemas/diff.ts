/** `kafka-lab schemas diff` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import type { RegisteredSchema } from '../../registry/registry.js';
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import { requireRegistry } from '../shared/require-registry.js';
import { diffLines, type DiffLine } from './_diff-lines.js';
import { subjectArgument } from './_schema-options.js';
import { prettyLines } from './_schema-text.js';
import { parseVersion } from '../shared/subject-version.js';

export interface SchemaDiff {
  readonly subject: string;
  readonly from: Pick<RegisteredSchema, 'id' | 'type'> & { readonly version: number };
  readonly to: Pick<RegisteredSchema, 'id' | 'type'> & { readonly version: number };
  /** JSON schemas are compared as they are laid out, Protobuf line by line. */
  readonly lines: readonly DiffLine[];
}

/** So many lines around a change are shown. */
const context = 3;

export const schemasDiff = defineCommand({
  path: ['schemas', 'diff'],
  summary: 'show what changed between two versions of a subject',
  effect: 'reads',
  options: z.object({
    subject: subjectArgument,
    from: z.string().optional().meta({ description: 'a version (default: the last but one)' }),
    to: z.string().optional().meta({ description: 'another one (default: the latest)' }),
  }),
  positionals: ['subject', 'from', 'to'],
  examples: ['schemas diff orders-value', 'schemas diff orders-value 3 4', 'schemas diff orders-value 1'],
  async run(commandContext, { subject, from, to }): Promise<SchemaDiff> {
    const typed = [from, to].map((each) =>
      each === undefined || each === 'latest' ? undefined : parseVersion(each),
    );
    const registry = await requireRegistry(commandContext);
    const versions = await registry.versions(subject);
    const newer = typed[1] ?? versions.at(-1);
    const older = typed[0] ?? versions.filter((each) => newer === undefined || each < newer).at(-1);
    if (older === undefined || newer === undefined) {
      throw new LabError(
        'not-found',
        `${subject} has one version alone: there is nothing to compare it with.`,
        {
          hint: `What would be taken as the next one: ${commandLine`schemas check ${subject} --file FILE`}`,
        },
      );
    }
    const [before, after] = await Promise.all([
      registry.version(subject, older),
      registry.version(subject, newer),
    ]);
    return {
      subject,
      from: { version: older, id: before.id, type: before.type },
      to: { version: newer, id: after.id, type: after.type },
      lines: diffLines(prettyLines(before), prettyLines(after)),
    };
  },
  view: ({ subject, from, to, lines }) => ({
    title: `${subject}: version ${from.version} (id ${from.id}, ${from.type}) → version ${to.version} (id ${to.id}, ${to.type})`,
    header: ['', 'SCHEMA'],
    rows: aroundChanges(lines),
    notes: lines.every(({ change }) => change === 'same') ? ['The two say the same.'] : [],
  }),
  items: ({ lines }) => lines,
});

const marks = {
  same: { sign: ' ', tone: 'muted' },
  removed: { sign: '-', tone: 'bad' },
  added: { sign: '+', tone: 'good' },
} as const;

function aroundChanges(lines: readonly DiffLine[]): readonly Cell[][] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ change }) => change !== 'same');
  const rows: Cell[][] = [];
  let isOmitting = false;
  lines.forEach(({ change, text }, index) => {
    if (!isNear(index)) {
      if (!isOmitting) rows.push(['', { text: '…', tone: 'muted' }]);
      isOmitting = true;
      return;
    }
    isOmitting = false;
    const { sign, tone } = marks[change];
    rows.push([
      { text: sign, tone },
      { text, tone },
    ]);
  });
  return lines.every(({ change }) => change === 'same') ? [] : rows;
}
