/** `kafka-lab browse` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import { LabError } from '../text/errors.js';

export const browse = defineCommand({
  path: ['browse'],
  summary: 'look around live: every list and description on one screen, with keys for what can be done',
  effect: 'reads',
  isFor: 'people',
  options: z.object({
    view: z.array(z.string()).default([]).meta({
      description: 'the first view: words of a command that only reads (default: the overview)',
    }),
  }),
  positionals: ['view'],
  examples: [
    'browse',
    'browse topics',
    'browse groups billing',
    'browse -- offsets list orders --sort RECORDS:desc',
  ],
  explores: ({ view }) => (view.length === 0 ? ['monitor'] : view),
  run() {
    throw new LabError('usage', 'browse needs a terminal that it can draw on, and no --plain.', {
      hint: 'Everything it shows is a command: kafka-lab topics list, kafka-lab groups describe GROUP. Line by line, for a screen reader: kafka-lab --plain',
    });
  },
  view: () => ({ header: [], rows: [] }),
});
