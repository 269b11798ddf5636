/** `kafka-lab copy` */
import { defineCommand, type Context } from '../contract/command.js';
import { searchingFor, type NextRecord } from '../kafka/copy/choose-records.js';
import { executeCopy, type CopyStatus } from '../kafka/copy/execute-copy.js';
import { planCopy, type CopyPlan } from '../kafka/copy/plan-copy.js';
import { planRedrive, type RedrivePlan } from '../kafka/copy/plan-redrive.js';
import { openDecoding } from '../kafka/records/decoding/open-decoding.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { grouped } from '../view/counted.js';
import { copyChoice, copyOptions, type CopyChoice, type CopyOptions } from './_copy-options.js';
import {
  goOnLines,
  isIncomplete,
  nextLines,
  targetText,
  targetWords,
  viewOf,
  type CopyReport,
} from './_copy-report.js';
import { partitionOfDecoded } from './_consume-search.js';
import { perSecond } from './_produce-report.js';
import { errorAskingAt } from './shared/asking-at.js';
import { describeUndecoded } from './shared/decode-options.js';
import { describeOpenTails } from './shared/open-transactions.js';
import { watchWork } from './shared/watch-progress.js';

export const copy = defineCommand({
  path: ['copy'],
  summary:
    'copy records to another topic, or send dead letters back (--redrive): a plan first, then --execute',
  effect: 'writes',
  onlyAdds: true,
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  output: 'report',
  options: copyOptions,
  positionals: ['topic'],
  changesAt: ({ toConnection }) => toConnection,
  examples: [
    'copy orders orders-copy --create',
    'copy orders orders-copy --execute',
    'copy orders orders --to-connection staging --from @-1d --execute',
    `copy orders refunds --filter 'value.type == "refund"' --execute`,
    'copy orders-eu orders-us orders --rate 5000 --compression zstd --execute',
    'copy orders.dlq --redrive',
  ],
  async run(context, chosen): Promise<CopyReport> {
    const choice = copyChoice(context, chosen);
    const [source, target] = await Promise.all([context.kafka(), context.kafkaToChange()]);
    const { read, search, decoding } = await searchOf(context, chosen, choice);
    const plan = await planOf(context, source, target, chosen, { ...choice, read }, search);
    const notes = [
      ...plan.notes.map((line) => context.carry(line)),
      ...(await describeOpenTails(context, source, plan.read.open)),
    ];
    const routes = 'routes' in plan ? plan.routes : null;
    const report: CopyReport = {
      ...{ target: choice.target ?? null, planned: plan.partitions, routes, notes },
      ...{ outcome: null, goOn: [], next: [] },
    };
    if (!chosen.execute) return report;
    for (const note of notes) context.progress.note(note);
    const name = targetText(report);
    const watching = watchWork<CopyStatus>(context, {
      title: `Copying to ${name}`,
      text: (status, elapsedMs) => progressText(name, status, elapsedMs),
    });
    try {
      const outcome = await executeCopy(
        source,
        target,
        plan,
        {
          isolation: chosen.isolation,
          search,
          maxMessages: chosen.maxMessages,
          rate: chosen.rate,
          acks: chosen.acks,
          compression: chosen.compression,
          deliveryTimeoutMs: choice.deliveryTimeoutMs,
          transaction: chosen.transaction,
        },
        {
          signal: context.signal,
          note: (text) => context.progress.note(text),
          ready: (status) => watching.begin(status),
        },
      );
      return {
        ...report,
        notes: describeUndecoded(decoding, chosen).undecoded,
        outcome,
        goOn: goOnLines(chosen, outcome).map((line) => context.carry(line)),
        next: nextLines(chosen, outcome).map((line) => context.carry(line)),
      };
    } finally {
      watching.end();
    }
  },
  view: viewOf,
  items: ({ outcome, routes, planned }) => outcome?.partitions ?? routes ?? planned,
  failed: isIncomplete,
  interrupted: ({ outcome }) => outcome?.interrupted === true,
});

/** What is searched for, and by that which partition is read. */
async function searchOf(context: Context, chosen: CopyOptions, { searching, read }: CopyChoice) {
  if (!searching) return { read, search: undefined, decoding: undefined };
  const topics = [...read.topics];
  const decodes = searching.looksInside || chosen.decode.length > 0;
  const decoding = decodes ? await openDecoding(context, topics, chosen, false) : undefined;
  await decoding?.prepare(topics);
  const partitionOf =
    searching.partitionOf && chosen.partition.length === 0
      ? await partitionOfDecoded(decoding, { topic: topics, key: chosen.key }, searching.partitionOf)
      : undefined;
  return { read: { ...read, partitionOf }, search: searchingFor(searching.search, decoding), decoding };
}

function planOf(
  { signal }: Context,
  source: KafkaSession,
  target: KafkaSession,
  chosen: CopyOptions,
  { target: name, read }: CopyChoice,
  search: NextRecord | undefined,
): Promise<CopyPlan | RedrivePlan> {
  const { create, headerName, maxRedrives, maxMessages } = chosen;
  const group = chosen.group ?? chosen.transaction;
  const atTarget = (error: unknown) => errorAskingAt(error, targetWords(chosen));
  if (name !== undefined) return planCopy(source, target, { target: name, create, read, group, atTarget });
  const rules = { headerName, maxRedrives: maxRedrives ?? usualRedrives };
  return planRedrive(source, target, { read, rules, maxMessages, search, signal, group, atTarget });
}

const usualRedrives = 3;

function progressText(target: string, { written, trouble }: CopyStatus, elapsedMs: number): string {
  const waiting = trouble === undefined ? '' : ` · waiting: ${trouble}`;
  return `${target}: ${grouped(written)} written, ${grouped(perSecond(written, elapsedMs))}/s${waiting}`;
}
