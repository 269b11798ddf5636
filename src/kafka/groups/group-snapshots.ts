/** Groups as their coordinators know them: state, type, members and offsets, in one request a broker for each kind of answer. */
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { send } from '../../wire/protocol/send.js';
import { committedOffsets, type CommittedOffset, type GroupOffsets } from './kinds/committed-offsets.js';
import { isMoving, onCoordinators, type Coordinator } from '../session/coordinators.js';
import { refusal } from '../connection/errors.js';
import {
  classicMembership,
  consumerMembership,
  type GroupEpochs,
  type GroupMember,
  type Membership,
} from './kinds/group-members.js';
import { isNewerType, knowsType, needsInWords, type GroupType, type NewerType } from './kinds/group-kinds.js';
import { shareMembership } from './kinds/share-members.js';
import { shareOffsets } from './kinds/share-offsets.js';
import { streamsMembership } from './kinds/streams-members.js';
import type { Topology } from './kinds/streams-tasks.js';
import type { KafkaSession } from '../session/session.js';

/** A crashed member counts as one until then. */
export const whenCrashed =
  'A member that has crashed is removed by its session time-out, after 45 seconds by default.';

export interface ListedGroup {
  readonly group: string;
  /** Empty, Stable, PreparingRebalance …; Kafka's name. */
  readonly state: string;
  /** classic, consumer (KIP-848), share, streams. */
  readonly type: string;
  /** consumer, connect …; empty where offsets were committed without a member. */
  readonly protocolType: string;
}

export interface GroupSnapshot extends ListedGroup {
  readonly coordinator: { readonly id: number; readonly address: string };
  readonly assignor: string | null;
  /** Not of classic groups. */
  readonly epochs?: GroupEpochs;
  /** Only of streams groups. */
  readonly topology?: Topology;
  /** Null if the broker does not say; `problem` says why. */
  readonly members: readonly GroupMember[] | null;
  /** Of a share group, where it begins: everything before is acknowledged or archived. */
  readonly committed: readonly CommittedOffset[];
  readonly problem: string | null;
}

/** These groups, in this order, each once. Throws LabError 'not-found' with the nearest names. */
export async function existingGroups(
  session: KafkaSession,
  typedNames: readonly string[],
): Promise<readonly GroupSnapshot[]> {
  const names = [...new Set(typedNames)];
  const found = await findGroups(session, names);
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) throw await unknownGroup(session, missing);
  return names.flatMap((name) => found.get(name) ?? []);
}

