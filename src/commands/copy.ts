/** `kafka-lab copy` */
import { defineCommand, type Context } from '../contract/command.js';
import { searchingFor } from '../kafka/copy/choose-records.js';
import { executeCopy, type CopyStatus } from '../kafka/copy/execute-copy.js';
import { planCopy } from '../kafka/copy/plan-copy.js';
import { openDecoding } from '../kafka/records/decoding/open-decoding.js';
import { grouped } from '../view/counted.js';
import { copyChoice, copyOptions } from './_copy-options.js';
import { goOnLines, isIncomplete, viewOf, type CopyReport } from './_copy-report.js';
import { perSecond } from './_produce-report.js';
import { describeOpenTails } from './shared/open-transactions.js';

export const copy = defineCommand({
  path: ['copy'],
  summary: 'copy the records of topics to another topic: a plan first, then --execute',
  effect: 'writes',
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
  ],
  async run(context, chosen): Promise<CopyReport> {
    const { request, searching, deliveryTimeoutMs } = copyChoice(context, chosen);
    const [source, target] = await Promise.all([context.kafka(), context.kafkaToChange()]);
    const plan = await planCopy(source, target, request);
    const notes = [...plan.notes, ...(await describeOpenTails(source, plan.read.open))];
    const report = { target: plan.target, planned: plan.partitions, notes, outcome: null, goOn: [] };
    if (!chosen.execute) return report;
    for (const note of notes) context.progress.note(note);
    const decoding = searching && (await openDecoding(context, request.read.topics, chosen, false));
    await decoding?.prepare(request.read.topics);
    const watching = watch(context, plan.target);
    try {
      const outcome = await executeCopy(
        source,
        target,
        plan,
        {
          isolation: chosen.isolation,
          search: searching && searchingFor(searching.search, decoding),
          maxMessages: chosen.maxMessages,
          rate: chosen.rate,
          acks: chosen.acks,
          compression: chosen.compression,
          deliveryTimeoutMs,
          transaction: chosen.transaction,
        },
        {
          signal: context.signal,
          note: (text) => context.progress.note(text),
          ready: (status) => watching.begin(status),
        },
      );
      return { ...report, outcome, goOn: goOnLines(chosen, outcome) };
    } finally {
      watching.end();
    }
  },
  view: viewOf,
  items: ({ outcome, planned }) => outcome?.partitions ?? planned,
  failed: isIncomplete,
  interrupted: ({ outcome }) => outcome?.interrupted === true,
});

const quickMs = 500;
const updateMs = 250;

/** A line for copies that take longer, which says what holds them up. */
function watch(context: Context, target: string) {
  let timer: NodeJS.Timeout | undefined;
  let finish: () => void = () => undefined;
  return {
    begin(status: () => CopyStatus): void {
      timer = setTimeout(() => {
        const startedAtMs = Date.now() - quickMs;
        const step = context.progress.start(`Copying to ${target}`);
        const update = () => step.update(progressText(target, status(), Date.now() - startedAtMs));
        timer = setInterval(update, updateMs);
        finish = () => step.succeed(progressText(target, status(), Date.now() - startedAtMs));
      }, quickMs);
    },
    end(): void {
      clearTimeout(timer);
      clearInterval(timer);
      finish();
    },
  };
}

function progressText(target: string, { written, trouble }: CopyStatus, elapsedMs: number): string {
  const waiting = trouble === undefined ? '' : ` · waiting: ${trouble}`;
  return `${target}: ${grouped(written)} written, ${grouped(perSecond(written, elapsedMs))}/s${waiting}`;
}
