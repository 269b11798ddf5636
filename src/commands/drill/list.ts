/** `kafka-lab drill list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { modeNames } from '../shared/practice-cluster.js';
import { scenarios } from '../../practice/drills/scenarios.js';

export const drillList = defineCommand({
  path: ['drill', 'list'],
  summary: 'list the drills',
  effect: 'reads',
  isFor: 'people',
  options: z.object({}),
  examples: ['drill list'],
  run: () =>
    Promise.resolve(
      scenarios.map(({ name, summary, needs }) => ({ drill: name, what: summary, needs: needs ?? null })),
    ),
  view: (drills) => ({
    header: ['DRILL', 'WHAT HAPPENS', 'NEEDS'],
    rows: drills.map(({ drill, what, needs }) => [drill, what, needs && modeNames[needs]]),
    notes: ['Run one: kafka-lab drill run leader-kill --acks all'],
  }),
});
