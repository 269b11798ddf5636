/** Which topics' newest records carry the id of a schema, in a frame before the key or the value or in a header. */
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import type { KafkaSession } from '../session/session.js';
import { schemaIdOf } from './decoding/schema-marks.js';
import { createLeaderDirectory } from './leader-directory.js';
import { planRanges } from './read-ranges.js';

export interface SchemaUse {
  readonly topic: string;
  /** Records among those that were read whose key, or value, carries the id. */
  readonly keys: number;
  readonly values: number;
  readonly read: number;
  /** `orders[0]@42`, the newest of those that were seen last; null if none carries it. */
  readonly last: string | null;
}

export interface SchemaUses {
  /** All topics that were read, in their order. */
  readonly topics: readonly SchemaUse[];
  readonly isInterrupted: boolean;
  readonly isPartial: boolean;
  readonly notes: readonly string[];
}

export interface SchemaUseRequest {
  readonly id: number;
  readonly topics: readonly string[];
  /** Of each partition. */
  readonly lastRecords: number;
  /** Frames have ids of eight bytes. */
  readonly longIds: boolean;
  readonly signal: AbortSignal;
}

export async function findSchemaUse(
  session: KafkaSession,
  { id, topics, lastRecords, longIds, signal }: SchemaUseRequest,
): Promise<SchemaUses> {
  const plan = await planRanges(session, {
    topics,
    partitions: [],
    from: { kind: 'last', count: lastRecords },
    to: { kind: 'end' },
    follow: false,
    isolation: 'read_committed',
  });
  const notes = [...plan.notes];
  const found = new Map(
    plan.topics.map(({ name }) => [name, { keys: 0, values: 0, read: 0, last: null as string | null }]),
  );
  await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges: plan.ranges,
    isolation: 'read_committed',
    signal,
    onRecords: {
      borrow(cursor) {
        const use = found.get(cursor.topic);
        while (cursor.next()) {
          if (!use) continue;
          use.read += 1;
          const inKey = schemaIdOf(cursor, 'key', longIds) === id;
          const inValue = schemaIdOf(cursor, 'value', longIds) === id;
          if (inKey) use.keys += 1;
          if (inValue) use.values += 1;
          if (inKey || inValue) use.last = `${cursor.topic}[${cursor.partition}]@${cursor.offset}`;
        }
        return undefined;
      },
    },
    onEvent: (event) => notes.push(describeReadEvent(event)),
  });
  return {
    topics: [...found].map(([topic, use]) => ({ topic, ...use })),
    isInterrupted: signal.aborted,
    isPartial: plan.isPartial,
    notes,
  };
}
