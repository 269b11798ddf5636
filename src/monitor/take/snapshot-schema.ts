/** What a line of a recording has to hold to be read back as a round. */
import { z } from 'zod';
import type { BrokerPicture, GroupPicture, Snapshot, TopicPicture } from './snapshot.js';

const orNull = z.number().nullable();

const broker: z.ZodType<BrokerPicture> = z.object({
  id: z.int(),
  host: z.string(),
  port: z.int(),
  rack: z.string().nullable(),
  isController: z.boolean(),
  state: z.enum(['up', 'silent', 'gone']),
  problem: z.string().nullable(),
  leaders: z.int(),
  replicas: z.int(),
  inSync: z.int(),
  diskBytes: orNull,
  freeBytes: orNull,
});

const topic: z.ZodType<TopicPicture> = z.object({
  name: z.string(),
  isInternal: z.boolean(),
  partitions: z.array(
    z.object({
      partition: z.int(),
      leader: orNull,
      replicas: z.array(z.int()),
      isr: z.array(z.int()),
      low: orNull,
      high: orNull,
    }),
  ),
});

const member = z.object({
  memberId: z.string(),
  clientId: z.string(),
  host: z.string(),
  assignment: z.array(z.object({ topic: z.string(), partitions: z.array(z.int()) })).nullable(),
});

const group: z.ZodType<GroupPicture> = z.object({
  group: z.string(),
  state: z.string(),
  type: z.string(),
  coordinator: z.int(),
  members: z.array(member).nullable(),
  partitions: z.array(
    z.object({
      topic: z.string(),
      partition: z.int(),
      currentOffset: orNull,
      lag: orNull,
      problem: z.string().nullable(),
    }),
  ),
  lag: orNull,
});

export const snapshotSchema: z.ZodType<Snapshot> = z.object({
  at: z.number(),
  tookMs: z.number(),
  clusterId: z.string().nullable(),
  controllerId: orNull,
  brokers: z.array(broker),
  topics: z.array(topic),
  groups: z.array(group),
});
