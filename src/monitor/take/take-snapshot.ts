/** One round of requests → a snapshot: Metadata and the controller from one broker, at most seven requests to each of them. */
import { LabError } from '../../text/errors.js';
import { unlessAborted } from '../../text/wait.js';
import { groupBy } from '../../text/group-by.js';
import { createPatientAsker } from '../../kafka/brokers/ask-patiently.js';
import type { ClusterMetadata, TopicState } from '../../kafka/session/metadata.js';
import { activeController } from '../../kafka/brokers/quorum.js';
import { partitionKey } from '../../kafka/session/partition-key.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { askBroker, type BrokerAnswer, type LedPartition } from './ask-broker.js';
import { groupPictures } from './group-pictures.js';
import type { BrokerPicture, Snapshot, TopicPicture } from './snapshot.js';

export interface SnapshotTaker {
  /** Throws LabError 'unreachable' or 'timeout' when not one broker answers; silent brokers alone are data. */
  take(): Promise<Snapshot>;
}

export interface SnapshotSettings {
  /** How long a broker may take for its part of a round; after that the round continues without it. */
  readonly patienceMs: number;
  now(): Date;
}

export function createSnapshotTaker(session: KafkaSession, settings: SnapshotSettings): SnapshotTaker {
  const ask = createPatientAsker<BrokerAnswer>(settings.patienceMs);
  /** As of the last round. */
  let knownController: number | null | undefined;

  /** A missing answer does not mean that the controller has changed. */
  async function controllerOf(metadata: ClusterMetadata): Promise<number | null> {
    const otherwise = knownController === undefined ? metadata.controllerId : knownController;
    const asking = activeController(session, metadata).catch((error: unknown) => {
      if (error instanceof LabError && error.code !== 'interrupted') return otherwise;
      throw error;
    });
    const answer = await unlessAborted(asking, AbortSignal.timeout(settings.patienceMs));
    knownController = answer === undefined ? otherwise : answer;
    return knownController;
  }

  return {
    async take() {
      const startedAt = settings.now().getTime();
      const metadata = await session.metadata(null);
      const led = groupBy(ledPartitions(metadata.topics), ({ leader }) => leader);
      const [controllerId, asked] = await Promise.all([
        controllerOf(metadata),
        Promise.all(
          metadata.brokers.map(
            async ({ id }) => [id, await ask(id, () => askBroker(session, id, led.get(id) ?? []))] as const,
          ),
        ),
      ]);
      const answers = new Map(asked);
      const given = new Map(
        [...answers].filter((each): each is [number, BrokerAnswer] => typeof each[1] !== 'string'),
      );
      const topics = topicPictures(metadata.topics, given);
      return {
        at: startedAt,
        tookMs: settings.now().getTime() - startedAt,
        clusterId: metadata.clusterId,
        controllerId,
        brokers: brokerPictures({ ...metadata, controllerId }, answers),
        topics,
        groups: groupPictures(
          [...given.values()].flatMap(({ groups }) => groups),
          topics,
        ),
      };
    },
  };
}

function ledPartitions(topics: readonly TopicState[]): LedPartition[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partition, leader }) =>
      leader === null ? [] : [{ topic: name, partition, leader }],
    ),
  );
}

/** `answers`: by broker. Each was asked for what it leads. */
function topicPictures(
  topics: readonly TopicState[],
  answers: ReadonlyMap<number, BrokerAnswer>,
): TopicPicture[] {
  return topics
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ name, isInternal, partitions }) => ({
      name,
      isInternal: isInternal || name.startsWith('__'),
      partitions: partitions.map(({ partition, leader, replicas, isr }) => {
        const answer = leader === null ? undefined : answers.get(leader);
        const key = partitionKey(name, partition);
        const [low, high] = [answer?.lows.get(key) ?? null, answer?.highs.get(key) ?? null];
        return { partition, leader, replicas, isr, low, high };
      }),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function brokerPictures(
  { brokers, controllerId, topics }: ClusterMetadata,
  answers: ReadonlyMap<number, BrokerAnswer | string>,
): BrokerPicture[] {
  const partitions = topics.flatMap((topic) => topic.partitions);
  const known = new Map(brokers.map((broker) => [broker.id, broker]));
  const ids = new Set([...known.keys(), ...partitions.flatMap(({ replicas }) => replicas)]);
  return [...ids]
    .sort((one, other) => one - other)
    .map((id) => {
      const broker = known.get(id);
      const answer = answers.get(id);
      const isSilent = typeof answer === 'string';
      return {
        id,
        host: broker?.host ?? '',
        port: broker?.port ?? 0,
        rack: broker?.rack ?? null,
        isController: id === controllerId,
        state: broker === undefined ? 'gone' : isSilent ? 'silent' : 'up',
        problem: isSilent ? answer : null,
        leaders: partitions.filter(({ leader }) => leader === id).length,
        replicas: partitions.filter(({ replicas }) => replicas.includes(id)).length,
        inSync: partitions.filter(({ isr }) => isr.includes(id)).length,
        diskBytes: answer === undefined || isSilent ? null : answer.diskBytes,
        freeBytes: answer === undefined || isSilent ? null : answer.freeBytes,
      };
    });
}
