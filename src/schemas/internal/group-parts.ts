/** What the messages of consumer groups, share groups and streams groups have in common. */
import { anyInt64, array, int32, string, uuid, type Fields } from '../../wire/protocol/schema.js';
import type { StoredMessage } from './stored-message.js';

/** Values of one version so far: later ones have added tagged fields only. */
const one = { newestValue: 0, flexibleSince: 0 };

export function ofGroup(name: string, value: Fields): StoredMessage {
  return { name, key: { groupId: string() }, value, ...one };
}

export function ofMember(name: string, value: Fields): StoredMessage {
  return { name, key: { groupId: string(), memberId: string() }, value, ...one };
}

export function targetAssignmentMetadata() {
  return { assignmentEpoch: int32(), assignmentTimestamp: anyInt64().tagged(0).default(0).ignorable() };
}

export function targetAssignment() {
  return { topicPartitions: array({ topicId: uuid(), partitions: array(int32()) }) };
}
