/** `kafka-lab cluster down` */
import { z } from 'zod';
import { down, type DownResult } from '../../practice/cluster/down.js';
import { defineCommand } from '../../contract/command.js';
import { nameArgument, nameOption, surroundingsOf } from '../shared/cluster-options.js';

export const clusterDown = defineCommand({
  path: ['cluster', 'down'],
  summary: 'stop a practice cluster; its data is kept unless you say otherwise',
  effect: 'destroys',
  effectOf: ({ deleteData }) => (deleteData ? 'destroys' : 'writes'),
  changes: 'machine',
  options: z.object({
    name: nameOption,
    deleteData: z
      .boolean()
      .default(false)
      .meta({ description: 'delete its topics, records and offsets as well' }),
  }),
  examples: ['cluster down', 'cluster down --delete-data'],
  confirmation: ({ name }) => ({
    question: `This deletes every topic, record and offset of the practice cluster ${name}.`,
    word: name,
  }),
  run: (context, options) => down({ ...surroundingsOf(context), ...options }),
  view: (result: DownResult) => ({
    header: ['CLUSTER', 'ENGINE', 'STOPPED', 'DATA'],
    rows: [
      [
        result.name,
        result.engine,
        result.stopped.join(', ') || 'nothing ran',
        result.dataDeleted ? 'deleted' : 'kept',
      ],
    ],
    notes: [`Start it again: kafka-lab cluster up${nameArgument(result.name)}`],
  }),
});
