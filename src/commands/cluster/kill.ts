/** `kafka-lab cluster kill` */
import { z } from 'zod';
import { killService } from '../../practice/cluster/change-service.js';
import { defineCommand } from '../../contract/command.js';
import { brokerOption, nameOption, surroundingsOf } from '../shared/cluster-options.js';
import { viewOfChange } from './_view-of-change.js';

export const clusterKill = defineCommand({
  path: ['cluster', 'kill'],
  summary: 'kill one broker at once, as in a crash',
  effect: 'writes',
  changes: 'machine',
  options: z.object({ broker: brokerOption, name: nameOption }),
  positionals: ['broker'],
  examples: ['cluster kill 2'],
  run: (context, { broker, name }) => killService({ ...surroundingsOf(context), name, service: broker }),
  view: viewOfChange,
});
