/** `kafka-lab cluster stop` */
import { z } from 'zod';
import { stopService } from '../../practice/cluster/change-service.js';
import { defineCommand } from '../../contract/command.js';
import { brokerOption, nameOption, surroundingsOf } from '../shared/cluster-options.js';
import { viewOfChange } from './_view-of-change.js';

export const clusterStop = defineCommand({
  path: ['cluster', 'stop'],
  summary: 'stop one broker as an operator would: it hands over what it leads first',
  effect: 'writes',
  changes: 'machine',
  options: z.object({ broker: brokerOption, name: nameOption }),
  positionals: ['broker'],
  examples: ['cluster stop 2'],
  run: (context, { broker, name }) => stopService({ ...surroundingsOf(context), name, service: broker }),
  view: viewOfChange,
});
