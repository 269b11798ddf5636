/** Sends dead letters back to the topics that their headers name. */
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { encodeRecordHeaders } from '../../wire/batch/record-batch-headers.js';
import { anyPartition } from '../../wire/writer/writer.js';
import { originOf, type Origin, type RedriveRules } from '../dead-letters/origin.js';
import type { Route, Router } from './route.js';

/** What is to be known of a topic that dead letters came from: its partitions, or why nothing is sent there. */
export type RedriveTarget = { readonly partitions: number } | { readonly refused: string };

export function redriveRouter(rules: RedriveRules, targets: ReadonlyMap<string, RedriveTarget>): Router {
  return {
    topics: [...targets].flatMap(([topic, target]) => ('partitions' in target ? [topic] : [])),
    straight: () => undefined,
    route: (cursor) => routeOf(originAt(cursor, rules), targets),
  };
}

/** Of the record that the cursor is at. */
export function originAt(cursor: RecordDecoder, rules: RedriveRules): Origin {
  return originOf(
    { headers: cursor.headers(), hasKey: cursor.keyEnd >= 0, hasValue: cursor.valueEnd >= 0 },
    rules,
  );
}

/** In the partition where it was, and with its key's other records, if there still is such a partition; else by its key. */
function routeOf(origin: Origin, targets: ReadonlyMap<string, RedriveTarget>): Route {
  if (origin.kind === 'refused') return { kind: 'refuse', reason: origin.reason };
  const { topic, partition, headers } = origin;
  const target = targets.get(topic);
  if (!target) return { kind: 'refuse', reason: `${topic} is not in the plan` };
  if ('refused' in target) return { kind: 'refuse', reason: target.refused };
  return {
    ...{ kind: 'write', topic, headers: encodeRecordHeaders(headers) },
    partition: partition !== undefined && partition < target.partitions ? partition : anyPartition,
  };
}
