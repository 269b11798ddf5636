/** Which headers say where a dead letter comes from, framework by framework. */
export interface DeadLetterFramework {
  /** The header with the topic where processing failed. */
  readonly topic: string;
  readonly partition?: string;
  /** Headers of this framework, which tell of the failure and of nothing that its producer wrote. */
  readonly isOurs: (header: string) => boolean;
  /** It writes its headers before those that were there: of several with one name the first is the latest. */
  readonly writesInFront?: boolean;
  /** It may write the headers without the record: in share groups unless copies are enabled, in Streams after buffering. */
  readonly mayLackRecord?: boolean;
}

const isOfSpring = matching(
  /^(?:kafka_(?:dlt|original|exception|key-exception)-|retry_topic-|springDeserializerException(?:Key|Value)$)/,
);

export const deadLetterFrameworks: readonly DeadLetterFramework[] = [
  // Spring for Apache Kafka, DeadLetterPublishingRecoverer
  {
    topic: 'kafka_dlt-original-topic',
    partition: 'kafka_dlt-original-partition',
    isOurs: isOfSpring,
  },
  // and @RetryableTopic
  {
    topic: 'kafka_original-topic',
    partition: 'kafka_original-partition',
    isOurs: isOfSpring,
  },
  // Kafka Connect with errors.deadletterqueue.context.headers.enable (KIP-298)
  prefixed('__connect.errors.'),
  // Kafka Streams since 4.2 (KIP-1034)
  { ...prefixed('__streams.errors.'), mayLackRecord: true },
  // share groups since 4.4 (KIP-1191)
  { ...prefixed('__dlq.errors.'), mayLackRecord: true },
  // Spring Cloud Stream, and those who took over its names
  {
    topic: 'x-original-topic',
    partition: 'x-original-partition',
    isOurs: matching(/^x-(?:original|exception)-/),
  },
  // SmallRye, in Quarkus
  { ...prefixed('dead-letter-'), writesInFront: true },
  // Watermill
  {
    topic: 'topic_poisoned',
    isOurs: matching(/^(?:topic|reason|handler|subscriber)_poisoned$/),
  },
];

/** A header that was named by hand, unless a framework is known for it. */
export function frameworkOf(header: string): DeadLetterFramework {
  return (
    deadLetterFrameworks.find(({ topic }) => topic === header) ?? {
      topic: header,
      isOurs: (name) => name === header,
    }
  );
}

function prefixed(prefix: string) {
  return {
    topic: `${prefix}topic`,
    partition: `${prefix}partition`,
    isOurs: (header: string) => header.startsWith(prefix),
  };
}

function matching(pattern: RegExp): (header: string) => boolean {
  return (header) => pattern.test(header);
}