/** Those that exist, by name. */
export async function findGroups(
  session: KafkaSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, GroupSnapshot>> {
  const snapshots = (await onCoordinators(session, 'group', names, snapshotsAt)).flat();
  return new Map(snapshots.map((snapshot) => [snapshot.group, snapshot]));
}

/** Undefined if there is no such group. */
export async function findGroup(session: KafkaSession, group: string): Promise<GroupSnapshot | undefined> {
  return (await findGroups(session, [group])).get(group);
}

async function nearestGroups(session: KafkaSession, name: string): Promise<readonly string[]> {
  const { brokers } = await session.metadata([]);
  const lists = await Promise.allSettled(
    brokers.map(async ({ id }) => listedAt(id, await session.broker(id))),
  );
  const known = lists.flatMap((list) => (list.status === 'fulfilled' ? (list.value ?? []) : []));
  return nearestNames(
    name,
    known.map(({ group }) => group),
  );
}

/** Undefined while the broker is still loading its groups. */
export async function snapshotsAt(
  { id, connection }: Coordinator,
  wanted: readonly string[] | ((group: ListedGroup) => boolean),
): Promise<readonly GroupSnapshot[] | undefined> {
  const names = typeof wanted === 'function' ? undefined : wanted;
  const isWanted = typeof wanted === 'function' ? wanted : ({ group }: ListedGroup) => wanted.includes(group);
  const listing = listedAt(id, connection);
  // By name everything can be asked at once; the list tells afterwards which answers count.
  const asking = names && detailsOf(connection, () => names);
  const [all, early] = await Promise.all([listing, asking]);
  const listed = all?.filter(isWanted);
  if (listed === undefined) return undefined;
  const details =
    early ??
    (await detailsOf(connection, (type) =>
      listed.filter((group) => group.type === type).map(({ group }) => group),
    ));
  const codes = listed.flatMap((group) => [membershipIn(details, group), offsetsIn(details, group)]);
  if (codes.some((each) => each !== undefined && isMoving(each.errorCode))) return undefined;
  return listed.map((group) => {
    const membership = membershipIn(details, group);
    const own = offsetsIn(details, group);
    const isKnown = membership?.errorCode === 0;
    return {
      ...group,
      state: isKnown ? membership.state : group.state,
      coordinator: { id, address: connection.address },
      assignor: membership?.assignor ?? null,
      ...(isKnown && membership.epochs ? { epochs: membership.epochs } : {}),
      ...(isKnown && membership.topology ? { topology: membership.topology } : {}),
      // Whatever its kind, an empty group has none.
      members: isKnown ? membership.members : group.state === 'Empty' ? [] : null,
      committed: own?.offsets ?? [],
      problem: problemOf(group, membership, own?.errorCode ?? 0),
    };
  });
}

interface Details {
  readonly membership: Readonly<Partial<Record<string, ReadonlyMap<string, Membership>>>>;
  /** Of share groups and of all others. */
  readonly shared: ReadonlyMap<string, GroupOffsets>;
  readonly committed: ReadonlyMap<string, GroupOffsets>;
}

/** In one flight. A group that is of another kind than it is asked for gets an error of its own. */
async function detailsOf(
  connection: WireConnection,
  ofType: (type: GroupType) => readonly string[],
): Promise<Details> {
  const known = (type: NewerType) => (knowsType(connection, type) ? ofType(type) : []);
  const others = [...ofType('classic'), ...ofType('consumer'), ...ofType('streams')];
  const [classic, consumer, share, streams, shared, committed] = await Promise.all([
    classicMembership(connection, ofType('classic')),
    consumerMembership(connection, known('consumer')),
    shareMembership(connection, known('share')),
    streamsMembership(connection, known('streams')),
    shareOffsets(connection, known('share')),
    committedOffsets(connection, [...new Set(others)]),
  ]);
  return { membership: { classic, consumer, share, streams }, shared, committed };
}

function membershipIn({ membership }: Details, { group, type }: ListedGroup): Membership | undefined {
  return Object.hasOwn(membership, type) ? membership[type]?.get(group) : undefined;
}

function offsetsIn({ shared, committed }: Details, { group, type }: ListedGroup): GroupOffsets | undefined {
  return (type === 'share' ? shared : committed).get(group);
}

function problemOf({ type, state }: ListedGroup, membership: Membership | undefined, offsetsCode: number) {
  if (membership === undefined) {
    if (type !== 'share' && state === 'Empty') return null;
    const what = state === 'Empty' ? 'what it has consumed is unknown' : 'its members are unknown';
    return `${what}: ${isNewerType(type) ? needsInWords(type) : `kafka-lab does not know ${type} groups`}`;
  }
  if (membership.errorCode !== 0) {
    return refusal('its members are unknown', membership.errorCode, membership.errorMessage).message;
  }
  if (offsetsCode !== 0) return refusal('not all its offsets are known', offsetsCode).message;
  return null;
}

/** Undefined while the broker is still loading its groups. */
async function listedAt(id: number, connection: WireConnection): Promise<readonly ListedGroup[] | undefined> {
  const { errorCode, groups } = await send(connection, listGroups, {});
  if (isMoving(errorCode)) return undefined;
  if (errorCode !== 0) throw refusal(`Broker ${id} does not list its groups`, errorCode);
  return groups.map(({ groupId, groupState, groupType, protocolType }) => ({
    group: groupId,
    state: groupState,
    // Brokers that do not say know only this type.
    type: groupType.toLowerCase() || 'classic',
    protocolType,
  }));
}

async function unknownGroup(session: KafkaSession, name: string): Promise<LabError> {
  const near = await nearestGroups(session, name);
  return new LabError('not-found', `There is no group "${name}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See what there is: kafka-lab groups list',
  });
}

/** For messages: `kafka-lab-1f… at 10.0.0.7 (client kafka-lab)`, a few of them. */
export function membersInWords(
  members: readonly (Pick<GroupMember, 'memberId' | 'host' | 'clientId'> &
    Partial<Pick<GroupMember, 'instanceId'>>)[],
  most = 2,
): string {
  const named = members.slice(0, most).map(({ memberId, instanceId, host, clientId }) => {
    const label = instanceId == null ? '' : `, static member ${instanceId}`;
    return `${memberId} at ${host} (client ${clientId}${label})`;
  });
  const more = members.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
