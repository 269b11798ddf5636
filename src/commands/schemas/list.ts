/** `kafka-lab schemas list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { unless } from '../../registry/refusal.js';
import type { Registry } from '../../registry/registry.js';
import { LabError } from '../../text/errors.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { inParallel } from '../../text/wait.js';
import { requireRegistry } from '../shared/require-registry.js';

export interface SubjectSummary {
  readonly subject: string;
  /** Of the latest version; null if it could not be asked for, or was not (`--names`), and if the registry hides what was deleted. */
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
        : subjects
            .filter(({ isDeleted }) => isDeleted)
            .map((each) => deletedNote(each, asked?.names === true)),
    failures: subjects.flatMap(({ subject, problem }) =>
      problem === null ? [] : [`${subject}: ${problem}`],
    ),
  }),
  failed: (subjects) => subjects.some(({ problem }) => problem !== null),
});

function deletedNote({ subject, id, problem }: SubjectSummary, isNameOnly: boolean): string {
  const isHidden = id === null && problem === null && !isNameOnly;
  return `${subject} is deleted${isHidden ? ', and the registry no longer shows its schema' : ''}.`;
}

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
    if (isDeleted) return { ...named(subject, isDeleted), ...(await deletedVersion(registry, subject)) };
    const [latest, { level: compatibility }] = await Promise.all([
      registry.version(subject, 'latest'),
      registry.compatibility(subject),
    ]);
    const { version = null, id, type } = latest;
    return { ...named(subject, isDeleted), version, id, type, compatibility };
  } catch (error) {
    if (!(error instanceof LabError) || !['not-found', 'refused', 'usage'].includes(error.code)) throw error;
    return { ...named(subject, isDeleted), problem: error.message };
  }
}

/** The last version that was deleted. Apicurio tells its number, and of what it was only that there is no such subject. */
async function deletedVersion(
  registry: Registry,
  subject: string,
): Promise<Pick<SubjectSummary, 'version' | 'id' | 'type'>> {
  const deleted = true;
  const version = (await registry.versions(subject, { deleted })).at(-1);
  if (version === undefined) return { version: null, id: null, type: null };
  const found = await unless([40401, 40402], registry.version(subject, version, { deleted }));
  return { version, id: found?.id ?? null, type: found?.type ?? null };
}
