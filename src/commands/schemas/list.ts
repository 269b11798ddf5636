/** `kafka-lab schemas list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import type { Registry } from '../../registry/registry.js';
import { LabError } from '../../text/errors.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { inParallel } from '../../text/wait.js';
import { requireRegistry } from '../shared/require-registry.js';

export interface SubjectSummary {
  readonly subject: string;
  /** Of the latest version; null if it could not be asked for, or was not (`--names`). */
  readonly version: number | null;
  readonly id: number | null;
  readonly type: string | null;
  readonly compatibility: string | null;
  readonly isDeleted: boolean;
  readonly problem: string | null;
}

const atOnce = 8;
const worthTelling = 50;

export const schemasList = defineCommand({
  path: ['schemas', 'list'],
  summary: 'list the subjects of the schema registry: latest version, id, type, compatibility',
  effect: 'reads',
  options: z.object({
    prefix: z.string().optional().meta({
      description:
        'only subjects that begin like this; :.CONTEXT: for those of a context, :*: for those of all',
    }),
    filter: z
      .string()
      .optional()
      .meta({ description: 'only names that match this regular expression', placeholder: 'REGEX' }),
    deleted: z
      .boolean()
      .default(false)
      .meta({ description: 'those too that were deleted and can be brought back' }),
    names: z.boolean().default(false).meta({ description: 'names alone, which takes one request' }),
  }),
  positionals: ['prefix'],
  examples: [
    'schemas list',
    'schemas list orders-',
    'schemas list --deleted',
    "schemas list ':.staging:' --names",
  ],
  async run(context, { prefix, filter, deleted, names }): Promise<readonly SubjectSummary[]> {
    const pattern = filter === undefined ? undefined : new Pattern(filter, { option: '--filter' });
    const registry = await requireRegistry(context);
    const asked = prefix === undefined ? {} : { prefix };
    const [present, all] = await Promise.all([
      registry.subjects(asked),
      deleted ? registry.subjects({ ...asked, deleted }) : undefined,
    ]);
    const here = new Set(present);
    const wanted = (all ?? present).filter((name) => pattern?.test(name) ?? true);
    // A few are there before anyone has read that they are asked for.
    const step =
      wanted.length < worthTelling
        ? undefined
        : context.progress.start(`Asking for ${wanted.length} subjects`);
    let done = 0;
    const summaries = await inParallel(wanted, atOnce, async (subject) => {
      const isDeleted = !here.has(subject);
      const summary = names ? named(subject, isDeleted) : await summaryOf(registry, subject, isDeleted);
      step?.update(`Asking for ${wanted.length} subjects: ${++done}`);
      return summary;
    });
    step?.succeed();
    return summaries;
  },
  view: (subjects, asked) => ({
    header: asked?.names ? ['SUBJECT'] : ['SUBJECT', 'VERSION', 'ID', 'TYPE', 'COMPATIBILITY'],
    rows: subjects.map((each) => [
      each.isDeleted ? { text: each.subject, tone: 'muted' } : each.subject,
      ...(asked?.names ? [] : cellsOf(each)),
    ]),
    notes:
      subjects.length === 0
        ? ['No subjects there. Make one: kafka-lab schemas register SUBJECT --file FILE']
        : subjects.filter(({ isDeleted }) => isDeleted).map(({ subject }) => `${subject} is deleted.`),
    failures: subjects.flatMap(({ subject, problem }) =>
      problem === null ? [] : [`${subject}: ${problem}`],
    ),
  }),
  failed: (subjects) => subjects.some(({ problem }) => problem !== null),
});

function cellsOf({ version, id, type, compatibility, problem }: SubjectSummary): Cell[] {
  return problem === null
    ? [version, id, type, compatibility]
    : [{ text: 'unknown', tone: 'bad' }, null, null, null];
}

function named(subject: string, isDeleted: boolean): SubjectSummary {
  return { subject, version: null, id: null, type: null, compatibility: null, isDeleted, problem: null };
}

/** One that cannot be told is no reason not to tell the others; a registry that does not answer is. */
async function summaryOf(registry: Registry, subject: string, isDeleted: boolean): Promise<SubjectSummary> {
  try {
    const [latest, compatibility] = await Promise.all([
      isDeleted
        ? registry
            .versions(subject, { deleted: true })
            .then((versions) => registry.version(subject, versions.at(-1) ?? 'latest', { deleted: true }))
        : registry.version(subject, 'latest'),
      isDeleted ? undefined : registry.compatibility(subject),
    ]);
    const { version = null, id, type } = latest;
    return { ...named(subject, isDeleted), version, id, type, compatibility: compatibility?.level ?? null };
  } catch (error) {
    if (!(error instanceof LabError) || !['not-found', 'refused', 'usage'].includes(error.code)) throw error;
    return { ...named(subject, isDeleted), problem: error.message };
  }
}
