/** `kafka-lab diff` */
import { z } from 'zod';
import { defineCommand, type Context } from '../contract/command.js';
import { compareSides } from '../kafka/compare/compare-sides.js';
import {
  comparedSections,
  readSide,
  sideOfFile,
  type Side,
  type SideSettings,
} from '../kafka/compare/read-side.js';
import { asLabError } from '../kafka/connection/errors.js';
import { parseManifest } from '../kafka/manifest/parse-manifest.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { LabError } from '../text/errors.js';
import { Pattern } from '../text/pattern/pattern.js';
import { here, placeNamed, type Place } from './_diff-places.js';
import { diffRecords, isDifferent, isUnsure, recordsView, type RecordsDiff } from './_diff-records.js';
import { clustersView, type ClustersDiff } from './_diff-view.js';
import { errorAskingAt } from './shared/asking-at.js';
import { inputName, readInput } from './shared/read-input.js';

export type DiffResult = ClustersDiff | RecordsDiff;

const options = z.object({
  connections: z.array(z.string()).min(1).meta({
    description:
      'one, to compare with the cluster in use, or two: connections, practice clusters, addresses (HOST:PORT), files that export wrote (- is standard input)',
    completes: 'connection',
  }),
  only: z
    .array(
      z.enum(comparedSections, {
        error: ({ input }) => `"${String(input)}" is not one of ${comparedSections.join(', ')}.`,
      }),
    )
    .default([])
    .meta({ description: `only this: ${comparedSections.join(', ')}; may be repeated` }),
  filter: z.string().optional().meta({
    description:
      'only topics, groups, users, and rules and quotas about names that match this regular expression',
    placeholder: 'REGEX',
  }),
  internal: z.boolean().default(false).meta({ description: "Kafka's own topics too" }),
  topic: z.array(z.string()).default([]).meta({
    description: 'with --records: the topic; given twice, the topic of the second side has another name',
    completes: 'topic',
  }),
  records: z.boolean().default(false).meta({ description: 'compare the records of a topic, by key' }),
  from: z.string().optional().meta({
    description:
      'with --records: where to begin: start, an offset, -N, @TIME, @-1h, or 0:12,1:7 by partition',
    placeholder: 'POSITION',
  }),
  to: z.string().optional().meta({
    description: 'with --records: where to stop, exclusive: the same positions',
    placeholder: 'POSITION',
  }),
  partition: z.array(z.string()).default([]).meta({
    description: 'with --records: only this partition; may be repeated',
    short: 'p',
    placeholder: 'N',
  }),
  timestamps: z.boolean().default(false).meta({
    description: 'with --records: records with other times differ',
  }),
});

type DiffOptions = z.output<typeof options>;

export const diff = defineCommand({
  path: ['diff'],
  summary:
    'compare two clusters, a cluster with a file, or the records of two topics: exit code 1 if they differ, 2 if that is not known',
  effect: 'reads',
  options,
  positionals: ['connections'],
  examples: [
    'diff staging',
    'diff prod staging --only topics --filter ^orders',
    'diff cluster.yml',
    'diff prod staging --topic orders --records --from @-1h',
    'diff prod prod --topic orders --topic orders-copy --records',
  ],
  async run(context, chosen): Promise<DiffResult> {
    checkOptions(context, chosen);
    const filter =
      chosen.filter === undefined ? undefined : new Pattern(chosen.filter, { option: '--filter' });
    const [one = '', other] = chosen.connections;
    const typed = await placeNamed(context, one);
    const [first, second] = other === undefined ? [here, typed] : [typed, await placeNamed(context, other)];
    if (chosen.records) {
      const [before, after] = [first, second].map((place) => clusterAt(place));
      if (!before || !after) throw noRecords();
      const sessions = await decided(() =>
        Promise.all([open(context, before), open(context, after)] as const),
      );
      const labels = [labelOf(sessions[0]), labelOf(sessions[1])] as const;
      const words = [before.words, after.words] as const;
      const explain = (error: unknown, number: 0 | 1) =>
        errorAskingAt(error, words[number], `In ${labels[number]}: `);
      const compared = await decided(() => diffRecords(context, chosen, sessions, explain));
      return { kind: 'records', first: labels[0], second: labels[1], ...compared };
    }
    const { internal, only } = chosen;
    const sections = only.length > 0 ? [...new Set(only)] : comparedSections;
    const settings = { sections, internal, filter };
    const [before, after] = await Promise.all([
      read(context, first, settings),
      read(context, second, settings),
    ]);
    const compared = await decided(() => compareSides(before.side, after.side, sections, { internal }));
    const hasApply = first.kind === 'cluster' && filter === undefined && !internal;
    return {
      kind: 'clusters',
      first: before.label,
      second: after.label,
      isSameCluster: before.side.clusterId !== null && before.side.clusterId === after.side.clusterId,
      isOpen: before.side.isOpen && after.side.isOpen,
      ...compared,
      apply: hasApply
        ? { from: second, to: first.words, only: only.filter((section) => section !== 'groups') }
        : null,
    };
  },
  view: (result) => (result.kind === 'records' ? recordsView(result) : clustersView(result)),
  items: (result) => (result.kind === 'records' ? result.examples : result.differences),
  failed: differs,
  undecided: (result) =>
    !differs(result) &&
    (result.kind === 'records'
      ? isUnsure(result)
      : result.unknown.length > 0 || result.compared.length === 0),
  interrupted: (result) => result.kind === 'records' && result.interrupted,
});

