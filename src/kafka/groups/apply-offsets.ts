/** Commits offsets for a group without joining it, and confirms them by reading them back. */
import { groupBy } from '../../text/group-by.js';
import type { Int64 } from '../../text/int64.js';
import { errorCodeNamed, kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { offsetCommit } from '../../wire/requests/offset-commit.js';
import { offsetDelete } from '../../wire/requests/offset-delete.js';
import { send } from '../../wire/protocol/send.js';
import { alterShareOffsets, type Codes, type WantedOffset } from './apply-share-offsets.js';
import { committedOffsets } from './kinds/committed-offsets.js';
import { shareOffsets } from './kinds/share-offsets.js';
import { refusal } from '../connection/errors.js';
import { isMoving, onCoordinator } from '../session/coordinators.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import { findGroup } from './group-snapshots.js';
import { activeGroup } from './offset-changes.js';
import type { KafkaSession } from '../session/session.js';

/** The brokers' answers to a commit from outside while the group has members. */
const activeCodes = new Set([
  errorCodeNamed('UNKNOWN_MEMBER_ID'),
  errorCodeNamed('ILLEGAL_GENERATION'),
  errorCodeNamed('REBALANCE_IN_PROGRESS'),
  errorCodeNamed('STALE_MEMBER_EPOCH'),
  errorCodeNamed('NON_EMPTY_GROUP'),
  errorCodeNamed('GROUP_SUBSCRIBED_TO_TOPIC'),
]);

/** Of share groups, start offsets. */
interface Applied {
  readonly group: string;
  readonly isShare: boolean;
  readonly wanted: readonly WantedOffset[];
}

/** Error codes by `partitionKey`. Throws LabError 'refused', nothing changed, when the group has members. */
export async function applyOffsets(
  session: KafkaSession,
  { group, isShare, wanted }: Applied,
): Promise<Codes> {
  const codes = isShare
    ? await alterShareOffsets(session, group, wanted)
    : new Map([...(await commit(session, group, wanted)), ...(await forget(session, group, wanted))]);
  const active = [...codes.values()].find((code) => activeCodes.has(code));
  if (active === undefined) return codes;
  const members = (await findGroup(session, group))?.members ?? [];
  throw activeGroup(group, members, refusal('The broker refused', active));
}

/**
 * Reads what is committed now. Differences are in the result, by `partitionKey`, with what went wrong:
 * `codes` are the answers of `applyOffsets`.
 */
export async function offsetProblems(
  session: KafkaSession,
  { group, isShare, wanted }: Applied,
  codes: Codes,
): Promise<ReadonlyMap<string, string>> {
  const present = await readBack(session, group, isShare ? shareOffsets : committedOffsets);
  const problems = new Map<string, string>();
  for (const { topic, partition, offset } of wanted) {
    const key = partitionKey(topic, partition);
    const code = codes.get(key) ?? 0;
    const found = present.get(key) ?? null;
    if (code !== 0) problems.set(key, refusal('not changed', code).message);
    else if (found !== offset) {
      problems.set(
        key,
        `read back as ${found ?? 'nothing'} instead of ${offset ?? 'nothing'}: another client commits for this group`,
      );
    }
  }
  return problems;
}

/** Generation −1 and no member id mean "from outside" (the defaults of the request). */
async function commit(
  session: KafkaSession,
  groupId: string,
  wanted: readonly WantedOffset[],
): Promise<Codes> {
  const set = wanted.flatMap(({ offset, ...rest }) => (offset === null ? [] : [{ offset, ...rest }]));
  if (set.length === 0) return new Map();
  return onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const { topics } = await send(connection, offsetCommit, {
      groupId,
      topics: [...groupBy(set, ({ topic }) => topic)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, offset, metadata }) => ({
          partitionIndex: partition,
          committedOffset: offset,
          committedMetadata: metadata ?? '',
        })),
      })),
    });
    return codesOf(topics);
  });
}

async function forget(
  session: KafkaSession,
  groupId: string,
  wanted: readonly WantedOffset[],
): Promise<Codes> {
  return forgetOffsets(
    session,
    groupId,
    wanted.filter(({ offset }) => offset === null),
  );
}

/** Error codes by `partitionKey`. A group that does not exist has nothing to delete. */
export async function forgetOffsets(
  session: KafkaSession,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Codes> {
  if (partitions.length === 0) return new Map();
  return onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const { errorCode, topics } = await send(connection, offsetDelete, {
      groupId,
      topics: [...groupBy(partitions, ({ topic }) => topic)].map(([name, own]) => ({
        name,
        partitions: own.map(({ partition }) => ({ partitionIndex: partition })),
      })),
    });
    if (isMoving(errorCode)) return undefined;
    if (kafkaErrorCode(errorCode).name === 'GROUP_ID_NOT_FOUND') return new Map();
    if (errorCode === 0) return codesOf(topics);
    return new Map(partitions.map(({ topic, partition }) => [partitionKey(topic, partition), errorCode]));
  });
}

/** Undefined while the group changes coordinators. */
function codesOf(
  topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
  }[],
): Codes | undefined {
  const codes = topics.flatMap(({ name, partitions }) =>
    partitions.map(
      ({ partitionIndex, errorCode }) => [partitionKey(name, partitionIndex), errorCode] as const,
    ),
  );
  return codes.some(([, code]) => isMoving(code)) ? undefined : new Map(codes);
}

async function readBack(
  session: KafkaSession,
  groupId: string,
  offsetsOf: typeof committedOffsets,
): Promise<ReadonlyMap<string, Int64>> {
  return onCoordinator(session, 'group', groupId, async ({ connection }) => {
    const answer = (await offsetsOf(connection, [groupId])).get(groupId);
    if (answer === undefined || isMoving(answer.errorCode)) return undefined;
    return new Map(
      answer.offsets.map(({ topic, partition, offset }) => [partitionKey(topic, partition), offset]),
    );
  });
}
