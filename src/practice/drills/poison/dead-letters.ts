/** A share group's dead letter queue (KIP-1191): the topic, the group's configs, and what brokers wrote to it. */
import { alterConfig } from '../../../kafka/configs/alter-config.js';
import type { ConfigChanges } from '../../../kafka/configs/config-changes.js';
import { readFeatures } from '../../../kafka/brokers/features.js';
import type { KafkaSession } from '../../../kafka/session/session.js';
import { createTopic } from '../../../kafka/topics/create-topic.js';
import { LabError } from '../../../text/errors.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { idOf } from '../stream/tap.js';
import type { DeadLetter } from './poison-account.js';

/** Brokers take such a topic only if its name begins like this: errors.deadletterqueue.topic.name.prefix. */
export const deadLetterPrefix = 'dlq.';
const feature = 'share.version';
const levelWithDeadLetters = 2;

/** Throws LabError 'refused' if the cluster's share groups have none. */
export async function requireDeadLetters(session: KafkaSession, drill: string): Promise<void> {
  const { features } = await readFeatures(session);
  const level = features.find(({ name }) => name === feature)?.level ?? null;
  if ((level ?? 0) >= levelWithDeadLetters) return;
  const found = level === null ? 'which this cluster does not tell of' : `and this cluster has ${level}`;
  throw new LabError(
    'refused',
    `The drill ${drill} needs share groups with a dead letter queue: Kafka 4.4 or newer, feature ${feature} ${levelWithDeadLetters}, ${found}.`,
    { hint: 'What is on, and what could be: kafka-lab cluster features' },
  );
}

export async function makeDeadLetterTopic(
  session: KafkaSession,
  name: string,
  replicationFactor: number,
): Promise<void> {
  const configs = new Map([['errors.deadletterqueue.group.enable', 'true']]);
  const plan = { name, partitions: 1, replicationFactor, configs };
  await createTopic(session, plan, { ifNotExists: false, dryRun: false });
}

export const groupConfigs = (deadLetters: string, deliveryLimit: number): ReadonlyMap<string, string> =>
  new Map([
    ['share.auto.offset.reset', 'earliest'],
    ['share.delivery.count.limit', String(deliveryLimit)],
    ['errors.deadletterqueue.topic.name', deadLetters],
    // Else there would be headers only.
    ['errors.deadletterqueue.copy.record.enable', 'true'],
  ]);

export async function changeGroupConfigs(
  session: KafkaSession,
  group: string,
  changes: Partial<Pick<ConfigChanges, 'set' | 'unset'>>,
): Promise<void> {
  const all = { show: [], set: new Map<string, string>(), unset: [], ...changes };
  await alterConfig(session, { kind: 'group', name: group }, all, { dryRun: false });
}

/** By its value, which is a copy, and its headers, in which the broker says where it was. */
export function deadLetterOf(cursor: RecordDecoder): DeadLetter {
  const headers = new Map(cursor.headers().map(([name, value]) => [name, value?.toString() ?? '']));
  const number = (name: string) => {
    const value = Number.parseInt(headers.get(`__dlq.errors.${name}`) ?? '', 10);
    return Number.isNaN(value) ? null : value;
  };
  return {
    id: idOf(cursor),
    partition: number('partition'),
    offset: number('offset'),
    deliveries: number('delivery.count'),
  };
}
