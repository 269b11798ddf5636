/** `kafka-lab offsets list` */
import { counted } from '../../view/counted.js';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { groupOffsets, type GroupOffsetList } from '../../kafka/groups/group-offsets.js';
import { listOffsets, type PartitionRange } from '../../kafka/session/list-offsets.js';
import { existingTopics } from '../../kafka/session/topic-names.js';
import { recordsCell, upperBoundNotes } from '../shared/records-cell.js';
import { lagCell, lagNotes } from '../shared/group-cells.js';

export const offsetsList = defineCommand({
  path: ['offsets', 'list'],
  summary: 'show the first and the next offset of each partition',
  effect: 'reads',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
    group: z.string().optional().meta({
      description: 'how far this group has read them instead',
      short: 'g',
      placeholder: 'ID',
      completes: 'group',
    }),
  }),
  positionals: ['topic'],
  examples: ['offsets list orders', 'offsets list orders --group billing', 'offsets list orders -o jsonl'],
  async run(context, { topic, group }): Promise<readonly PartitionRange[] | GroupOffsetList> {
    const session = await context.kafka();
    if (group !== undefined) return groupOffsets(session, group, topic);
    const topics = await existingTopics(session, topic);
    return listOffsets(
      session,
      topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partition, leader }) => ({ topic: name, partition, leader })),
      ),
    );
  },
  view: (result) => (isOfGroup(result) ? viewOfGroup(result) : viewOfRanges(result)),
  items: (result) => (isOfGroup(result) ? result.partitions : result),
  failed: (result) =>
    (isOfGroup(result) ? result.partitions : result).some(({ problem }) => problem !== null),
});

function isOfGroup(result: readonly PartitionRange[] | GroupOffsetList): result is GroupOffsetList {
  return 'group' in result;
}

function viewOfRanges(ranges: readonly PartitionRange[]): View {
  return {
    header: ['TOPIC', 'PARTITION', 'LOW', 'HIGH', 'RECORDS'],
    rows: ranges.map((range) => [range.topic, range.partition, range.low, range.high, recordsCell(range)]),
    notes: [...totalNote(ranges), ...upperBoundNotes(ranges)],
  };
}

function viewOfGroup({ group, partitions }: GroupOffsetList): View {
  return {
    header: ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'],
    rows: partitions.map((each) => [
      each.topic,
      each.partition,
      each.currentOffset,
      each.logEndOffset,
      lagCell(each),
    ]),
    notes: [
      ...new Set(partitions.flatMap(({ reason, problem }) => (reason === 'unknown' ? (problem ?? []) : []))),
    ]
      .map((problem) => `${group}: ${problem}.`)
      .concat(lagNotes(group, partitions)),
  };
}

function totalNote(ranges: readonly PartitionRange[]): readonly string[] {
  const topics = new Set(ranges.map(({ topic }) => topic));
  return [...topics].map((topic) => {
    const own = ranges.filter((range) => range.topic === topic);
    const total = own.reduce((sum, { records }) => sum + (records ?? 0), 0);
    const known = own.filter(({ records }) => records !== null).length;
    const bound = own.some(({ upperBound }) => upperBound !== null) ? 'at most ' : '';
    const where = known === own.length ? `${known}` : `the ${known} of ${own.length}`;
    const answer = known === own.length ? '' : ' that answer';
    return `${topic}: ${bound}${counted(total, 'record')} in ${where} ${own.length === 1 ? 'partition' : 'partitions'}${answer}`;
  });
}
