/** `kafka-lab schemas usage` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { findSchemaUse, type SchemaUse } from '../../kafka/records/find-schema-use.js';
import { isInternal } from '../../kafka/session/topic-names.js';
import type { SubjectVersion } from '../../registry/registry.js';
import { LabError } from '../../text/errors.js';
import { counted } from '../../view/counted.js';
import { byNaturalOrder } from '../../view/natural-order.js';

export interface SchemaUsage {
  readonly id: number;
  /** Where the id is registered; null if the registry does not tell, has no such id, or none is named. */
  readonly subjects: readonly SubjectVersion[] | null;
  /** Whether the registry has the id; null if it does not tell, or none is named. */
  readonly isRegistered: boolean | null;
  /** Topics whose newest records carry the id. */
  readonly topics: readonly SchemaUse[];
  /** What was read. */
  readonly covered: { readonly topics: number; readonly records: number; readonly lastRecords: number };
  readonly isInterrupted: boolean;
  readonly isPartial: boolean;
  readonly notes: readonly string[];
}

export const schemasUsage = defineCommand({
  path: ['schemas', 'usage'],
  summary: 'find the topics whose newest records carry the id of a schema',
  effect: 'reads',
  options: z.object({
    id: z
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .meta({ description: 'the id of a schema' }),
    last: z.int().min(1).max(1_000_000).default(100).meta({
      description: 'how many of the newest records of each partition are looked at',
    }),
    topic: z
      .array(z.string())
      .default([])
      .meta({ description: 'only this topic (default: all); may be repeated', completes: 'topic' }),
    internal: z.boolean().default(false).meta({ description: "Kafka's own topics too" }),
  }),
  positionals: ['id'],
  examples: ['schemas usage 7', 'schemas usage 7 --last 10000 --topic orders'],
  async run(context, { id, last, topic, internal }): Promise<SchemaUsage> {
    const [session, registry] = await Promise.all([context.kafka(), context.registry()]);
    const subjects = registry ? await registry.usesOf(id).catch(unknownIfRefused) : null;
    const isRegistered = subjects === null ? null : subjects !== undefined;
    const topics =
      topic.length > 0
        ? topic
        : (await session.metadata(null)).topics
            .filter((each) => internal || !isInternal(each))
            .map(({ name }) => name)
            .sort(byNaturalOrder);
    const step = context.progress.start(
      `Reading the last ${last} records of each partition of ${counted(topics.length, 'topic')}`,
    );
    const { topics: found, ...rest } = await findSchemaUse(session, {
      id,
      topics,
      lastRecords: last,
      longIds: registry?.longIds ?? false,
      signal: context.signal,
    });
    step.succeed();
    return {
      id,
      subjects: subjects ?? null,
      isRegistered,
      topics: found.filter(({ keys, values }) => keys + values > 0),
      covered: {
        topics: found.length,
        records: found.reduce((sum, { read }) => sum + read, 0),
        lastRecords: last,
      },
      ...rest,
      notes: [
        ...(registry && isRegistered === false
          ? [`The schema registry ${registry.url} has no schema with the id ${id}.`]
          : []),
        ...rest.notes,
      ],
    };
  },
  view: ({ id, subjects, topics, covered, notes }) => ({
    title: `Schema ${id}${subjects === null || subjects.length === 0 ? '' : `: ${subjects.map(({ subject, version }) => `${subject}@${version}`).join(', ')}`}`,
    header: ['TOPIC', 'KEYS', 'VALUES', 'READ', 'LAST'],
    rows: topics.map((each) => [each.topic, each.keys, each.values, each.read, each.last]),
    notes: [
      ...(topics.length === 0 ? [`No record that was looked at carries schema ${id}.`] : []),
      `Looked at the last ${counted(covered.lastRecords, 'record')} of each partition: ${counted(covered.records, 'record')} of ${counted(covered.topics, 'topic')}. Older ones may carry the id, too (--last N).`,
      ...notes,
    ],
  }),
  items: ({ topics }) => topics,
  failed: ({ isPartial }) => isPartial,
  interrupted: ({ isInterrupted }) => isInterrupted,
});

/** A registry that has no such question leaves the records to be looked at. */
function unknownIfRefused(error: unknown): null {
  if (error instanceof LabError && error.code === 'refused') return null;
  throw error;
}
