/** Requests that only the coordinators of groups or transactions answer, even while these move from broker to broker. */
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Address } from '../../net/addresses.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { negotiate, send } from '../../wire/protocol/send.js';
import { coordinatorType, findCoordinator } from '../../wire/requests/find-coordinator.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from './session.js';
import { untilAnswered } from './until-answered.js';
import { commandLine } from '../../text/command-line.js';

/** The first version that asks for many keys at once. */
const batchVersion = 4;

const moving = new Set([
  errorCodeNamed('COORDINATOR_LOAD_IN_PROGRESS'),
  errorCodeNamed('COORDINATOR_NOT_AVAILABLE'),
  errorCodeNamed('NOT_COORDINATOR'),
]);

/** Asked too early or too late: the group or transaction is on another broker, or is not loaded yet. */
export function isMoving(errorCode: number): boolean {
  return moving.has(errorCode);
}

/** What coordinators store: the kind of its names, and the topic. */
const kinds = {
  group: { name: 'group', topic: '__consumer_offsets' },
  transaction: { name: 'transactional id', topic: '__transaction_state' },
} as const;

type Kind = keyof typeof kinds;

/** A connection may have been opened by its address alone; its node id is then unknown. */
export interface Coordinator {
  readonly id: number;
  readonly connection: WireConnection;
}

/**
 * Calls `act` once for each coordinator, with all of its keys, and again for the keys for which it answers undefined:
 * "they are moving". Gives up after the session's time-out with LabError 'timeout' or 'unreachable'.
 */
export async function onCoordinators<T>(
  session: KafkaSession,
  kind: Kind,
  keys: readonly string[],
  act: (coordinator: Coordinator, keys: readonly string[]) => Promise<T | undefined>,
): Promise<readonly T[]> {
  const results: T[] = [];
  let left: readonly string[] = [...new Set(keys)];
  return untilAnswered(
    session,
    async (reach) => {
      const found = await coordinatorsOf(session, kind, left);
      const unanswered: string[] = [];
      await Promise.all(
        [...groupBy(found, ({ nodeId }) => nodeId)].map(async ([id, own]) => {
          const ownKeys = own.map(({ key }) => key);
          const connection = id === null ? undefined : await reach(id, own[0]?.address);
          const result = id === null || !connection ? undefined : await act({ id, connection }, ownKeys);
          if (result === undefined) unanswered.push(...ownKeys);
          else results.push(result);
        }),
      );
      left = unanswered;
      forget(session, kind, left);
      return left.length === 0 ? results : undefined;
    },
    (timeoutMs) => noCoordinator(kind, left, timeoutMs),
  );
}

/** The same for one. */
export async function onCoordinator<T>(
  session: KafkaSession,
  kind: Kind,
  key: string,
  act: (coordinator: Coordinator) => Promise<T | undefined>,
): Promise<T> {
  const [result] = await onCoordinators(session, kind, [key], act);
  return result as T;
}

/** So long it is known where a coordinator was found; later another broker may have taken over from one that hangs. */
const knownForMs = 3000;

/** Of each session, by kind and key. */
const knownIn = new WeakMap<KafkaSession, Map<string, Known>>();

async function coordinatorsOf(
  session: KafkaSession,
  kind: Kind,
  keys: readonly string[],
): Promise<readonly Found[]> {
  const known = knownOf(session);
  const nowMs = performance.now();
  const fresh = keys.flatMap((key) => {
    const each = known.get(nameOf(kind, key));
    return each && each.untilMs > nowMs ? [each] : [];
  });
  const isFresh = new Set(fresh.map(({ key }) => key));
  const others = keys.filter((key) => !isFresh.has(key));
  const found = others.length === 0 ? [] : await findCoordinators(session, kind, others);
  const untilMs = performance.now() + knownForMs;
  for (const each of found) known.set(nameOf(kind, each.key), { ...each, untilMs });
  return [...fresh, ...found];
}

function forget(session: KafkaSession, kind: Kind, keys: readonly string[]): void {
  for (const key of keys) knownOf(session).delete(nameOf(kind, key));
}

function nameOf(kind: Kind, key: string): string {
  return `${kind} ${key}`;
}

function knownOf(session: KafkaSession): Map<string, Known> {
  let known = knownIn.get(session);
  if (!known) knownIn.set(session, (known = new Map<string, Known>()));
  return known;
}

interface Known extends Found {
  readonly untilMs: number;
}

interface Found {
  readonly key: string;
  /** Null while there is none. */
  readonly nodeId: number | null;
  readonly address?: Address;
}

async function findCoordinators(
  session: KafkaSession,
  kind: Kind,
  keys: readonly string[],
): Promise<readonly Found[]> {
  const connection = await session.anyBroker();
  const keyType = coordinatorType[kind];
  if (negotiate(connection, findCoordinator) >= batchVersion) {
    const { coordinators } = await send(connection, findCoordinator, { keyType, coordinatorKeys: [...keys] });
    return coordinators.map(({ key, ...answer }) => found(kind, key, answer));
  }
  const maxVersion = batchVersion - 1;
  return Promise.all(
    keys.map(async (key) =>
      found(kind, key, await send(connection, findCoordinator, { keyType, key }, { maxVersion })),
    ),
  );
}

function found(
  kind: Kind,
  key: string,
  answer: Address & {
    readonly nodeId: number;
    readonly errorCode: number;
    readonly errorMessage: string | null;
  },
): Found {
  const { host, port } = answer;
  if (answer.errorCode === 0) return { key, nodeId: answer.nodeId, address: { host, port } };
  if (isMoving(answer.errorCode)) return { key, nodeId: null };
  const what = `The coordinator of ${kinds[kind].name} "${key}" was not found`;
  throw refusal(what, answer.errorCode, answer.errorMessage);
}

function noCoordinator(kind: Kind, keys: readonly string[], timeoutMs: number): LabError {
  const { name, topic } = kinds[kind];
  const names = keys.map((key) => `"${key}"`).join(', ');
  return new LabError(
    'timeout',
    `No broker was ready to answer for ${name} ${names} within ${timeoutMs} ms: its coordinator is missing.`,
    {
      hint: `It leads a partition of ${topic}. See whether they all have leaders: ${commandLine`topics describe ${topic}`}`,
    },
  );
}
