/** The names of all groups, for completion. */
import { LabError } from '../../text/errors.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { send } from '../../wire/protocol/send.js';
import type { KafkaSession } from '../session/session.js';

/** Each broker knows the groups that it coordinates; those of a broker that does not answer are left out. */
export async function groupIds(session: KafkaSession): Promise<readonly string[]> {
  const { brokers } = await session.metadata([]);
  const answers = await Promise.allSettled(
    brokers.map(async ({ id }) => send(await session.broker(id), listGroups, {})),
  );
  return answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value.groups.map(({ groupId }) => groupId) : [],
  );
}

/** Group ids only have to be non-empty: in the protocol an empty one means "no group". */
export function checkGroupId(groupId: string, complaint = 'The name of the group is empty.'): void {
  if (groupId.trim() === '') throw new LabError('usage', complaint);
}
