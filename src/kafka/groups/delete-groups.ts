/** Deletes groups and all their committed offsets. */
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { deleteGroups as deleteGroupsRequest } from '../../wire/requests/delete-groups.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { isMoving, onCoordinators } from '../session/coordinators.js';
import { existingGroups, membersInWords, whenCrashed, type GroupSnapshot } from './group-snapshots.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

export interface DeletedGroup {
  readonly group: string;
  readonly deleted: boolean;
  readonly problem: string | null;
}

const nonEmptyGroup = errorCodeNamed('NON_EMPTY_GROUP');
const groupIdNotFound = errorCodeNamed('GROUP_ID_NOT_FOUND');

/** Throws LabError 'not-found' before anything is deleted when one of them does not exist. */
export async function deleteGroups(
  session: KafkaSession,
  typedNames: readonly string[],
): Promise<readonly DeletedGroup[]> {
  const snapshots = await existingGroups(session, typedNames);
  const codes = new Map<string, number>();
  await onCoordinators(
    session,
    'group',
    snapshots.map(({ group }) => group),
    async ({ connection }, groupsNames) => {
      const { results } = await send(connection, deleteGroupsRequest, { groupsNames: [...groupsNames] });
      if (results.some(({ errorCode }) => isMoving(errorCode))) return undefined;
      // They existed a moment ago, so a retry may find groups already deleted by the first try.
      for (const { groupId, errorCode } of results) {
        codes.set(groupId, errorCode === groupIdNotFound ? 0 : errorCode);
      }
      return true;
    },
  );
  return snapshots.map((snapshot) => {
    const code = codes.get(snapshot.group) ?? 0;
    return {
      group: snapshot.group,
      deleted: code === 0,
      problem: code === 0 ? null : problemOf(snapshot, code),
    };
  });
}

function problemOf({ group, members }: GroupSnapshot, code: number): string {
  if (code !== nonEmptyGroup) return refusal('not deleted', code).message;
  const who = members === null || members.length === 0 ? 'members' : membersInWords(members);
  return `not deleted: it has ${who}; stop them first. ${whenCrashed} (${commandLine`groups describe ${group}`})`;
}
