/** The one rule for names of groups. */
import { LabError } from '../../text/errors.js';

/** Group ids have no rule but to be there; an empty one is the word for "no group" in the protocol. */
export function checkGroupId(groupId: string, complaint = 'The name of the group is empty.'): void {
  if (groupId.trim() === '') throw new LabError('usage', complaint);
}
