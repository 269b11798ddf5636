/** `kafka-lab cluster remove` */
import { z } from 'zod';
import { removeService, type RemovedService } from '../../practice/cluster/remove-service.js';
import { findCluster } from '../../practice/cluster/state/find-cluster.js';
import { defineCommand } from '../../contract/command.js';
import { parseAddresses } from '../../net/addresses.js';
import { requireEmptyBroker } from '../../kafka/brokers/require-empty-broker.js';
import { openSession } from '../../kafka/session/session.js';
import { parseDurationMs } from '../../text/duration.js';
import { brokerOption, nameArgument, nameOption, roleOf, surroundingsOf } from '../shared/cluster-options.js';

export const clusterRemove = defineCommand({
  path: ['cluster', 'remove'],
  summary: 'remove the broker that was added last, once it holds no replicas, or the schema registry',
  effect: 'destroys',
  changes: 'machine',
  options: z.object({ broker: brokerOption, name: nameOption }),
  positionals: ['broker'],
  examples: ['cluster remove 4', 'cluster remove registry'],
  confirmation: ({ broker }) => ({
    question: `${/^\d/.test(broker) ? 'Broker ' : ''}${broker} is stopped and its data deleted.`,
    word: broker,
  }),
  run(context, { broker, name }) {
    return removeService({
      ...surroundingsOf(context),
      ...{ name, service: broker },
      async requireEmpty(id) {
        const addresses = findCluster(context.folders, name)?.bootstrapServers ?? [];
        const session = openSession(
          { bootstrapServers: parseAddresses(addresses.join(',')), origin: `practice cluster ${name}` },
          { timeoutMs: parseDurationMs(context.globals.timeout), signal: context.signal },
        );
        try {
          await requireEmptyBroker(session, id);
        } finally {
          await session.close();
        }
      },
    });
  },
  view: (removed: RemovedService) => ({
    header: ['SERVICE', 'ROLE', 'NOW'],
    rows: [[removed.service, roleOf(removed), 'removed']],
    notes: [`What is left: kafka-lab cluster status${nameArgument(removed.cluster)}`],
  }),
});
