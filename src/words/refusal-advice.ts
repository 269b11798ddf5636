/**
 * What to do about common errors: the hint of a refusal, and the advice of `explain`. Separate from
 * `error-advice.ts`, which has all the others and the causes, as every command that asks a cluster loads this.
 */
import type { ErrorName } from '../wire/protocol/error-codes.js';

export const refusalAdvice = {
  LEADER_NOT_AVAILABLE:
    'Wait a second; if it stays, see which brokers are missing: kafka-lab topics describe TOPIC --offline.',
  MESSAGE_TOO_LARGE:
    'Make records smaller or compress them; or raise max.message.bytes: kafka-lab topics config TOPIC set max.message.bytes=….',
  COORDINATOR_LOAD_IN_PROGRESS:
    'Try again in a moment; if it takes minutes, that partition is large because its compaction has stopped.',
  NOT_ENOUGH_REPLICAS:
    'Bring brokers back (kafka-lab topics list --under-min-isr); lower min.insync.replicas only if you may lose records.',
  TOPIC_AUTHORIZATION_FAILED:
    'See the ACLs (kafka-lab acls list --topic TOPIC); an administrator can add one with kafka-lab acls add.',
  GROUP_AUTHORIZATION_FAILED: 'See the ACLs: kafka-lab acls list --group GROUP; add READ on the group.',
  CLUSTER_AUTHORIZATION_FAILED:
    'Use another login, or have an ACL added: kafka-lab acls add --whole-cluster.',
  INVALID_REPLICATION_FACTOR:
    'Count the brokers with kafka-lab brokers list; ask for fewer replicas, or start more brokers.',
  NOT_CONTROLLER: 'Try again: kafka-lab brokers list marks the controller of now.',
  CONCURRENT_TRANSACTIONS: 'Try again in a moment; if it lasts, see kafka-lab transactions describe ID.',
  SASL_AUTHENTICATION_FAILED:
    'Check the user name, the password and the mechanism; with another login, kafka-lab users list shows who has which.',
  TOPIC_DELETION_DISABLED:
    'Set delete.topic.enable=true on the brokers and restart them, or empty the topic: kafka-lab topics trim TOPIC.',
  OFFSET_NOT_AVAILABLE: 'Try again in a moment: it passes as soon as a follower has fetched once.',
  THROTTLING_QUOTA_EXCEEDED: 'Wait and slow down; see the limits with kafka-lab quotas list.',
} as const satisfies Partial<Record<ErrorName, string>>;

/** Undefined for those without advice here: `kafka-lab explain NAME`. */
export function adviceOnRefusal(name: string): string | undefined {
  return Object.hasOwn(refusalAdvice, name) ? refusalAdvice[name as keyof typeof refusalAdvice] : undefined;
}
