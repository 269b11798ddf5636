/** `kafka-lab cluster up` */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { up, type UpResult } from '../../practice/cluster/up.js';
import { requireName } from '../../practice/cluster/state/name.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { defineCommand, type Context } from '../../contract/command.js';
import { writePrivateFile } from '../../files/private-file.js';
import { LabError } from '../../text/errors.js';
import { readInput } from '../shared/read-input.js';
import {
  clusterArgument,
  nameArgument,
  nameOption,
  roleOf,
  surroundingsOf,
} from '../shared/cluster-options.js';

const port = (description: string) =>
  z.number().int().min(1).max(65_500).optional().meta({ description, placeholder: 'PORT' });

export const clusterUp = defineCommand({
  path: ['cluster', 'up'],
  summary:
    'start a practice cluster on this machine: ZooKeeper and three brokers, or Kafka 4 without ZooKeeper',
  effect: 'writes',
  changes: 'machine',
  options: z.object({
    engine: z
      .enum(['auto', 'docker', 'java'])
      .default('auto')
      .meta({ description: 'engine; auto is Docker if it answers, else Java' }),
    brokers: z
      .literal([1, 3, 5])
      .optional()
      .meta({ description: 'how many brokers (default: as before, else 3)', placeholder: 'N' }),
    kraft: z.boolean().optional().meta({
      description:
        'Kafka 4 without ZooKeeper: each broker is a controller as well (default: as before, else no)',
    }),
    name: nameOption,
    basePort: port('port of the first broker; the others follow (default: as before, else 9092)'),
    zookeeperPort: port('port of ZooKeeper (default: as before, else 2181)'),
    registry: z.boolean().optional().meta({
      description:
        'with a schema registry, which keeps schemas in memory; adds one to a cluster that is up (default: as before, else no)',
    }),
    registryPort: port('port of the schema registry, which it implies (default: as before, else 8081)'),
    file: z.string().optional().meta({
      description:
        'a compose file of your own with cp-zookeeper and cp-kafka, or with apache/kafka; - is standard input',
      placeholder: 'FILE',
      completes: 'file',
    }),
  }),
  examples: [
    'cluster up',
    'cluster up --engine java --brokers 5',
    'cluster up --name second --base-port 19092 --zookeeper-port 12181',
    'cluster up --kraft --name four --base-port 29092',
    'cluster up --registry',
  ],
  async run(context, { file, ...options }) {
    if (file !== undefined && options.kraft) {
      throw new LabError(
        'usage',
        'The compose file decides whether there is a ZooKeeper: --kraft or --file, not both.',
      );
    }
    return up({
      ...surroundingsOf(context),
      ...options,
      file: file === undefined ? undefined : await composeFile(context, file, options.name),
    });
  },
  view: (result: UpResult) => ({
    header: ['SERVICE', 'ADDRESS', 'ROLE'],
    rows: result.services.map(({ name, address, kind, id }) => [
      name,
      address,
      kind === 'broker' && id === result.controllerId
        ? `${roleOf({ kind, id })}, ${result.zookeeper === null ? 'active controller' : 'controller'}`
        : roleOf({ kind, id }),
    ]),
    notes: [
      result.started.length === 0
        ? `Cluster ${result.name} is up already, with the ${result.engine} engine.`
        : `Cluster ${result.name} is up, with the ${result.engine} engine.`,
      ...(result.services.some(({ inMemory }) => inMemory)
        ? ['The schema registry keeps schemas in memory: they are gone once it stops.']
        : []),
      `Next: kafka-lab topics create my-first-topic${clusterArgument(result.name)}   stop it: kafka-lab cluster down${nameArgument(result.name)}`,
    ],
  }),
});

/** Standard input is kept beside the cluster's state: its file is read again at each start. */
async function composeFile(context: Context, file: string, name: string): Promise<string> {
  if (file !== '-') return resolve(context.cwd, file);
  requireName(name);
  const text = await readInput(context, '-', 'cluster up --file');
  const path = join(clusterFolder(context.folders, name), 'standard-input.yml');
  await writePrivateFile(path, text);
  return path;
}
