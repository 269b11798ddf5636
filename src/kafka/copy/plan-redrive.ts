/** What a redrive would do: every dead letter is read for where its headers send it. Nothing is written. */
import { LabError } from '../../text/errors.js';
import { counted, grouped } from '../../view/counted.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { readPartitions } from '../../wire/reader/reader.js';
import type { Verdict } from '../../wire/reader/types.js';
import type { RedriveRules } from '../dead-letters/origin.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { planRead } from '../records/plan-read.js';
import type { RangeRequest, ReadPlan } from '../records/read-ranges.js';
import type { ClusterMetadata, TopicState } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { topicConfigs, type TopicConfigs } from '../session/topic-configs.js';
import { existingIn, isInternal } from '../session/topic-names.js';
import type { NextRecord } from './choose-records.js';
import { onTarget, plannedRange, targetNotes, type PlannedPartition } from './plan-copy.js';
import { goOnFrom, positionNotes, readPositions, type PositionsPlace } from './positions.js';
import { originAt, redriveRouter, type RedriveTarget } from './redrive-router.js';
import type { Router } from './route.js';

export interface RedriveRequest {
  readonly read: Omit<RangeRequest, 'follow'>;
  readonly rules: Omit<RedriveRules, 'sources'>;
  readonly maxMessages: number | undefined;
  /** Undefined: every record is meant. */
  readonly search: NextRecord | undefined;
  readonly signal: AbortSignal;
  /** Keeps the positions; undefined: nobody does. */
  readonly group: string | undefined;
  /** What is wrong with the targets, for people who are at the source. */
  atTarget(error: unknown): unknown;
}

/** Records of one topic that one header sends to the same topic, or that are refused for the same reason. */
export interface PlannedRoute {
  readonly topic: string;
  /** Null: refused. */
  readonly target: string | null;
  /** Null if they are refused whatever their headers say. */
  readonly header: string | null;
  /** Why they are refused; null if they are not. */
  readonly reason: string | null;
  readonly records: number;
  /** The first of them. */
  readonly partition: number;
  readonly offset: number;
}

export interface RedrivePlan {
  readonly routes: readonly PlannedRoute[];
  readonly partitions: readonly PlannedPartition[];
  readonly read: ReadPlan;
  readonly router: Router;
  readonly creates: undefined;
  readonly positions: PositionsPlace | undefined;
  readonly notes: readonly string[];
}

/** Headers can name as many topics as there are records. */
const mostRoutes = 10_000;

/** Throws LabError. */
export async function planRedrive(
  source: KafkaSession,
  target: KafkaSession,
  request: RedriveRequest,
): Promise<RedrivePlan> {
  const [from, there] = await Promise.all([
    existingIn(source, request.read.topics),
    onTarget(request, target.metadata([])),
  ]);
  const isWithin = from.clusterId !== null && from.clusterId === there.clusterId;
  const rules: RedriveRules = {
    ...request.rules,
    sources: new Set(isWithin ? request.read.topics : []),
  };
  const asked = await planRead(source, { ...request.read, follow: false });
  const positions = placeFor(request.group, from, isWithin);
  const kept = positions
    ? await onTarget(request, readPositions(target, positions, asked.ranges))
    : new Map<string, number>();
  const read = { ...asked, ranges: goOnFrom(asked.ranges, kept) };
  const found = await readRoutes(source, read, rules, request);
  const names = [...new Set(found.flatMap((each) => each.target ?? []))].sort();
  const configs = await topicConfigs(target, names);
  const targets = await targetsNamed(target, names, configs);
  const routes = found.map((each) => refusedBy(each, targets));
  const meant = new Set(routes.flatMap((each) => each.target ?? []));
  return {
    routes,
    partitions: read.ranges.map((range) => ({ ...plannedRange(range), targetPartition: null })),
    read,
    router: redriveRouter(rules, targets),
    creates: undefined,
    positions,
    notes: [
      ...read.notes,
      ...(positions ? positionNotes(positions, kept, asked.ranges) : []),
      ...names
        .filter((name) => meant.has(name))
        .flatMap((name) => targetNotes(name, configs.get(name)?.effective)),
      ...(request.maxMessages === undefined
        ? []
        : [`Of these at most ${counted(request.maxMessages, 'record')} will be redriven (-n).`]),
    ],
  };
}

