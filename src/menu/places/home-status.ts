/** The state of the cluster in two lines. */
import { counted, grouped } from '../../view/counted.js';
import type { Context } from '../../contract/command.js';
import { formatAddress } from '../../net/addresses.js';
import { groupIds } from '../../kafka/groups/group-ids.js';
import { listBrokers } from '../../kafka/brokers/list-brokers.js';
import { isUnderReplicated } from '../../kafka/session/partition-health.js';
import type { Target } from '../../kafka/session/target.js';

export interface ClusterStatus {
  readonly target: Pick<Target, 'bootstrapServers' | 'origin'>;
  /** How the connection restricts changes. */
  readonly guard: 'readonly' | 'protected' | null;
  readonly brokersUp: number;
  readonly brokers: number;
  readonly controllerId: number | null;
  readonly topics: number;
  /** Null if they are unknown. */
  readonly groups: number | null;
  readonly partitions: number;
  readonly underReplicated: number;
  readonly offline: number;
}

export async function readStatus(context: Context): Promise<ClusterStatus> {
  const session = await context.kafka();
  const [list, { topics }, groups] = await Promise.all([
    listBrokers(session),
    session.metadata(null),
    groupIds(session).then(
      (ids) => ids.length,
      () => null,
    ),
  ]);
  const partitions = topics.flatMap((topic) => topic.partitions);
  const settings = (await context.connection())?.settings;
  return {
    guard: settings?.readonly ? 'readonly' : settings?.protected ? 'protected' : null,
    target: session.target,
    brokersUp: list.brokers.filter(({ isUp }) => isUp).length,
    brokers: list.brokers.length,
    controllerId: list.controllerId,
    topics: topics.filter(({ isInternal, name }) => !isInternal && !name.startsWith('__')).length,
    groups,
    partitions: partitions.length,
    underReplicated: partitions.filter(isUnderReplicated).length,
    offline: partitions.filter(({ leader }) => leader === null).length,
  };
}

export function statusLines(status: ClusterStatus): readonly [string, string] {
  const { target, guard, controllerId, groups, offline } = status;
  const controller = controllerId === null ? 'no controller' : `controller ${controllerId}`;
  const name = target.origin === '-b' ? 'cluster' : target.origin;
  const where = `${name}${guard === null ? '' : ` (${guard})`}, ${addressText(target)}`;
  return [
    `${where} · ${status.brokersUp} of ${status.brokers} brokers up · ${controller}`,
    [
      counted(status.topics, 'topic'),
      groups === null ? 'groups unknown' : counted(groups, 'group'),
      `${counted(status.underReplicated, 'under-replicated partition')} of ${grouped(status.partitions)}`,
      ...(offline > 0 ? [`${grouped(offline)} offline`] : []),
    ].join(' · '),
  ];
}

/** The first and a count, since the line has to fit. */
function addressText({ bootstrapServers }: Pick<Target, 'bootstrapServers'>): string {
  const [first, ...others] = bootstrapServers;
  if (!first) return '?';
  return `${formatAddress(first)}${others.length > 0 ? ` (+${others.length})` : ''}`;
}
