/** `kafka-lab topics partitions` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { printable } from '../../text/printable.js';
import { addPartitions, planPartitions, type PartitionGrowth } from '../../kafka/topics/add-partitions.js';
import { commandLine } from '../../text/command-line.js';

const mostPartitions = 100_000;

export const topicsPartitions = defineCommand({
  path: ['topics', 'partitions'],
  summary: 'add partitions to a topic; shows first which keys would move',
  effect: 'writes',
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    count: z.int().min(1).max(mostPartitions).meta({ description: 'total number of partitions', short: 'n' }),
    execute: z.boolean().default(false).meta({ description: 'do it; without this it is only a plan' }),
  }),
  positionals: ['topic'],
  examples: ['topics partitions orders --count 6', 'topics partitions orders --count 6 --execute'],
  async run(context, { topic, count, execute }): Promise<PartitionGrowth> {
    const session = await context.kafka();
    const plan = await planPartitions(session, topic, count);
    if (!execute) return plan;
    await addPartitions(session, topic, count);
    return { ...plan, outcome: 'added' };
  },
  view: (growth: PartitionGrowth): View => ({
    header: ['TOPIC', 'PARTITIONS', 'BECOMES', 'KEYS-SEEN', 'KEYS-MOVING', 'OUTCOME'],
    rows: [
      [
        growth.topic,
        growth.before,
        growth.count,
        growth.sample.keys,
        growth.sample.movedKeys > 0
          ? { text: share(growth.sample.movedKeys, growth.sample.keys), tone: 'warn' }
          : growth.sample.movedKeys,
        growth.outcome === 'added' ? { text: 'added', tone: 'good' } : { text: 'planned', tone: 'strong' },
      ],
    ],
    notes: notesOf(growth),
  }),
});

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  // Neither "0 %" for some nor "100 %" for nearly all.
  const text = percent < 1 ? '<1' : percent > 99 && part < whole ? '>99' : percent.toFixed(0);
  return `${part} (${text} %)`;
}

function notesOf({ topic, before, count, outcome, sample }: PartitionGrowth): readonly string[] {
  const notes = [...sample.notes];
  if (sample.keys === 0) {
    notes.push('No recent record has a key, so none would move.');
  } else if (sample.movedKeys > 0) {
    const examples = sample.examples.map(({ key, from, to }) => `"${shortened(key)}" ${from} → ${to}`);
    notes.push(
      `Of ${sample.keys} keys in ${sample.records} recent records, ${share(sample.movedKeys, sample.keys)} go to another partition from then on: ${examples.join(', ')}. Their older records stay where they are, so that a reader may see newer records of such a key before older ones.`,
    );
  } else {
    notes.push(`None of the ${sample.keys} keys seen would move.`);
  }
  if (sample.misplacedKeys > 0) {
    notes.push(
      `${share(sample.misplacedKeys, sample.keys)} of the keys are not where Kafka's default partitioner puts them with ${before} partitions: another partitioner or count placed them, and for those this is only a guess.`,
    );
  }
  if (outcome === 'planned') {
    notes.push(
      `A plan: nothing was changed. It cannot be undone, as partitions cannot be removed. To do it: ${commandLine`topics partitions ${topic} --count ${count} --execute`}`,
    );
  }
  return notes;
}

const longestKey = 40;

/** Keys can be anything. */
function shortened(key: string): string {
  const shown = printable(key);
  return shown.length > longestKey ? `${shown.slice(0, longestKey)}…` : shown;
}
