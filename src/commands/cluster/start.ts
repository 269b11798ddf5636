/** `kafka-lab cluster start` */
import { z } from 'zod';
import { startService } from '../../practice/cluster/change-service.js';
import { defineCommand } from '../../contract/command.js';
import { brokerOption, nameOption, surroundingsOf } from '../shared/cluster-options.js';
import { viewOfChange } from './_view-of-change.js';

export const clusterStart = defineCommand({
  path: ['cluster', 'start'],
  summary: 'start a broker, or another service, that was stopped or killed',
  effect: 'writes',
  changes: 'machine',
  options: z.object({ broker: brokerOption, name: nameOption }),
  positionals: ['broker'],
  examples: ['cluster start 2'],
  run: (context, { broker, name }) => startService({ ...surroundingsOf(context), name, service: broker }),
  view: viewOfChange,
});
