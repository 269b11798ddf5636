/** The only rule for group names. */
import { LabError } from '../../text/errors.js';

/** Group ids only have to be non-empty: in the protocol an empty one means "no group". */
export function checkGroupId(groupId: string, complaint = 'The name of the group is empty.'): void {
  if (groupId.trim() === '') throw new LabError('usage', complaint);
}