function differs(result: DiffResult): boolean {
  return result.kind === 'records' ? isDifferent(result) : result.differences.length > 0;
}

/** Throws LabError 'usage'. */
function checkOptions({ globals, env }: Context, chosen: DiffOptions): void {
  const { connections, topic, records, only, filter, internal } = chosen;
  if (connections.length > 2) {
    throw new LabError('usage', `Two sides can be compared, and ${connections.length} are named.`);
  }
  if (connections.length === 2 && connections.every((word) => word === '-')) {
    throw new LabError('usage', 'Standard input can be one side alone.');
  }
  const typedHere = [
    ['-c', globals.connection, env['KAFKA_LAB_CONNECTION']],
    ['-b', globals.bootstrapServer, env['KAFKA_LAB_BOOTSTRAP_SERVER']],
    ['--cluster', globals.cluster, env['KAFKA_LAB_CLUSTER']],
  ].find(([, value, fromEnvironment]) => value !== undefined && value !== fromEnvironment);
  if (connections.length === 2 && typedHere) {
    throw new LabError('usage', `Both sides are named already: leave ${typedHere[0] ?? ''} out.`);
  }
  if (!records) {
    const needs = [
      ['--topic', topic.length > 0],
      ['--from', chosen.from !== undefined],
      ['--to', chosen.to !== undefined],
      ['--partition', chosen.partition.length > 0],
      ['--timestamps', chosen.timestamps],
    ].find(([, isGiven]) => isGiven);
    if (!needs) return;
    throw new LabError('usage', `${String(needs[0])} goes with --records.`, {
      hint: 'What a topic is like, without its records: --only topics --filter NAME',
    });
  }
  if (topic.length === 0 || topic.length > 2) {
    throw new LabError(
      'usage',
      '--records goes with --topic, once, or twice if the second side has another name for it.',
    );
  }
  if (only.length > 0 || filter !== undefined || internal) {
    throw new LabError('usage', '--records compares one topic: leave out --only, --filter and --internal.');
  }
}

type ClusterPlace = Place & { readonly kind: 'cluster' };

function clusterAt(place: Place): ClusterPlace | undefined {
  return place.kind === 'cluster' ? place : undefined;
}

function noRecords(): LabError {
  return new LabError('usage', 'A file about a cluster has no records to compare.');
}

async function open(context: Context, { target, words }: ClusterPlace): Promise<KafkaSession> {
  try {
    return await (target === undefined ? context.kafka() : context.kafkaOf(target));
  } catch (error) {
    throw errorAskingAt(error, words);
  }
}

async function read(
  context: Context,
  place: Place,
  settings: SideSettings,
): Promise<{ readonly side: Side; readonly label: string }> {
  if (place.kind === 'file') {
    const text = await decided(() => readInput(context, place.path, 'diff'));
    const label = inputName(place.path);
    return { side: sideOfFile(parseManifest(text, label), settings), label };
  }
  return decided(async () => {
    const session = await open(context, place);
    try {
      return { side: await readSide(session, settings), label: labelOf(session) };
    } catch (error) {
      throw errorAskingAt(error, place.words);
    }
  });
}

function labelOf({ target: { origin, bootstrapServers } }: KafkaSession): string {
  const [address] = bootstrapServers;
  return origin === '-b' && address ? `${address.host}:${address.port}` : origin;
}

/** What could not be asked is no difference: the exit code is another one. */
async function decided<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const known = asLabError(error);
    if (['usage', 'interrupted'].includes(known.code) || (known !== error && known.code === 'failed'))
      throw error;
    throw new LabError('undecided', known.message, {
      ...(known.hint === undefined ? {} : { hint: known.hint }),
      cause: error,
    });
  }
}
