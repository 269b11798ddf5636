/** How fast replicas may be copied: the configs of brokers and topics that throttle a reassignment, set and removed. */
import type { ReplicaMove } from './placement/plan-replicas.js';
import { groupBy } from '../../text/group-by.js';
import { alterConfig } from '../configs/alter-config.js';
import type { ConfigResource } from '../session/config-resource.js';
import { describeConfig, ownSource } from '../configs/describe-config.js';
import { movesUnderWay } from './moves-under-way.js';
import type { KafkaSession } from '../session/session.js';

const rates = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'] as const;
const replicas = {
  leader: 'leader.replication.throttled.replicas',
  follower: 'follower.replication.throttled.replicas',
} as const;

/**
 * As Kafka's own script does: a rate for every broker that sends or receives a copy, and in each topic the names of
 * the replicas that it applies to, so that all other replication stays unthrottled.
 */
export async function setThrottle(
  session: KafkaSession,
  moves: readonly ReplicaMove[],
  bytesPerSecond: number,
): Promise<void> {
  const copying = moves.filter(({ adding }) => adding.length > 0);
  const { brokers } = await session.metadata([]);
  const involved = new Set(copying.flatMap(({ before, adding }) => [...before, ...adding]));
  const value = String(bytesPerSecond);
  for (const { id } of brokers) {
    if (involved.has(id))
      await set(session, { kind: 'broker', id }, new Map(rates.map((name) => [name, value])));
  }
  for (const [name, own] of groupBy(copying, ({ topic }) => topic)) {
    const list = (pick: (move: ReplicaMove) => readonly number[]) =>
      own.flatMap((move) => pick(move).map((broker) => `${move.partition}:${broker}`)).join(',');
    await set(
      session,
      { kind: 'topic', name },
      new Map([
        [replicas.leader, list(({ before }) => before)],
        [replicas.follower, list(({ adding }) => adding)],
      ]),
    );
  }
}

/** `removed`: from how many topics and brokers. `kept`: something is still moving somewhere and needs it. */
export type ThrottleOutcome = 'none' | 'removed' | 'kept';

/**
 * Removes it from all brokers and from these topics, once nothing is moving in the whole cluster. `seenMoving`: the same
 * report says that something is moving, and must not say that no throttle is needed any more.
 */
export async function removeThrottle(
  session: KafkaSession,
  topics: readonly string[],
  { seenMoving }: { readonly seenMoving: boolean },
): Promise<ThrottleOutcome> {
  const isMoving = seenMoving || (await movesUnderWay(session)).length > 0;
  const { brokers } = await session.metadata([]);
  const candidates = [
    ...brokers.map(({ id }) => ({ resource: { kind: 'broker', id } as const, names: rates })),
    ...topics.map((name) => ({
      resource: { kind: 'topic', name } as const,
      names: Object.values(replicas),
    })),
  ];
  let outcome: ThrottleOutcome = 'none';
  for (const { resource, names } of candidates) {
    const own = (await describeConfig(session, resource))
      .filter(({ name, source }) => source === ownSource(resource) && names.some((each) => each === name))
      .map(({ name }) => name);
    if (own.length === 0) continue;
    if (isMoving) return 'kept';
    await alterConfig(session, resource, { show: [], set: new Map(), unset: own }, { dryRun: false });
    outcome = 'removed';
  }
  return outcome;
}

async function set(
  session: KafkaSession,
  resource: ConfigResource,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  await alterConfig(session, resource, { show: [], set: values, unset: [] }, { dryRun: false });
}
