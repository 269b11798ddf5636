/** The names of all groups, for completion. */
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
