/** `consume` with `--share-group`: what becomes of each record, and what is told of it. */
import type { Context } from '../contract/command.js';
import { checkGroupId } from '../kafka/groups/group-ids.js';
import type { RecordPrinter } from '../kafka/records/print-records.js';
import type { KafkaSession } from '../kafka/session/session.js';
import { consumeShare } from '../kafka/share/consume-share.js';
import type { AskedRecord, Verdict } from '../kafka/share/show-deliveries.js';
import type { ConsumeOptions, ConsumeSettings } from './_consume-options.js';
import { shareIntroduction, type ConsumeReport } from './_consume-report.js';

type ShareReport = Omit<ConsumeReport, 'records' | 'undecoded' | 'isUndecoded' | 'durationMs'>;

export async function consumeShared(
  context: Context,
  session: KafkaSession,
  printer: RecordPrinter,
  chosen: ConsumeOptions,
  settings: ConsumeSettings,
): Promise<ShareReport> {
  const groupId = chosen.shareGroup ?? '';
  checkGroupId(groupId, '--share-group needs the name of a group.');
  const { ack = 'accept' } = chosen;
  context.progress.note(shareIntroduction(chosen, settings));
  const report = await consumeShare(session, printer, {
    groupId,
    topics: chosen.topic,
    follow: settings.follow,
    verdict: ack === 'ask' ? (record) => ask(context, record) : ack,
    limit: chosen.maxMessages ?? Infinity,
    signal: context.signal,
    note: (text) => context.progress.note(text),
  });
  return {
    stopped: context.sink.open ? report.stopped : 'closed',
    follow: settings.follow,
    partitions: report.partitions,
    share: report.counts,
    notes: [],
    open: [],
    isPartial: report.isPartial,
  };
}

/** The first letter of each name chooses it, and Enter takes it. */
async function ask(context: Context, record: AskedRecord): Promise<Verdict | 'stop'> {
  const { topic, partition, offset, deliveryCount } = record;
  const answer = await context.questions?.choice(
    `${topic}[${partition}] offset ${offset}, delivery ${deliveryCount}:`,
    [
      { name: 'accept', value: 'accept', description: 'It is done with.' },
      {
        name: 'release',
        value: 'release',
        description: 'The group delivers it again, until its delivery limit.',
      },
      { name: 'x: reject', value: 'reject', description: 'It is not delivered again.' },
      { name: 'stop', value: 'stop', description: 'It is given back, and reading ends.' },
    ],
  );
  return answer === 'accept' || answer === 'release' || answer === 'reject' ? answer : 'stop';
}
