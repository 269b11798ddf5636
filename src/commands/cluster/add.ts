/** `kafka-lab cluster add` */
import { z } from 'zod';
import { addBroker, type AddedBroker } from '../../practice/cluster/add-broker.js';
import { defineCommand } from '../../contract/command.js';
import { nameArgument, nameOption, surroundingsOf } from '../shared/cluster-options.js';

export const clusterAdd = defineCommand({
  path: ['cluster', 'add'],
  summary: 'start one more broker, with its own data',
  effect: 'writes',
  changes: 'machine',
  options: z.object({ name: nameOption }),
  examples: ['cluster add'],
  run: (context, { name }) => addBroker({ ...surroundingsOf(context), name }),
  view: (added: AddedBroker) => ({
    header: ['SERVICE', 'ROLE', 'ADDRESS'],
    rows: [[added.service, `broker ${added.id}`, added.address]],
    notes: [
      `It is empty: topics that exist stay where they are, new ones use it too. See: kafka-lab cluster status${nameArgument(added.cluster)}`,
    ],
  }),
});
