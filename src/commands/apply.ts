/** `kafka-lab apply` */
import { z } from 'zod';
import { defineCommand, type Context } from '../contract/command.js';
import type { View } from '../view/view.js';
import { LabError } from '../text/errors.js';
import { applyChanges, type AppliedChange } from '../kafka/manifest/apply-changes.js';
import { manifestSections, readManifest } from '../kafka/manifest/read-manifest.js';
import { compare, takesAway, type Change, type Comparison } from '../kafka/manifest/changes.js';
import { losingRecords } from '../kafka/manifest/lost-records.js';
import { parseManifest } from '../kafka/manifest/parse-manifest.js';
import { diffLine, signCell } from './_apply-view.js';
import { firstNames } from '../view/counted.js';
import { inputName, readInput } from './shared/read-input.js';
import { refuseReference, typedSecret } from './shared/typed-secret.js';

interface ApplyReport {
  readonly outcome: 'planned' | 'applied';
  readonly changes: readonly AppliedChange[];
  /** What is in the cluster and not in the file. */
  readonly kept: readonly Change[];
  readonly impossible: readonly string[];
  readonly uncompared: Comparison['uncompared'];
}

export const applyFile = defineCommand({
  path: ['apply'],
  summary: 'change the cluster into what a YAML file says: topics, configs, access rules, quotas, users',
  effect: 'destroys',
  effectOf: ({ dryRun, prune }) => (dryRun ? 'reads' : prune ? 'destroys' : 'writes'),
  options: z.object({
    file: z.string().default('-').meta({ description: 'the file; - is standard input', completes: 'file' }),
    dryRun: z.boolean().default(false).meta({ description: 'only show what would change' }),
    prune: z.boolean().default(false).meta({
      description: 'also delete what the sections of the file do not name; the plan is shown first',
    }),
    setPasswords: z.boolean().default(false).meta({
      description: 'also write the passwords of users that have one: whether it differs cannot be seen',
    }),
  }),
  positionals: ['file'],
  examples: ['apply cluster.yml --dry-run', 'apply cluster.yml', 'apply cluster.yml --prune'],
  // It is asked for once the plan is known and shown.
  confirmation: () => undefined,
  async run(context, { file, dryRun, prune, setPasswords }): Promise<ApplyReport> {
    const wanted = parseManifest(await readInput(context, file, 'apply'), inputName(file));
    const session = await context.kafka();
    const sections = manifestSections.filter((section) => wanted[section] !== undefined);
    const {
      manifest: actual,
      missing,
      configTypes,
    } = await readManifest(session, sections, { internal: true });
    const [unreadable] = Object.values(missing);
    if (unreadable) throw unreadable;
    const { brokers } = await session.metadata([]);
    const { changes, kept, impossible, uncompared } = compare(wanted, actual, {
      brokers: brokers.length,
      prune,
      setPasswords,
      configTypes,
    });
    const rest = { kept, impossible, uncompared };
    for (const change of changes)
      if (change.kind === 'password') refuseReference(context, ...sourceOf(change));
    if (dryRun) {
      const planned = changes.map((change): AppliedChange => ({ change, outcome: 'planned', problem: null }));
      return { outcome: 'planned', changes: planned, ...rest };
    }
    if (impossible.length > 0) {
      throw new LabError('refused', `Nothing was changed. ${impossible.join('\n')}`);
    }
    await confirmLosses(context, changes, await losingRecords(session, changes));
    const passwords = await passwordsOf(context, changes);
    const applied = await applyChanges(session, changes, (change) =>
      Promise.resolve(passwords.get(change) ?? ''),
    );
    return { outcome: 'applied', changes: applied, ...rest };
  },
  view: ({ outcome, changes, kept, impossible, uncompared }): View => ({
    header: ['', 'WHAT', 'BEFORE', 'AFTER', 'OUTCOME'],
    rows: changes.map(({ change, outcome: own, problem }) => {
      const line = diffLine(change);
      const tone = own === 'planned' ? 'strong' : 'good';
      const outcomeCell =
        problem === null ? ({ text: own, tone } as const) : ({ text: problem, tone: 'bad' } as const);
      return [signCell(line), line.what, line.before, line.after, outcomeCell];
    }),
    notes: [
      changes.length === 0
        ? 'The cluster is as the file says: nothing to change.'
        : outcome === 'planned'
          ? `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}; a dry run, nothing was changed.`
          : `${changes.filter(({ problem }) => problem === null).length} of ${changes.length} changes made.`,
      ...(uncompared.length > 0
        ? [
            `Passwords cannot be compared; kept as they are: ${uncompared.map(({ user, mechanism }) => `${user} (${mechanism})`).join(', ')}. --set-passwords writes them anyway.`,
          ]
        : []),
      ...(kept.length > 0
        ? [
            `In the cluster and not in the file; --prune deletes ${kept.length === 1 ? 'it' : 'them'}: ${named(kept)}.`,
          ]
        : []),
    ],
    failures: impossible,
  }),
  items: ({ changes }) => changes,
  failed: ({ changes, impossible }) =>
    impossible.length > 0 || changes.some(({ problem }) => problem !== null),
});

function named(changes: readonly Change[]): string {
  return firstNames(changes.map((change) => diffLine(change).what));
}

/** Shows the plan and asks, if anything is deleted or records may be. Throws LabError as `context.confirm` does. */
async function confirmLosses(
  context: Context,
  changes: readonly Change[],
  losing: readonly Change[],
): Promise<void> {
  const deleted = changes.filter(takesAway);
  if (context.globals.yes || (deleted.length === 0 && losing.length === 0)) return;
  for (const change of changes) {
    const { sign, what, before, after } = diffLine(change);
    context.say(`${sign} ${what}: ${[before, after].filter((side) => side !== null).join(' → ')}`);
  }
  const topics = deleted.some(({ kind }) => kind === 'old topic') ? ', topics with all their records' : '';
  await context.confirm(
    [
      ...(deleted.length > 0 ? [`What the file does not name is deleted${topics}: ${named(deleted)}.`] : []),
      ...(losing.length > 0 ? [`Brokers delete records that they would have kept: ${named(losing)}.`] : []),
    ].join(' '),
    deleted.length > 0 ? 'prune' : 'apply',
  );
}

/** All of them before the first change, so that a forgotten one stops nothing half-way. */
async function passwordsOf(
  context: Context,
  changes: readonly Change[],
): Promise<ReadonlyMap<Change, string>> {
  const passwords = new Map<Change, string>();
  for (const change of changes) {
    if (change.kind !== 'password') continue;
    passwords.set(change, await typedSecret(context, ...sourceOf(change)));
  }
  return passwords;
}

function sourceOf({ user, password }: Change & { kind: 'password' }): [where: string, what: string] {
  return [password ?? 'prompt', `the new password of ${user}`];
}
