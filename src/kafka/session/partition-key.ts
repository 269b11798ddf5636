/** A partition as the key of a map: answers are matched by partition, never by their place in a list. */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

export function byPartition<T extends TopicPartition>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((each) => [partitionKey(each.topic, each.partition), each]));
}

/** For sorting. */
export function byTopicAndPartition(one: TopicPartition, other: TopicPartition): number {
  return one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1;
}
