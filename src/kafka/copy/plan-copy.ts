/** What a copy would do: which offsets of which partitions go where, and what is to be known before. Nothing is written. */
import { LabError } from '../../text/errors.js';
import { commandLine } from '../../text/command-line.js';
import { counted, grouped } from '../../view/counted.js';
import type { PartitionRange } from '../../wire/reader/reader.js';
import { anyPartition } from '../../wire/writer/writer.js';
import { planRead } from '../records/plan-read.js';
import type { RangeRequest, ReadPlan } from '../records/read-ranges.js';
import type { TopicState } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { lastingConfigs, topicConfigs, type TopicConfigs } from '../session/topic-configs.js';
import { checkTopicName, existingIn, existingTopics, isInternal } from '../session/topic-names.js';
import { createTopic, type TopicPlan } from '../topics/create-topic.js';
import { sampleKeys } from '../topics/sample-keys.js';
import {
  checkPlace,
  goOnFrom,
  positionNotes,
  readPositions,
  type KeptPositions,
  type PositionsPlace,
} from './positions.js';
import type { Router } from './route.js';

export interface CopyRequest {
  readonly target: string;
  readonly read: Omit<RangeRequest, 'follow'>;
  /** Make the target if it is not there. */
  readonly create: boolean;
  /** Keeps the positions; undefined: nobody does. */
  readonly group: string | undefined;
  /** What is wrong with the target, for people who are at the source. */
  atTarget(error: unknown): unknown;
}

export interface PlannedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** Null: by the key of each record. */
  readonly targetPartition: number | null;
}

export interface CopyPlan {
  readonly target: string;
  readonly partitions: readonly PlannedPartition[];
  readonly read: ReadPlan;
  readonly router: Router;
  /** What has to be created first. */
  readonly creates: TopicPlan | undefined;
  /** Undefined if no positions are kept. */
  readonly positions: PositionsPlace | undefined;
  readonly notes: readonly string[];
}

/** Configs that no broker of Kafka 4 knows. */
const bygone = new Set(['message.format.version', 'message.timestamp.difference.max.ms']);

/** Throws LabError: nothing to read, no target, a target that is a source. */
export async function planCopy(
  source: KafkaSession,
  target: KafkaSession,
  request: CopyRequest,
): Promise<CopyPlan> {
  checkTopicName(request.target);
  const [from, there] = await Promise.all([
    existingIn(source, request.read.topics),
    onTarget(request, target.metadata([request.target])),
  ]);
  const isWithin = from.clusterId !== null && from.clusterId === there.clusterId;
  checkNotItself(request, isWithin);
  const [configs, asked] = await Promise.all([
    topicConfigs(source, request.read.topics),
    planRead(source, { ...request.read, follow: false }),
  ]);
  const creates = there.topics[0]?.partitions.length
    ? undefined
    : await onTarget(request, plannedTopic(target, request, from.topics, configs, there.brokers.length));
  const state = creates
    ? undefined
    : (await onTarget(request, existingTopics(target, [request.target], { isToBeFilled: true })))[0];
  if (state && isInternal(state)) {
    throw new LabError(
      'refused',
      `${request.target} is a topic of Kafka's own: what is written to it by others breaks it.`,
    );
  }
  const count = creates?.partitions ?? state?.partitions.length ?? 0;
  const router = keepingPartitions(request.target, count, from.topics);
  const { clusterId } = from;
  const positions =
    request.group === undefined
      ? undefined
      : {
          ...{ group: request.group, clusterId, target: request.target, partitions: count, isWithin },
          sourceIds: new Map(from.topics.map(({ name, id }) => [name, id])),
          targetId: state?.id ?? null,
        };
  const kept = positions
    ? await onTarget(request, keptPositions(target, positions, asked.ranges))
    : undefined;
  const read = { ...asked, ranges: kept ? goOnFrom(asked.ranges, kept) : asked.ranges };
  const targetConfigs = state
    ? (await topicConfigs(target, [request.target])).get(request.target)?.effective
    : creates?.configs;
  return {
    target: request.target,
    partitions: read.ranges.map((range) => ({
      ...plannedRange(range),
      targetPartition: router.straight(range.topic, range.partition)?.partition ?? null,
    })),
    read,
    router,
    creates,
    positions,
    notes: [
      ...read.notes,
      ...(positions && kept ? positionNotes(positions, kept, asked.ranges) : []),
      ...(creates ? [newTopicNote(creates)] : []),
      ...(await placeNotes(source, from.topics, count)),
      ...sourceNotes(configs),
      ...targetNotes(request.target, targetConfigs),
    ],
  };
}

export async function onTarget<T>({ atTarget }: Pick<CopyRequest, 'atTarget'>, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw atTarget(error);
  }
}

/** Of a range that ends before it begins, nothing. */
export function plannedRange({
  topic,
  partition,
  from,
  to,
}: PartitionRange): Omit<PlannedPartition, 'targetPartition'> {
  return { topic, partition, from, to: Math.max(from, to ?? from) };
}

async function keptPositions(
  target: KafkaSession,
  place: PositionsPlace,
  ranges: readonly PartitionRange[],
): Promise<KeptPositions> {
  checkPlace(place, ranges);
  return readPositions(target, place, ranges);
}

