/** Which partitions are selected, by their numbers and by positions that name some. */
import { LabError } from '../../text/errors.js';
import { namedPartitions, positionIn, type Positions } from '../../text/positions.js';
import type { TopicState } from './metadata.js';
import { leadersOf, type PartitionLeader } from './partition-offsets.js';
import { commandLine } from '../../text/command-line.js';

/** `numbers`: none means all of them. Throws LabError 'refused' for a partition that does not exist. */
export function choosePartitions(
  topics: readonly TopicState[],
  numbers: readonly number[],
  positions: readonly Positions[],
): readonly PartitionLeader[] {
  for (const { name, partitions } of topics) {
    const named = positions.flatMap((each) => namedPartitions(each, name));
    for (const partition of [...numbers, ...named]) checkPartition(name, partition, partitions.length);
  }
  return leadersOf(topics)
    .filter(({ partition }) => numbers.length === 0 || numbers.includes(partition))
    .filter(({ topic, partition }) => positions.every((each) => positionIn(each, topic, partition)));
}

/** Clients that do not check lose records or wait forever. */
export function checkPartition(topic: string, partition: number, count: number): void {
  if (partition < count) return;
  throw new LabError(
    'refused',
    `Topic "${topic}" has no partition ${partition}: it has ${count}, 0 to ${count - 1}.`,
    { hint: `See them: ${commandLine`topics describe ${topic}`}` },
  );
}
