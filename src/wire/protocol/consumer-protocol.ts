/** What members of a classic group tell each other through the broker, which keeps it as bytes: topics wanted, partitions given. */
import { compileStruct } from './codec.js';
import { ByteReader } from './codec-reader.js';
import { array, bytes, int32, string, type Fields } from './schema.js';

/** https://kafka.apache.org/protocol#consumer (ConsumerProtocolAssignment, ConsumerProtocolSubscription) */
const assignmentFields = {
  assignedPartitions: array({ topic: string(), partitions: array(int32()) }),
  userData: bytes().nullable(),
};
/** Later versions append fields, which are ignored here. */
const subscriptionFields = { topics: array(string()), userData: bytes().nullable() };

export interface AssignedTopic {
  readonly topic: string;
  /** In the order of their numbers. */
  readonly partitions: readonly number[];
}

/** Nothing for a member that has no partition (yet); null when these are not a consumer's bytes, as with Kafka Connect. */
export function readAssignment(assignment: Buffer): readonly AssignedTopic[] | null {
  if (assignment.length === 0) return [];
  const body = readBody(assignment, 'a member assignment', assignmentFields) as
    { assignedPartitions: { topic: string; partitions: number[] }[] } | undefined;
  if (body === undefined) return null;
  return body.assignedPartitions.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.sort((one, other) => one - other),
  }));
}

/** The topics that a member subscribed to; null when these are not a consumer's bytes. */
export function readSubscription(metadata: Buffer): readonly string[] | null {
  if (metadata.length === 0) return [];
  const body = readBody(metadata, 'a member subscription', subscriptionFields) as
    { topics: string[] } | undefined;
  return body?.topics ?? null;
}

/** A version and a body that later versions only ever add to: remaining bytes are ignored. */
function readBody(whole: Buffer, what: string, fields: Fields): unknown {
  const reader = new ByteReader(whole, what);
  try {
    if (reader.int16() < 0) return undefined;
    return compileStruct(fields, 0, false).read(reader);
  } catch {
    // Clients may put any bytes there; that is not an error of the group.
    return undefined;
  }
}
