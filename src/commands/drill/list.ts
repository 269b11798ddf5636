/** `kafka-lab drill list` */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { scenarios } from '../../drills/scenarios.js';

export const drillList = defineCommand({
  path: ['drill', 'list'],
  summary: 'list the accidents that there are drills for',
  effect: 'reads',
  options: z.object({}),
  examples: ['drill list'],
  run: () => Promise.resolve(scenarios.map(({ name, summary }) => ({ drill: name, what: summary }))),
  view: (drills) => ({
    header: ['DRILL', 'WHAT HAPPENS'],
    rows: drills.map(({ drill, what }) => [drill, what]),
    notes: ['Run one: kafka-lab drill run leader-kill --acks all'],
  }),
});
