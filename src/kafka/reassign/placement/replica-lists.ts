/** Explicit replica lists: as options, and as the JSON of kafka-reassign-partitions. Pure. */
import { z } from 'zod';
import { LabError } from '../../../text/errors.js';
import { schemaWords } from '../../../text/schema-words.js';
import type { ReplicaList } from './plan-replicas.js';

const id = z.int().min(0);
const fileSchema = z.object({
  version: z.literal(1).optional(),
  partitions: z.array(
    z.object({
      topic: z.string().min(1),
      partition: id,
      replicas: z.array(id).min(1),
      log_dirs: z.array(z.string()).optional(),
    }),
  ),
});

/** `1:2,2:3` → the replicas of partitions 0 and 1, as kafka-topics takes them. Throws LabError 'usage'. */
export function parseAssignment(text: string): readonly (readonly number[])[] {
  const lists = text.split(',').map((part, partition) => parseReplicas(part, `partition ${partition}`));
  const [first = []] = lists;
  const odd = lists.findIndex((list) => list.length !== first.length);
  if (odd === -1) return lists;
  throw new LabError(
    'usage',
    `Every partition of a new topic is kept on as many brokers: partition 0 has ${first.length}, partition ${odd} has ${lists[odd]?.length}.`,
  );
}

/** `0=1:2` for one partition of `topic` each. Throws LabError 'usage'. */
export function parseReplicaLists(topic: string, words: readonly string[]): readonly ReplicaList[] {
  const lists = words.map((word) => {
    const [, partition, brokers] = /^(\d{1,9})=(.*)$/.exec(word) ?? [];
    if (partition === undefined || brokers === undefined) {
      throw new LabError('usage', `--replicas ${word}: not PARTITION=ID:ID.`, {
        hint: 'It looks like: --replicas 0=1:2:3; the first broker is the preferred leader.',
      });
    }
    return {
      topic,
      partition: Number(partition),
      replicas: parseReplicas(brokers, `partition ${partition}`),
    };
  });
  return eachOnce(lists);
}

/** The file of `kafka-reassign-partitions`. Throws LabError 'usage', with what is wrong where. */
export function parseReassignmentFile(text: string, file: string): readonly ReplicaList[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new LabError('usage', `${file} is not JSON: ${error instanceof Error ? error.message : ''}`, {
      hint: 'It looks like: {"partitions": [{"topic": "orders", "partition": 0, "replicas": [1, 2]}]}',
    });
  }
  const parsed = fileSchema.safeParse(content, { error: schemaWords });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LabError('usage', `${file}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`, {
      hint: 'It looks like: {"partitions": [{"topic": "orders", "partition": 0, "replicas": [1, 2]}]}',
    });
  }
  const { partitions } = parsed.data;
  if (partitions.length === 0) throw new LabError('usage', `${file} names no partitions.`);
  const toDisk = partitions.find(({ log_dirs: dirs }) => dirs?.some((dir) => dir !== 'any'));
  if (toDisk) {
    throw new LabError(
      'usage',
      `${file}: ${toDisk.topic} ${toDisk.partition} names a disk in log_dirs; kafka-lab leaves the choice of disks to the broker.`,
      { hint: 'Leave log_dirs out, or move between disks with kafka-reassign-partitions.' },
    );
  }
  for (const { topic, partition, replicas } of partitions) checkOnce(replicas, `${topic} ${partition}`);
  return eachOnce(partitions.map(({ topic, partition, replicas }) => ({ topic, partition, replicas })));
}

function parseReplicas(text: string, where: string): readonly number[] {
  if (!/^\d{1,9}(:\d{1,9})*$/.test(text)) {
    throw new LabError('usage', `"${text}", for ${where}, is not a list of brokers.`, {
      hint: 'It looks like: 1:2:3, ids with colons between them.',
    });
  }
  const replicas = text.split(':').map(Number);
  checkOnce(replicas, where);
  return replicas;
}

function checkOnce(replicas: readonly number[], where: string): void {
  const twice = replicas.find((broker, index) => replicas.indexOf(broker) !== index);
  if (twice === undefined) return;
  throw new LabError('usage', `Broker ${twice} is listed twice for ${where}: it holds one replica at most.`);
}

function eachOnce(lists: readonly ReplicaList[]): readonly ReplicaList[] {
  const seen = new Set<string>();
  for (const { topic, partition } of lists) {
    const key = `${topic} ${partition}`;
    if (seen.has(key)) throw new LabError('usage', `${key} is given two lists.`);
    seen.add(key);
  }
  return lists;
}
