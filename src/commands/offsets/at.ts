/** `kafka-lab offsets at` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { offsetsAtTime, type OffsetAtTime, type OffsetsAtTime } from '../../kafka/records/offsets-at-time.js';
import { parseTimePosition } from '../../text/positions.js';
import { commandLine } from '../../text/command-line.js';

export const offsetsAt = defineCommand({
  path: ['offsets', 'at'],
  summary: 'find the first record at or after a time in each partition',
  effect: 'reads',
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    time: z.string().meta({
      description:
        '2026-01-15T10:00 (local), …Z (UTC), seconds or milliseconds since 1970, @-1h (an hour ago), yesterday',
    }),
  }),
  positionals: ['topic', 'time'],
  examples: ['offsets at orders @-1h', 'offsets at orders 2026-01-15T10:00'],
  async run(context, { topic, time }): Promise<OffsetsAtTime> {
    const timestampMs = parseTimePosition(time, context.now());
    return offsetsAtTime(await context.kafka(), topic, timestampMs);
  },
  view: ({ topic, asked, partitions, notes }) => ({
    header: ['TOPIC', 'PARTITION', 'OFFSET', 'TIMESTAMP'],
    rows: partitions.map((each) => [topic, each.partition, each.offset, timestampCell(each)]),
    notes: [
      `Asked for: the first record at or after ${asked}.`,
      ...notes,
      ...(partitions.some(isFound)
        ? [`Read on from there: ${commandLine`consume ${topic} --from @${asked}`}`]
        : []),
    ],
  }),
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});

function isFound({ offset }: OffsetAtTime): boolean {
  return offset !== null;
}

function timestampCell(each: OffsetAtTime): Cell {
  if (each.problem !== null) return { text: each.problem, tone: 'bad' };
  return isFound(each) ? each.timestamp : { text: 'none after that time', tone: 'muted' };
}
