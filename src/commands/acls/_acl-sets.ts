/** Ready-made sets of access rules for producers and consumers: those that kafka-acls adds. */
import { z } from 'zod';
import { LabError } from '../../text/errors.js';
import { clusterResource, type Acl } from '../../kafka/security/acls.js';
import type { ResourceOptions } from './_acl-options.js';

export const setOptions = {
  producer: z
    .boolean()
    .default(false)
    .meta({ description: 'the rules that a producer needs, for --topic and --transactional-id' }),
  consumer: z
    .boolean()
    .default(false)
    .meta({ description: 'the rules that a consumer needs, for --topic and --group' }),
  idempotent: z.boolean().default(false).meta({
    description: 'with --producer: also idempotent-write on the cluster, which Kafka before 3.0 asks for',
  }),
};

export interface SetOptions extends ResourceOptions {
  readonly producer: boolean;
  readonly consumer: boolean;
  readonly idempotent: boolean;
}

export type AclSubject = Pick<Acl, 'resource' | 'name' | 'pattern' | 'operation'>;

const producerOfTopic = ['write', 'describe', 'create'];
const producerOfId = ['write', 'describe'];
const consumerOfTopic = ['read', 'describe'];
const consumerOfGroup = ['read'];

/** Undefined if no set is asked for. Throws LabError 'usage' for half of one. */
export function setsOf(
  options: SetOptions,
  { prefixed, others }: { readonly prefixed: boolean; readonly others: readonly string[] },
): readonly AclSubject[] | undefined {
  const { producer, consumer, idempotent, topic, group, transactionalId } = options;
  if (idempotent && !producer) throw new LabError('usage', '--idempotent belongs to --producer.');
  if (!producer && !consumer) return undefined;
  const word = producer ? '--producer' : '--consumer';
  const extra = options.wholeCluster ? '--whole-cluster' : others[0];
  if (extra !== undefined) throw new LabError('usage', `${word} says which rules: leave out ${extra}.`);
  if (topic.length === 0) throw new LabError('usage', `${word} needs a --topic.`);
  if (consumer && group.length === 0) throw new LabError('usage', '--consumer needs a --group.');
  if (!consumer && group.length > 0) throw new LabError('usage', '--producer has no rules about a --group.');
  if (!producer && transactionalId.length > 0) {
    throw new LabError('usage', '--consumer has no rules about a --transactional-id.');
  }
  const pattern = prefixed ? 'prefixed' : 'literal';
  const rules = (resource: string, names: readonly string[], operations: readonly string[]) =>
    names.flatMap((name) =>
      [...new Set(operations)].map((operation): AclSubject => ({ resource, name, pattern, operation })),
    );
  const ofTopic = [...(producer ? producerOfTopic : []), ...(consumer ? consumerOfTopic : [])];
  return [
    ...rules('topic', topic, ofTopic),
    ...rules('group', group, consumerOfGroup),
    ...rules('transactional-id', transactionalId, producerOfId),
    ...(idempotent
      ? [
          {
            ...{ resource: 'cluster', name: clusterResource, pattern: 'literal' },
            operation: 'idempotent-write',
          },
        ]
      : []),
  ];
}
