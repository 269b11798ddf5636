/** What `consume` does while it follows: it takes in what appears later, and tells what holds records back. */
import type { Context } from '../contract/command.js';
import { discoverRanges } from '../kafka/records/discover-ranges.js';
import type { RangeRequest, ReadPlan } from '../kafka/records/read-ranges.js';
import type { ReadSettings } from '../kafka/records/read-records.js';
import { partitionKey } from '../kafka/session/partition-key.js';
import type { KafkaSession } from '../kafka/session/session.js';
import type { PartitionReport } from '../wire/reader/reader.js';
import type { ConsumeSettings } from './_consume-options.js';
import { describeOpenTails } from './shared/open-transactions.js';

export function following(
  context: Context,
  session: KafkaSession,
  request: RangeRequest,
  plan: ReadPlan,
  { follow, include }: ConsumeSettings,
): Pick<ReadSettings, 'follow' | 'discovery' | 'tellOpen'> {
  return {
    follow,
    discovery: follow && !plan.directory ? discoverRanges(session, request, plan, include) : undefined,
    tellOpen(tails) {
      describeOpenTails(context, session, tails).then(
        (notes) => {
          for (const note of notes) context.progress.note(note);
        },
        // The read itself meets what made this fail.
        () => undefined,
      );
    },
  };
}

/** Whether something that was requested was not read, and not because the reader stopped it. */
export function isPartial(plan: ReadPlan, reports: readonly PartitionReport[]): boolean {
  const read = new Set(reports.map(({ topic, partition }) => partitionKey(topic, partition)));
  return (
    plan.leftOut.some(({ topic, partition }) => !read.has(partitionKey(topic, partition))) ||
    reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted')
  );
}
