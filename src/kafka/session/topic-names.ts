/** Topic names as typed: whether they are valid, whether they exist, which were probably meant. */
import { LabError } from '../../text/errors.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { refusal } from '../connection/errors.js';
import type { ClusterMetadata, TopicState } from './metadata.js';
import { nearestNames } from '../../text/nearest-names.js';
import type { KafkaSession } from './session.js';
import { commandLine } from '../../text/command-line.js';

const longestName = 249;

const allowed = 'Allowed are letters a-z A-Z, digits, and . _ -';

/** Kafka's rule (org.apache.kafka.common.internals.Topic): 1 to 249 of a-z A-Z 0-9 . _ - and not "." or "..". */
export function wrongInTopicName(name: string): string | undefined {
  const reason =
    name === ''
      ? 'it is empty'
      : name === '.' || name === '..'
        ? 'it is "." or ".."'
        : name.length > longestName
          ? `it has ${name.length} characters, ${longestName} are allowed`
          : /[^a-zA-Z0-9._-]/.exec(name)?.[0];
  return reason?.length === 1 ? `it contains "${reason}"` : reason;
}

/** The same as one pattern, for a JSON Schema. */
export const topicNamePattern = `^(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,${longestName}}$`;

/** Throws LabError 'usage'. */
export function checkTopicName(name: string): void {
  const wrong = wrongInTopicName(name);
  if (wrong === undefined) return;
  throw new LabError('usage', `"${name}" is not a valid topic name: ${wrong}.`, { hint: allowed });
}

/**
 * The states of these topics, in this order, each once. Throws LabError 'not-found' with the nearest names; `isToBeFilled`:
 * a topic that is missing might as well be created.
 */
export async function existingTopics(
  session: KafkaSession,
  typedNames: readonly string[],
  { isToBeFilled = false }: { readonly isToBeFilled?: boolean } = {},
): Promise<readonly TopicState[]> {
  const { topics } = await existingIn(session, typedNames, { isToBeFilled });
  return topics;
}

/** The same, with the rest of the cluster's metadata. */
export async function existingIn(
  session: KafkaSession,
  typedNames: readonly string[],
  { isToBeFilled = false }: { readonly isToBeFilled?: boolean } = {},
): Promise<ClusterMetadata> {
  // Brokers refuse requests that name a partition twice.
  const names = [...new Set(typedNames)];
  for (const name of names) checkTopicName(name);
  const { topics, ...cluster } = await session.metadata(names);
  const found: TopicState[] = [];
  for (const name of names) {
    const topic = knownAmong(topics, name) ?? (await askedForAll(session, name, isToBeFilled));
    // A topic whose leaders are all away carries an error of its own, and its partitions still tell.
    if (topic.errorCode !== 0 && topic.partitions.length === 0) {
      throw refusal(`Topic "${name}" cannot be read`, topic.errorCode);
    }
    found.push(topic);
  }
  return { ...cluster, topics: found };
}

/** Sorted, without Kafka's own. Throws LabError 'not-found' if there are none. */
export async function matchingTopics(
  session: KafkaSession,
  pattern: Pick<RegExp, 'test'>,
  option: string,
): Promise<string[]> {
  const matching = await namesMatching(session, pattern);
  if (matching.length > 0) return matching;
  throw new LabError('not-found', `No topic's whole name matches ${option}.`, {
    hint: "See what there is: kafka-lab topics list; Kafka's own topics are read only by name",
  });
}

/** Sorted, without Kafka's own. */
export async function namesMatching(session: KafkaSession, pattern: Pick<RegExp, 'test'>): Promise<string[]> {
  const { topics } = await session.metadata(null);
  return topics
    .filter((topic) => !isInternal(topic) && pattern.test(topic.name))
    .map(({ name }) => name)
    .sort();
}

/** Brokers mark their own topics; tools such as the schema registry use a convention of two underscores. */
export function isInternal(topic: TopicState): boolean {
  return topic.isInternal || topic.name.startsWith('__');
}

function knownAmong(topics: readonly TopicState[], name: string): TopicState | undefined {
  return topics.find(
    (each) => each.name === name && kafkaErrorCode(each.errorCode).name !== 'UNKNOWN_TOPIC_OR_PARTITION',
  );
}

/** A broker that has just started may have been told of the topic since. */
async function askedForAll(session: KafkaSession, name: string, isToBeFilled: boolean): Promise<TopicState> {
  const { topics } = await session.metadata(null);
  const known = knownAmong(topics, name);
  if (known) return known;
  const near = nearestNames(
    name,
    topics.map((topic) => topic.name),
  );
  throw new LabError('not-found', `There is no topic "${name}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `See what there is: kafka-lab topics list${isToBeFilled ? `; or create it: ${commandLine`topics create ${name}`}` : ''}`,
  });
}
