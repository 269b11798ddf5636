/** Deletes a group's committed offsets for some topics, and nothing else. */
import type { Int64 } from '../../text/int64.js';
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { forgetOffsets } from './apply-offsets.js';
import { alterShareOffsets, forgetShareTopics } from './apply-share-offsets.js';
import { refusal } from '../connection/errors.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import { existingGroups, membersInWords, type GroupSnapshot } from './group-snapshots.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

export interface DeletedOffset extends TopicPartition {
  /** What was committed. */
  readonly currentOffset: Int64;
  readonly deleted: boolean;
  readonly problem: string | null;
}

const subscribed = new Set([errorCodeNamed('GROUP_SUBSCRIBED_TO_TOPIC'), errorCodeNamed('NON_EMPTY_GROUP')]);

/** Throws LabError 'refused' if members read one of the topics, 'not-found' if nothing is committed in one. */
export async function deleteGroupOffsets(
  session: KafkaSession,
  group: string,
  topics: readonly string[],
  /** None: all of them. */
  partitions: readonly number[],
): Promise<readonly DeletedOffset[]> {
  const [snapshot] = await existingGroups(session, [group]);
  if (snapshot === undefined) return [];
  for (const topic of topics) checkCommitted(snapshot, topic);
  const offsets = snapshot.committed.filter(
    ({ topic, partition }) =>
      topics.includes(topic) && (partitions.length === 0 || partitions.includes(partition)),
  );
  if (offsets.length === 0) {
    throw new LabError(
      'not-found',
      `Group "${group}" has committed nothing in these partitions of ${topics.join(', ')}.`,
      { hint: `What it has: ${commandLine`groups describe ${group}`}` },
    );
  }
  const codes = await forgetOf(session, snapshot, offsets, partitions.length === 0);
  const refused = offsets.filter(({ topic, partition }) =>
    subscribed.has(codes.get(partitionKey(topic, partition)) ?? 0),
  );
  // The broker decides per topic; a partial result is still worth showing.
  if (refused.length === offsets.length) throw stillRead(snapshot, topics);
  return offsets.map(({ topic, partition, offset }) => {
    const code = codes.get(partitionKey(topic, partition)) ?? 0;
    return {
      topic,
      partition,
      currentOffset: offset,
      deleted: code === 0,
      problem:
        code === 0
          ? null
          : subscribed.has(code)
            ? 'not deleted: active members read this topic'
            : refusal('not deleted', code).message,
    };
  });
}

/** Of a share group, single partitions can be made as if they had not been read yet; whole topics can go. */
function forgetOf(
  session: KafkaSession,
  { group, type }: GroupSnapshot,
  offsets: readonly TopicPartition[],
  wholeTopics: boolean,
) {
  if (type !== 'share') return forgetOffsets(session, group, offsets);
  return wholeTopics
    ? forgetShareTopics(session, group, offsets)
    : alterShareOffsets(
        session,
        group,
        offsets.map(({ topic, partition }) => ({ topic, partition, offset: null })),
      );
}

function checkCommitted({ group, committed }: GroupSnapshot, topic: string): void {
  const topics = [...new Set(committed.map((each) => each.topic))];
  if (topics.includes(topic)) return;
  const near = nearestNames(topic, topics);
  throw new LabError('not-found', `Group "${group}" has committed nothing in topic "${topic}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : topics.length > 0
          ? `It has committed in: ${topics.join(', ')}`
          : 'It has committed nothing at all.',
  });
}

function stillRead({ group, members }: GroupSnapshot, topics: readonly string[]): LabError {
  const readers = (members ?? []).filter(
    ({ subscribed: topicsRead }) => topicsRead === null || topicsRead.some((topic) => topics.includes(topic)),
  );
  const who = readers.length === 0 ? 'active members' : membersInWords(readers);
  return new LabError('refused', `Group "${group}" still reads ${topics.join(', ')}: ${who}.`, {
    hint: `Offsets of a topic can go once no member is subscribed to it. Stop them first; see its members: ${commandLine`groups describe ${group}`}`,
  });
}
