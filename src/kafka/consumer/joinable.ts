/** Whether a group can be joined, before trying, and what it is if it cannot. */
import { LabError } from '../../text/errors.js';
import { findGroup, membersInWords, type GroupSnapshot } from '../groups/group-snapshots.js';
import type { KafkaSession } from '../session/session.js';
import { assignors } from './assignors.js';

/** What the group uses now; null if it has no members, or that is not told. Throws LabError 'refused' for other kinds of groups. */
export async function currentAssignor(session: KafkaSession, groupId: string): Promise<string | null> {
  const group = await findGroup(session, groupId).catch((error: unknown) => {
    // A client that may read as the group need not be allowed to look at it.
    if (error instanceof LabError && error.code === 'refused') return undefined;
    throw error;
  });
  const reason = group === undefined ? null : whyNot(group);
  if (reason !== null) throw cannotJoin(reason, group);
  return group?.assignor ?? null;
}

/** For a group that refused: what it was a moment ago need not be what it is. */
export async function explainRefusal(
  session: KafkaSession,
  groupId: string,
  refused: LabError,
): Promise<LabError> {
  const group = await findGroup(session, groupId).catch(() => undefined);
  if (group === undefined) return refused;
  return cannotJoin(
    whyNot(group) ?? `Group ${groupId} is read with ${usage(group)}, which kafka-lab does not offer`,
    group,
  );
}

/** Null if nothing is known to be in the way. */
function whyNot(group: GroupSnapshot): string | null {
  const { group: name, type, protocolType, members, assignor } = group;
  if (type === 'share' || type === 'streams')
    return `Group ${name} is a ${type} group, which only ${type === 'share' ? 'share consumers' : 'Kafka Streams'} can join`;
  if (type !== 'classic' || members === null || members.length === 0) return null;
  if (protocolType !== 'consumer') {
    const whose = protocolType === 'connect' ? 'Kafka Connect' : `members of the protocol "${protocolType}"`;
    return `Group ${name} belongs to ${whose}: ${membersInWords(members)}`;
  }
  if (assignor === null || assignors.some((each) => each.name === assignor)) return null;
  const whose = assignor === 'stream' ? ' (Kafka Streams)' : '';
  return `Group ${name} is read with ${usage(group)}${whose}, which kafka-lab does not know`;
}

function usage({ assignor, members }: GroupSnapshot): string {
  const count = members?.length ?? 0;
  const by = count === 0 ? '' : ` by ${count} ${count === 1 ? 'member' : 'members'}`;
  return `${assignor ?? 'an assignor that is not told'}${by}`;
}

function cannotJoin(reason: string, group: GroupSnapshot | undefined): LabError {
  if (group?.type === 'share') {
    return new LabError('refused', `${reason}.`, {
      hint: 'Read as one of them, with --share-group; or without --group, which needs no membership.',
    });
  }
  return new LabError('refused', `${reason}; kafka-lab cannot join it.`, {
    hint: 'Read without --group: that needs no membership, and commits nothing.',
  });
}
