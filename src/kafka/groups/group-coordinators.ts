/** Requests that only the coordinators of groups answer, while groups may just be moving from broker to broker. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { negotiate, send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';

const pauseMs = 100;
/** The first version that asks for many groups at once. */
const batchVersion = 4;

const moving = new Set([
  errorCodeNamed('COORDINATOR_LOAD_IN_PROGRESS'),
  errorCodeNamed('COORDINATOR_NOT_AVAILABLE'),
  errorCodeNamed('NOT_COORDINATOR'),
]);

/** Asked too early or too late: the group is at home somewhere else, or not loaded yet. */
export function isMoving(errorCode: number): boolean {
  return moving.has(errorCode);
}

/** A connection may have been opened by its address alone, and then does not know whose it is. */
export interface Coordinator {
  readonly id: number;
  readonly connection: WireConnection;
}

/**
 * Calls `act` once for each coordinator, with all of its groups, and again for the groups for which it answers
 * undefined: "they are moving". Gives up after the session's time-out with LabError 'timeout' or 'unreachable'.
 */
export async function onCoordinators<T>(
  session: KafkaSession,
  groupIds: readonly string[],
  act: (coordinator: Coordinator, groupIds: readonly string[]) => Promise<T | undefined>,
): Promise<readonly T[]> {
  const giveUpAt = Date.now() + session.settings.timeoutMs;
  const results: T[] = [];
  let left: readonly string[] = [...new Set(groupIds)];
  for (;;) {
    const found = await findCoordinators(session, left);
    const asked = [...groupBy(found, ({ nodeId }) => nodeId)];
    const unanswered: string[] = [];
    let lastError: LabError | undefined;
    await Promise.all(
      asked.map(async ([nodeId, keys]) => {
        const ids = keys.map(({ groupId }) => groupId);
        const coordinator = nodeId === null ? undefined : await reach(session, nodeId);
        if (coordinator instanceof LabError) lastError = coordinator;
        const usable = coordinator instanceof LabError ? undefined : coordinator;
        const result = usable && (await act(usable, ids));
        if (result === undefined) unanswered.push(...ids);
        else results.push(result);
      }),
    );
    if (unanswered.length === 0) return results;
    left = unanswered;
    if (Date.now() >= giveUpAt) throw lastError ?? noCoordinator(left, session.settings.timeoutMs);
    await delay(pauseMs, undefined, { signal: session.settings.signal });
  }
}

/** The same for one group. */
export async function onCoordinator<T>(
  session: KafkaSession,
  groupId: string,
  act: (coordinator: Coordinator) => Promise<T | undefined>,
): Promise<T> {
  const [result] = await onCoordinators(session, [groupId], act);
  return result as T;
}

/** A broker that has just died is named for a moment longer. */
async function reach(session: KafkaSession, id: number): Promise<Coordinator | LabError> {
  try {
    return { id, connection: await session.broker(id) };
  } catch (error) {
    if (error instanceof LabError && error.code === 'unreachable') return error;
    throw error;
  }
}

interface Found {
  readonly groupId: string;
  /** Null while there is none. */
  readonly nodeId: number | null;
}

async function findCoordinators(
  session: KafkaSession,
  groupIds: readonly string[],
): Promise<readonly Found[]> {
  const connection = await session.anyBroker();
  if (negotiate(connection, findCoordinator) >= batchVersion) {
    const { coordinators } = await send(connection, findCoordinator, { coordinatorKeys: [...groupIds] });
    return coordinators.map(({ key, ...answer }) => found(key, answer));
  }
  return Promise.all(
    groupIds.map(async (groupId) =>
      found(
        groupId,
        await send(connection, findCoordinator, { key: groupId }, { maxVersion: batchVersion - 1 }),
      ),
    ),
  );
}

function found(
  groupId: string,
  answer: { readonly nodeId: number; readonly errorCode: number; readonly errorMessage: string | null },
): Found {
  if (answer.errorCode === 0) return { groupId, nodeId: answer.nodeId };
  if (isMoving(answer.errorCode)) return { groupId, nodeId: null };
  throw refusal(`Nobody can be asked about group "${groupId}"`, answer.errorCode, answer.errorMessage);
}

function noCoordinator(groupIds: readonly string[], timeoutMs: number): LabError {
  return new LabError(
    'timeout',
    `No broker was ready to answer for ${groupIds.map((id) => `"${id}"`).join(', ')} within ${timeoutMs} ms: the group's coordinator is missing.`,
    {
      hint: 'It leads a partition of __consumer_offsets. See whether they all have leaders: kafka-lab topics describe __consumer_offsets',
    },
  );
}
