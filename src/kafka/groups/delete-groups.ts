/** Deletes groups and all their committed offsets. */
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { deleteGroups as deleteGroupsRequest } from '../../wire/requests/delete-groups.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { isMoving, onCoordinators } from '../session/coordinators.js';
import { existingGroups, membersInWords, whenCrashed, type GroupSnapshot } from './group-snapshots.js';
import { internalTopics } from './kinds/streams-tasks.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

export interface DeletedGroup {
  readonly group: string;
  readonly deleted: boolean;
  readonly problem: string | null;
  /** Topics that a streams application has made for itself, which stay; none for other groups. */
  readonly internalTopics: readonly string[];
}

interface Refusal {
  readonly errorCode: number;
  /** From Kafka 4.4 on. */
  readonly errorMessage: string | null;
}

const nonEmptyGroup = errorCodeNamed('NON_EMPTY_GROUP');
const groupIdNotFound = errorCodeNamed('GROUP_ID_NOT_FOUND');

/** Throws LabError 'not-found' before anything is deleted when one of them does not exist. */
export async function deleteGroups(
  session: KafkaSession,
  typedNames: readonly string[],
): Promise<readonly DeletedGroup[]> {
  const snapshots = await existingGroups(session, typedNames);
  const refusals = new Map<string, Refusal>();
  await onCoordinators(
    session,
    'group',
    snapshots.map(({ group }) => group),
    async ({ connection }, groupsNames) => {
      const { results } = await send(connection, deleteGroupsRequest, { groupsNames: [...groupsNames] });
      if (results.some(({ errorCode }) => isMoving(errorCode))) return undefined;
      // They existed a moment ago, so a retry may find groups already deleted by the first try.
      for (const { groupId, errorCode, errorMessage } of results) {
        if (errorCode === 0 || errorCode === groupIdNotFound) refusals.delete(groupId);
        else refusals.set(groupId, { errorCode, errorMessage });
      }
      return true;
    },
  );
  return snapshots.map((snapshot) => {
    const refused = refusals.get(snapshot.group);
    return {
      group: snapshot.group,
      deleted: refused === undefined,
      problem: refused === undefined ? null : problemOf(snapshot, refused),
      internalTopics: snapshot.topology ? internalTopics(snapshot.topology) : [],
    };
  });
}

function problemOf({ group, members }: GroupSnapshot, { errorCode, errorMessage }: Refusal): string {
  if (errorCode !== nonEmptyGroup) return refusal('not deleted', errorCode, errorMessage).message;
  const who = members === null || members.length === 0 ? 'members' : membersInWords(members);
  return `not deleted: it has ${who}; stop them first. ${whenCrashed} (${commandLine`groups describe ${group}`})`;
}
