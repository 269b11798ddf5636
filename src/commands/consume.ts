/** `kafka-lab consume` */
import { defineCommand } from '../contract/command.js';
import type { View } from '../view/view.js';
import { describeCoverage } from '../finding/search-report.js';
import { checkGroupId } from '../kafka/groups/group-ids.js';
import { RecordPrinter } from '../kafka/records/print-records.js';
import { planRead } from '../kafka/records/plan-read.js';
import { readRecords } from '../kafka/records/read-records.js';
import { matchingTopics } from '../kafka/session/topic-names.js';
import { consumeOptions, consumeSettings } from './_consume-options.js';
import {
  groupIntroduction,
  introduction,
  shareSummary,
  summary,
  whyStopped,
  type ConsumeReport,
} from './_consume-report.js';
import { following, isPartial } from './_consume-following.js';
import { searchRecords } from './_consume-search.js';
import { describeUndecoded } from './shared/decode-options.js';
import { openDecoding } from '../kafka/records/decoding/open-decoding.js';
import { topicNamed } from '../schemas/internal/internal-topic-names.js';
import { describeOpenTails } from './shared/open-transactions.js';

export const consume = defineCommand({
  path: ['consume'],
  summary: 'read records from topics',
  effect: 'reads',
  // A member of a group takes partitions from others and commits.
  effectOf: ({ group, shareGroup }) => ((group ?? shareGroup) === undefined ? 'reads' : 'writes'),
  output: 'bytes',
  options: consumeOptions,
  positionals: ['topic'],
  examples: [
    'consume orders --from-beginning',
    'consume orders --from -10 --keys --partitions --offsets',
    'consume orders --from @-1h --exit -o jsonl',
    'consume orders --filter \'value.amount > 100 and headers.source == "web"\' -n 10',
    'consume orders --grep /refund|chargeback/i --from @-1d',
    'consume orders --key customer-17',
    String.raw`consume orders --format '%p %o %k\t%v\n'`,
    'consume orders --group billing',
    'consume orders --share-group workers --ack ask --offsets --delivery-counts',
    'consume @metadata --filter \'value.type == "TopicRecord"\' -o jsonl',
    "consume --include 'orders-.*' --from @-1h",
  ],
  async run(context, typed): Promise<ConsumeReport> {
    const startedAt = context.now().getTime();
    const settings = consumeSettings(context, typed);
    const session = await context.kafka();
    const chosen = settings.include
      ? { ...typed, topic: await matchingTopics(session, settings.include, '--include') }
      : { ...typed, topic: typed.topic.map(topicNamed) };
    const choice = chosen.raw ? { ...chosen, noDecode: true } : chosen;
    const decoding = await openDecoding(context, chosen.topic, choice, settings.follow);
    await decoding?.prepare(chosen.topic);
    if (settings.searching)
      return searchRecords(context, session, chosen, settings, settings.searching, startedAt, decoding);
    const printer = new RecordPrinter(
      settings.format,
      context.sink,
      chosen.maxMessages ?? Infinity,
      decoding,
    );
    const common = {
      isolation: chosen.isolation,
      signal: context.signal,
      follow: settings.follow,
      note: (text: string) => context.progress.note(text),
    };
    if (chosen.group !== undefined) {
      // It brings kafkajs along, which takes longer to load than most reads take.
      const { consumeGroup } = await import('../kafka/consumer/consume-group.js');
      checkGroupId(chosen.group, '--group needs the name of a group.');
      context.progress.note(groupIntroduction(chosen, settings));
      const report = await consumeGroup(session, printer, {
        ...common,
        groupId: chosen.group,
        topics: chosen.topic,
        fromBeginning: settings.from.kind === 'start',
      });
      return {
        stopped: context.sink.open ? report.stopped : 'closed',
        follow: settings.follow,
        records: printer.printed,
        partitions: report.partitions.map((each) => ({ ...each, next: each.committed })),
        notes: [],
        open: [],
        ...describeUndecoded(decoding, chosen),
        isPartial: report.isPartial,
        durationMs: context.now().getTime() - startedAt,
      };
    }
    if (chosen.shareGroup !== undefined) {
      const { consumeShared } = await import('./_consume-share.js');
      const report = await consumeShared(context, session, printer, chosen, settings);
      return {
        ...report,
        records: printer.printed,
        ...describeUndecoded(decoding, chosen),
        durationMs: context.now().getTime() - startedAt,
      };
    }
    const request = { ...settings, topics: chosen.topic, isolation: chosen.isolation };
    const plan = await planRead(session, request);
    context.progress.note(introduction(chosen, settings, plan.ranges.length));
    for (const note of plan.notes) context.progress.note(note);
    const reports = await readRecords(session, plan, printer, {
      ...common,
      ...following(context, session, request, plan, settings),
    });
    return {
      stopped: context.sink.open ? whyStopped(reports) : 'closed',
      open: await describeOpenTails(context, session, plan.open),
      follow: settings.follow,
      records: printer.printed,
      partitions: reports.map(({ topic, partition, records, nextOffset }) => ({
        topic,
        partition,
        records,
        next: nextOffset,
      })),
      notes: plan.notes,
      ...describeUndecoded(decoding, chosen),
      isPartial: isPartial(plan, reports),
      durationMs: context.now().getTime() - startedAt,
    };
  },
  view: (report): View => ({
    header: [],
    rows: [],
    notes: [
      ...(report.coverage ? describeCoverage(report.coverage) : []),
      ...report.undecoded,
      ...report.open,
      summary(report),
      ...(report.share ? [shareSummary(report.share)] : []),
    ],
  }),
  failed: ({ isPartial, isUndecoded }) => isPartial || isUndecoded,
  interrupted: ({ stopped, follow }) => stopped === 'interrupted' && !follow,
});
