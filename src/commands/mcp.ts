/** `kafka-lab mcp` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import { parseDurationMs } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import { checkDuration } from '../text/global-options.js';

export const mcp = defineCommand({
  path: ['mcp'],
  summary: 'serve the commands as tools to an assistant, over stdin and stdout (Model Context Protocol)',
  effect: 'reads',
  // What a program reads is the protocol's.
  output: 'bytes',
  options: z.object({
    allowWrites: z.boolean().default(false).meta({
      description:
        'tools may change the cluster, each change planned first; without this they only read. Destroying needs --yes, too',
    }),
    maxRows: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .meta({ description: 'most entries of each list in a result, and most records of one read' }),
    maxBytes: z
      .int()
      .min(1000)
      .max(10_000_000)
      .default(50_000)
      .meta({ description: 'most bytes of the data of one result' }),
    timeLimit: z
      .string()
      .superRefine((text, context) => checkDuration(text, 100, context))
      .default('45s')
      .meta({ description: 'longest time for one call: 10s, 2m', placeholder: 'DURATION' }),
  }),
  examples: [
    'mcp',
    'mcp -c staging',
    'mcp -b localhost:9092 --max-rows 500',
    'mcp -c staging --allow-writes',
  ],
  serves: ({ allowWrites, maxRows, maxBytes, timeLimit }) => ({
    allowWrites,
    maxRows,
    maxBytes,
    timeLimitMs: parseDurationMs(timeLimit),
  }),
  run() {
    throw new LabError('usage', 'mcp is started by an assistant, and cannot be run by another command.');
  },
  view: () => ({ header: [], rows: [] }),
});
