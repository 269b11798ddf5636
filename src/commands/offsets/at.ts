/** `kafka-lab offsets at` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { offsetsAtTime, type OffsetAtTime, type OffsetsAtTime } from '../../kafka/records/offsets-at-time.js';
import { describePosition, parseTimePosition, placeNamed, type Place } from '../../text/positions.js';
import { commandLine } from '../../text/command-line.js';

export const offsetsAt = defineCommand({
  path: ['offsets', 'at'],
  summary:
    'find the first record at or after a time in each partition, or where tiered storage begins and ends',
  effect: 'reads',
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    time: z.string().meta({
      description:
        '2026-01-15T10:00 (local), …Z (UTC), seconds or milliseconds since 1970, @-1h (an hour ago), yesterday; earliest-local, latest-tiered, earliest-pending-upload, max-timestamp',
    }),
  }),
  positionals: ['topic', 'time'],
  examples: [
    'offsets at orders @-1h',
    'offsets at orders 2026-01-15T10:00',
    'offsets at orders earliest-local',
  ],
  async run(context, { topic, time }): Promise<OffsetsAtTime> {
    const place = placeNamed(time);
    return offsetsAtTime(
      await context.kafka(),
      topic,
      place === undefined
        ? { kind: 'time', timestampMs: parseTimePosition(time, context.now()) }
        : { kind: 'place', place },
    );
  },
  view: ({ topic, asked, partitions, notes }) => {
    const place = placeNamed(asked);
    return {
      header: ['TOPIC', 'PARTITION', 'OFFSET', 'TIMESTAMP'],
      rows: partitions.map((each) => [topic, each.partition, each.offset, timestampCell(each, place)]),
      notes: [
        `Asked for: ${place ? describePosition({ kind: 'place', place }) : `the first record at or after ${asked}`}.`,
        ...notes,
        ...(partitions.some(isFound)
          ? [`Read on from there: ${commandLine`consume ${topic} --from ${place ?? `@${asked}`}`}`]
          : []),
      ],
    };
  },
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});

function isFound({ offset }: OffsetAtTime): boolean {
  return offset !== null;
}

function timestampCell(each: OffsetAtTime, place: Place | undefined): Cell {
  if (each.problem !== null) return { text: each.problem, tone: 'bad' };
  if (isFound(each)) return each.timestamp;
  return { text: place === undefined ? 'none after that time' : 'it is empty', tone: 'muted' };
}
