/** What members of a classic group tell each other through the broker, which keeps it as bytes: topics wanted, partitions given. */
import { compileStruct } from './codec.js';
import { ByteReader } from './codec-reader.js';
import { ByteWriter } from './codec-writer.js';
import { array, bytes, int32, string, type Fields, type Received } from './schema.js';

/** https://kafka.apache.org/protocol#consumer (ConsumerProtocolAssignment, ConsumerProtocolSubscription) */
const assignmentFields = {
  assignedPartitions: array({ topic: string(), partitions: array(int32()) }),
  userData: bytes().nullable(),
};
const subscriptionFields = {
  topics: array(string()),
  userData: bytes().nullable(),
  ownedPartitions: array({ topic: string(), partitions: array(int32()) })
    .since(1)
    .default([])
    .ignorable(),
  generationId: int32().since(2).default(-1).ignorable(),
  rackId: string().since(3).nullable().default(null).ignorable(),
};
/** Later versions append fields, which are ignored here. */
const newestSubscription = 3;
/** Every version so far has the same fields. */
const assignmentVersion = 1;

export interface AssignedTopic {
  readonly topic: string;
  /** In the order of their numbers. */
  readonly partitions: readonly number[];
}

/** Nothing for a member that has no partition (yet); null when these are not a consumer's bytes, as with Kafka Connect. */
export function readAssignment(assignment: Buffer): readonly AssignedTopic[] | null {
  if (assignment.length === 0) return [];
  return readWholeAssignment(assignment)?.assignedPartitions ?? null;
}

/** What the leader of the group gave to a member; null when these are not a consumer's bytes. */
export function readWholeAssignment(
  assignment: Buffer,
): { readonly assignedPartitions: readonly AssignedTopic[]; readonly userData: Buffer | null } | null {
  const body = readBody(assignment, 'a member assignment', assignmentFields) as
    | Received<typeof assignmentFields>
    | undefined;
  if (body === undefined) return null;
  const assignedPartitions = body.assignedPartitions.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.sort((one, other) => one - other),
  }));
  return { assignedPartitions, userData: body.userData };
}

/** What a member says of itself when it joins. */
export interface Subscription {
  readonly topics: readonly string[];
  /** Of the assignor: the partitions it had before, with the sticky ones. */
  readonly userData: Buffer | null;
  /** What it keeps until it is told otherwise, with the cooperative protocol; since version 1. */
  readonly ownedPartitions: readonly AssignedTopic[];
  /** In which generation it was given them; -1 if it does not say. Since version 2. */
  readonly generationId: number;
}

/** The topics that a member subscribed to; null when these are not a consumer's bytes. */
export function readSubscription(metadata: Buffer): readonly string[] | null {
  if (metadata.length === 0) return [];
  const body = readBody(metadata, 'a member subscription', subscriptionFields) as Subscription | undefined;
  return body?.topics ?? null;
}

/** All that a member says; null when these are not a consumer's bytes. */
export function readWholeSubscription(metadata: Buffer): Subscription | null {
  const version = metadata.length < 2 ? 0 : Math.min(metadata.readInt16BE(0), newestSubscription);
  const what = 'a member subscription';
  // Some clients name a version whose fields they do not write.
  const body =
    readBody(metadata, what, subscriptionFields, version) ?? readBody(metadata, what, subscriptionFields);
  return (body as Subscription | undefined) ?? null;
}

export function writeSubscription(subscription: Subscription): Buffer {
  return writeBody('a member subscription', subscriptionFields, newestSubscription, subscription);
}

export function writeAssignment(
  assignedPartitions: readonly AssignedTopic[],
  userData: Buffer | null = null,
): Buffer {
  return writeBody('a member assignment', assignmentFields, assignmentVersion, {
    assignedPartitions,
    userData,
  });
}

function writeBody(what: string, fields: Fields, version: number, body: object): Buffer {
  const writer = new ByteWriter(what);
  writer.int16(version);
  compileStruct(fields, version, false).write(writer, body);
  return writer.written();
}

/** A version and a body that later versions only ever add to: remaining bytes are ignored. */
function readBody(whole: Buffer, what: string, fields: Fields, version = 0): unknown {
  const reader = new ByteReader(whole, what);
  try {
    if (reader.int16() < 0) return undefined;
    return compileStruct(fields, version, false).read(reader);
  } catch {
    // Clients may put any bytes there; that is not an error of the group.
    return undefined;
  }
}