/** Number kept where both have as many; else where a producer would put it. */
function keepingPartitions(target: string, count: number, topics: readonly TopicState[]): Router {
  const alike = new Set(
    topics.filter(({ partitions }) => partitions.length === count).map(({ name }) => name),
  );
  const places = Array.from({ length: count }, (_, partition) => ({ topic: target, partition }));
  const routes = places.map((place) => ({ kind: 'write', ...place }) as const);
  const byKey = { kind: 'write', topic: target, partition: anyPartition } as const;
  return {
    topics: [target],
    straight: (topic, partition) => (alike.has(topic) ? places[partition] : undefined),
    route: ({ topic, partition }) => (alike.has(topic) ? (routes[partition] ?? byKey) : byKey),
  };
}

function checkNotItself({ read: { topics }, target }: CopyRequest, isWithin: boolean): void {
  if (!isWithin || !topics.includes(target)) return;
  throw new LabError('usage', `${target} would be copied into itself, again and again.`, {
    hint: `Name another target: ${commandLine`copy ${target} ${`${target}-copy`} --create`}`,
  });
}

/** Throws LabError 'not-found' if it is not to be created, and what the controller says of it otherwise. */
async function plannedTopic(
  target: KafkaSession,
  { target: name, create, read }: CopyRequest,
  topics: readonly TopicState[],
  configs: ReadonlyMap<string, TopicConfigs>,
  brokers: number,
): Promise<TopicPlan> {
  if (!create) {
    throw new LabError('not-found', `There is no topic "${name}" to copy to.`, {
      hint: `With --create it is made, with the partitions and configs of ${read.topics[0] ?? ''}; or make it yourself: ${commandLine`topics create ${name}`}`,
    });
  }
  const [model] = topics;
  const own = model && configs.get(model.name);
  if (!model || !own) {
    throw new LabError(
      'refused',
      `The configs of topic "${read.topics[0] ?? ''}" may not be read with this login.`,
      {
        hint: `Make the target yourself: ${commandLine`topics create ${name}`}`,
      },
    );
  }
  const plan: TopicPlan = {
    name,
    partitions: Math.max(...topics.map(({ partitions }) => partitions.length)),
    replicationFactor: Math.min(model.partitions[0]?.replicas.length ?? 1, brokers),
    configs: new Map(Object.entries(lastingConfigs(own.overrides)).filter(([key]) => !bygone.has(key))),
  };
  await createTopic(target, plan, { ifNotExists: true, dryRun: true });
  return plan;
}

function newTopicNote({ name, partitions, replicationFactor, configs }: TopicPlan): string {
  const set = [...configs].map(([key, value]) => `${key}=${value}`).join(', ');
  return `${name} is made first: ${counted(partitions, 'partition')}, replication factor ${replicationFactor}${set === '' ? '' : `, ${set}`}.`;
}

/** Which keys come to lie elsewhere, by a sample of the last ones. */
async function placeNotes(
  source: KafkaSession,
  topics: readonly TopicState[],
  count: number,
): Promise<readonly string[]> {
  const others = topics.filter(({ partitions }) => partitions.length !== count);
  return Promise.all(
    others.map(async ({ name, partitions: { length } }) => {
      const where = `${name} has ${counted(length, 'partition')} and the target ${grouped(count)}: records go where their keys belong there (murmur2), those without a key wherever there is room.`;
      const { records, keys, movedKeys } = await sampleKeys(source, name, length, count);
      if (records === 0)
        return `${where} Which keys get another partition is unknown: the last records have none.`;
      return `${where} Of ${counted(keys, 'key')} in the last ${counted(records, 'record')} with one, ${grouped(movedKeys)} ${movedKeys === 1 ? 'gets' : 'get'} another partition number; of all others that is unknown until they are read.`;
    }),
  );
}

function sourceNotes(configs: ReadonlyMap<string, TopicConfigs>): readonly string[] {
  return [...configs]
    .filter(([, { isCompacted }]) => isCompacted)
    .map(([name]) => `${name} is compacted: it has fewer records than offsets.`);
}

const usualBytes = 1_048_588;

export function targetNotes(
  name: string,
  configs: ReadonlyMap<string, string> | undefined,
): readonly string[] {
  if (!configs)
    return [`The configs of ${name} may not be read with this login: what it does to records is unknown.`];
  const notes: string[] = [];
  if (configs.get('message.timestamp.type') === 'LogAppendTime') {
    notes.push(
      `${name} gives records the time at which they arrive (message.timestamp.type=LogAppendTime): theirs are lost.`,
    );
  }
  const compression = configs.get('compression.type') ?? 'producer';
  if (compression !== 'producer') {
    notes.push(`The brokers compress ${name} anew, with ${compression} (compression.type).`);
  }
  const limit = Number(configs.get('max.message.bytes') ?? usualBytes);
  if (limit < usualBytes) {
    notes.push(
      `${name} takes no more than ${grouped(limit)} bytes at once (max.message.bytes): larger records are refused one by one, and counted.`,
    );
  }
  if ((configs.get('cleanup.policy') ?? '').includes('compact')) {
    notes.push(
      `${name} is compacted: its brokers refuse records without a key, and keep the last of each key.`,
    );
  }
  const format = configs.get('message.format.version');
  if (format !== undefined && /^0\.(8|9|10)/.test(format)) {
    notes.push(
      `${name} keeps messages in the format of Kafka ${format}, which has no headers: those of the source are lost.`,
    );
  }
  return notes;
}
