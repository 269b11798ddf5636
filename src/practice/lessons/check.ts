/** Whether a lesson's condition holds on the cluster now. */
import type { GroupPartition } from '../../kafka/groups/group-lag.js';
import type { Context } from '../../contract/command.js';
import {
  configNow,
  controllerNow,
  groupNow,
  partitionsOfKeys,
  readableRecords,
  topicNow,
  type TopicPicture,
} from './ask-cluster.js';
import type { Condition } from './lesson.js';

export interface Before {
  /** The controller at the start of the step. */
  readonly controller: number | null;
}

export async function holds(
  condition: Condition,
  context: Pick<Context, 'kafka' | 'registry'>,
  before: Before,
): Promise<boolean> {
  const session = await context.kafka();
  if ('topic' in condition) {
    const topic = await topicNow(session, condition.topic);
    const count = topic?.partitions.length ?? 0;
    return condition.partitions === undefined ? count > 0 : count === condition.partitions;
  }
  if ('recordsOf' in condition) {
    return recordsIn(await topicNow(session, condition.recordsOf)) >= condition.atLeast;
  }
  if ('startOf' in condition) {
    const topic = await topicNow(session, condition.startOf);
    return (topic?.partitions[condition.partition]?.low ?? -1) >= condition.atLeast;
  }
  if ('readable' in condition)
    return (await readableRecords(session, condition.readable)) <= condition.atMost;
  if ('keysStayInPartition' in condition) {
    const keys = await partitionsOfKeys(session, condition.keysStayInPartition);
    return keys.size > 0 && [...keys.values()].every(({ size }) => size === 1);
  }
  if ('lagOf' in condition) {
    const group = await groupNow(session, condition.lagOf);
    const lags = group?.partitions.map(unread) ?? [];
    if (lags.length === 0 || lags.includes(null)) return false;
    const lag = lags.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    return lag >= (condition.atLeast ?? 0) && lag <= (condition.atMost ?? Infinity);
  }
  if ('membersOf' in condition) {
    const group = await groupNow(session, condition.membersOf);
    return (group?.members.length ?? 0) === condition.are && (group?.isSettled ?? condition.are === 0);
  }
  if ('isrOf' in condition) {
    const topic = await topicNow(session, condition.isrOf);
    return Math.min(...(topic?.partitions ?? []).map(({ isr }) => isr.length)) === condition.is;
  }
  if ('replicasOf' in condition) {
    const partitions = (await topicNow(session, condition.replicasOf))?.partitions ?? [];
    const isWhole = partitions.every(({ isr, replicas }) => isr.length === replicas.length);
    const isOn = partitions.some(({ replicas }) => replicas.includes(condition.broker));
    return isWhole && isOn === condition.isOn;
  }
  if ('brokersUp' in condition) {
    return (await session.metadata([])).brokers.length === condition.brokersUp;
  }
  if ('newController' in condition) {
    const controller = await controllerNow(session);
    return controller !== null && controller !== before.controller;
  }
  if ('subject' in condition) {
    const registry = await context.registry();
    return (await registry?.versions(condition.subject))?.length === condition.versions;
  }
  return (await configNow(session, condition.configOf, condition.name)) === condition.value;
}

/** If nothing is committed, all records are still to be read. */
function unread({ lag, currentOffset, logEndOffset, low }: GroupPartition): number | null {
  if (lag !== null || currentOffset !== null || logEndOffset === null) return lag;
  return logEndOffset - (low ?? 0);
}

function recordsIn(topic: TopicPicture | undefined): number {
  return (topic?.partitions ?? []).reduce((sum, { low, high }) => sum + ((high ?? 0) - (low ?? 0)), 0);
}
