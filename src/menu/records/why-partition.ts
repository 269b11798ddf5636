/** Why a record went to its partition, in words: key → murmur2 → partition. */
import { murmur2, partitionOfKey } from '../../wire/batch/murmur2.js';
import { printable } from '../../text/printable.js';

export interface Routing {
  readonly key: Buffer | null;
  /** The partition that was asked for. */
  readonly chosen: number | null;
  readonly partitions: number;
}

export function whyPartition({ key, chosen, partitions }: Routing): string {
  if (partitions === 0) return 'The reason for its partition is unknown: the topic cannot be read now.';
  if (chosen !== null)
    return `Why partition ${chosen}: you chose it.${key === null ? '' : elsewhere(key, chosen, partitions)}`;
  if (key === null) {
    return `Why there: without a key any of the ${partitions} partitions is possible; a producer changes it with each batch.`;
  }
  const hash = murmur2(key) & 0x7fffffff;
  const partition = partitionOfKey(partitions, key);
  return (
    `Why partition ${partition}: murmur2 of the key "${printable(key.toString('utf8'))}" is ${hash} (its sign bit cleared), ` +
    `and ${hash} mod ${partitions}, the number of partitions, is ${partition}. The same key always goes there, until partitions are added.`
  );
}

function elsewhere(key: Buffer, chosen: number, partitions: number): string {
  const usual = partitionOfKey(partitions, key);
  if (usual === chosen) return ' Its key leads there too.';
  return ` Its key would have led to partition ${usual}, where its other records are.`;
}
