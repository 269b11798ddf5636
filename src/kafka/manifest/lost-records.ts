/** Changes of configs after which brokers delete records that they would have kept. */
import { topicConfigs } from '../session/topic-configs.js';
import type { KafkaSession } from '../session/session.js';
import type { Change } from './changes.js';

type ConfigChange = Change & { readonly kind: 'config' };

/** Of the changes those that shrink what is kept, or may: a value that cannot be read counts as more. */
export async function losingRecords(
  session: KafkaSession,
  changes: readonly Change[],
): Promise<readonly ConfigChange[]> {
  const configs = changes.filter((change): change is ConfigChange => change.kind === 'config');
  const decisive = configs.filter(({ name }) => Object.hasOwn(keeps, name));
  const present = await topicConfigs(session, [...new Set(decisive.map(({ topic }) => topic))]);
  return decisive.filter(({ topic, name, before, after }) =>
    isLoss(name, before ?? present.get(topic)?.effective.get(name), after ?? undefined),
  );
}

const keeps: Readonly<Record<string, (before: string, after: string) => boolean>> = {
  'retention.ms': keepsAsMuch,
  'retention.bytes': keepsAsMuch,
  'cleanup.policy': (before, after) => policies(after).every((policy) => policies(before).includes(policy)),
};

/** Undefined: not known. */
export function isLoss(name: string, before: string | undefined, after: string | undefined): boolean {
  const isKept = Object.hasOwn(keeps, name) ? keeps[name] : undefined;
  if (!isKept) return false;
  return after === undefined || !isKept(before ?? '', after);
}

/** A negative limit is none. */
function keepsAsMuch(before: string, after: string): boolean {
  const [old, next] = [limitOf(before), limitOf(after)];
  if (next !== undefined && next < 0n) return true;
  return old !== undefined && next !== undefined && old >= 0n && next >= old;
}

function limitOf(text: string): bigint | undefined {
  return /^-?\d+$/.test(text.trim()) ? BigInt(text.trim()) : undefined;
}

function policies(list: string): readonly string[] {
  return list.split(',').flatMap((each) => each.trim() || []);
}
