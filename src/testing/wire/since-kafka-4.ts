/** Requests that brokers before Kafka 4 do not answer, or only in previews whose versions were taken back. */
export const sinceKafka4: readonly string[] = [
  'AlterShareGroupOffsets',
  'DeleteShareGroupOffsets',
  'DescribeShareGroupOffsets',
  'ShareAcknowledge',
  'ShareFetch',
  'ShareGroupDescribe',
  'ShareGroupHeartbeat',
  'StreamsGroupDescribe',
];
