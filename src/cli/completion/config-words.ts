/** Names of configs as they are typed: to show, after `set` and `unset`, and as `NAME=`. */
import { describeConfig } from '../../kafka/configs/describe-config.js';
import type { ConfigResource } from '../../kafka/session/config-resource.js';
import type { KafkaSession } from '../../kafka/session/session.js';

export interface ConfigQuestion {
  readonly of: 'topic' | 'group' | 'broker';
  /** Its name or id; undefined: any will do, as all have the same configs. */
  readonly name: string | undefined;
  /** `set`, `unset` and names that were typed before. */
  readonly words: readonly string[];
}

const verbs = new Set(['set', 'unset']);

export async function configWords(
  kind: 'config' | 'config-change' | 'config-value',
  question: ConfigQuestion,
  session: KafkaSession,
): Promise<readonly string[]> {
  const resource = await resourceOf(question, session);
  if (resource === undefined) return [];
  const entries = await describeConfig(session, resource);
  const names = entries.map(({ name }) => name);
  const changeable = entries.filter(({ isReadOnly }) => !isReadOnly).map(({ name }) => name);
  const pairs = changeable.map((name) => `${name}=`);
  if (kind === 'config') return changeable;
  if (kind === 'config-value') return pairs;
  const verb = question.words.findLast((word) => verbs.has(word));
  if (verb === undefined) return question.words.length === 0 ? [...verbs, ...names] : names;
  return verb === 'set' ? pairs : changeable;
}

async function resourceOf(
  { of, name }: ConfigQuestion,
  session: KafkaSession,
): Promise<ConfigResource | undefined> {
  // A group need not be there.
  if (of === 'group') return { kind: 'group', name: name ?? 'any' };
  const { brokers, topics } = await session.metadata(of === 'broker' || name !== undefined ? [] : null);
  if (of === 'topic') {
    const topic = name ?? topics[0]?.name;
    return topic === undefined ? undefined : { kind: 'topic', name: topic };
  }
  const id = brokers.find((broker) => String(broker.id) === name)?.id ?? brokers[0]?.id;
  return id === undefined ? undefined : { kind: 'broker', id };
}
