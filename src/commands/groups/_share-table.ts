/** How far a share group is in each partition, as `groups describe` shows it. */
import type { View } from '../../view/view.js';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import { lagCell } from '../shared/group-cells.js';

/**
 * START-OFFSET: all before it is done with. DONE-AHEAD: records after it that are acknowledged or archived already. READERS: members
 * that may read the partition now.
 */
export function shareTable({ partitions }: GroupDescription): View {
  return {
    header: [
      ...['TOPIC', 'PARTITION', 'START-OFFSET', 'LOG-END-OFFSET', 'LAG'],
      ...['DONE-AHEAD', 'READERS', 'LEADER-EPOCH'],
    ],
    spare: ['LEADER-EPOCH'],
    rows: partitions.map((partition) => [
      partition.topic,
      partition.partition,
      partition.currentOffset,
      partition.logEndOffset,
      lagCell(partition),
      partition.share?.doneAhead ?? null,
      partition.share?.readers.length ?? null,
      partition.share?.leaderEpoch ?? null,
    ]),
  };
}