/** Brokers keep offsets of partitions that they have: across clusters it takes the line that the report ends with. */
function placeFor(
  group: string | undefined,
  { clusterId, topics }: ClusterMetadata,
  isWithin: boolean,
): PositionsPlace | undefined {
  if (group === undefined || !isWithin) return undefined;
  return {
    ...{ group, clusterId, target: 'where its headers say', partitions: 0, isWithin, targetId: null },
    sourceIds: new Map(topics.map(({ name, id }) => [name, id])),
  };
}

async function readRoutes(
  source: KafkaSession,
  read: ReadPlan,
  rules: RedriveRules,
  { search, read: { isolation }, signal }: RedriveRequest,
): Promise<readonly PlannedRoute[]> {
  const routes = new Map<string, PlannedRoute>();
  const take = (cursor: RecordDecoder) => {
    const origin = originAt(cursor, rules);
    const { topic, partition, offset } = cursor;
    const [to, header, reason] =
      origin.kind === 'refused' ? [null, null, origin.reason] : [origin.topic, origin.header, null];
    const key = JSON.stringify([topic, to, header, reason]);
    const known = routes.get(key);
    if (!known && routes.size >= mostRoutes) throw tooManyRoutes(topic);
    const records = (known?.records ?? 0) + 1;
    routes.set(
      key,
      known ? { ...known, records } : { topic, target: to, header, reason, records, partition, offset },
    );
  };
  const next: NextRecord = search ?? ((cursor) => cursor.next());
  await readPartitions({
    directory: createLeaderDirectory(source, read.topics),
    ranges: read.ranges,
    isolation,
    signal,
    onRecords: {
      borrow(cursor): Verdict | Promise<Verdict> {
        for (;;) {
          const isThere = next(cursor);
          if (isThere instanceof Promise) {
            return isThere.then((isFound) => {
              if (isFound) take(cursor);
              return undefined;
            });
          }
          if (!isThere) return undefined;
          take(cursor);
        }
      },
    },
  });
  return [...routes.values()];
}

function tooManyRoutes(topic: string): LabError {
  return new LabError('refused', `The headers in ${topic} name more than ${grouped(mostRoutes)} topics.`, {
    hint: 'Redrive a part of it: --from and --to, --filter, or --header-name with the header that is right.',
  });
}

async function targetsNamed(
  target: KafkaSession,
  names: readonly string[],
  configs: ReadonlyMap<string, TopicConfigs>,
): Promise<ReadonlyMap<string, RedriveTarget>> {
  if (names.length === 0) return new Map();
  const { topics } = await target.metadata(names);
  const states = new Map(topics.map((state) => [state.name, state]));
  return new Map(names.map((name) => [name, targetOf(name, states.get(name), configs.get(name))]));
}

function targetOf(
  name: string,
  state: TopicState | undefined,
  configs: TopicConfigs | undefined,
): RedriveTarget {
  if (!state || state.partitions.length === 0)
    return { refused: `there is no topic ${name}, or this login may not see it` };
  if (isInternal(state)) return { refused: `it names a topic of Kafka's own, ${name}` };
  if (configs?.effective.get('errors.deadletterqueue.group.enable') === 'true') {
    return { refused: `${name} is a dead letter queue of share groups itself` };
  }
  return { partitions: state.partitions.length };
}

function refusedBy(route: PlannedRoute, targets: ReadonlyMap<string, RedriveTarget>): PlannedRoute {
  const target = route.target === null ? undefined : targets.get(route.target);
  return target && 'refused' in target ? { ...route, target: null, reason: target.refused } : route;
}
