/** `kafka-lab brokers list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { formatAddress } from '../../net/addresses.js';
import { listBrokers, type BrokerList } from '../../kafka/brokers/list-brokers.js';

export const brokersList = defineCommand({
  path: ['brokers', 'list'],
  summary: 'list the brokers, the controller, and how much each of them holds',
  effect: 'reads',
  options: z.object({}),
  examples: ['brokers list', 'brokers list -b broker-1.example:9092 -o json'],
  async run(context) {
    return listBrokers(await context.kafka());
  },
  view: ({ clusterId, brokers }: BrokerList) => ({
    title: `Cluster ${clusterId ?? 'without an id'}`,
    header: ['ID', 'ADDRESS', 'RACK', 'CONTROLLER', 'LEADERS', 'REPLICAS', 'IN-SYNC', 'STATE'],
    rows: brokers.map((broker) => [
      broker.id,
      broker.isUp ? formatAddress(broker) : null,
      broker.rack,
      broker.isController ? { text: 'controller', tone: 'strong' } : null,
      broker.leaders,
      broker.replicas,
      broker.inSync < broker.replicas ? { text: broker.inSync, tone: 'warn' } : broker.inSync,
      broker.isUp ? { text: 'up', tone: 'good' } : { text: 'down', tone: 'bad' },
    ]),
  }),
  items: ({ brokers }) => brokers,
});
