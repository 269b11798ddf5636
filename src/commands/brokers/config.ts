/** `kafka-lab brokers config` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import type { ConfigResource } from '../../kafka/session/config-resource.js';
import { runningBroker } from '../../kafka/brokers/existing-broker.js';
import {
  configOptions,
  effectOfConfig,
  itemsOfConfig,
  runConfig,
  viewOfConfig,
  type ConfigOptions,
} from '../shared/config-report.js';

type Options = ConfigOptions & { readonly broker?: string | undefined; readonly clusterWide: boolean };

export const brokersConfig = defineCommand({
  path: ['brokers', 'config'],
  summary: 'show what a broker is configured to do and why, or change individual configs while it runs',
  effect: 'writes',
  effectOf: (options) => effectOfConfig(whatIsAsked(options).options),
  options: z.object({
    broker: z
      .string()
      .optional()
      .meta({ description: 'id of the broker; none with --cluster-wide', completes: 'broker' }),
    ...configOptions,
    clusterWide: z
      .boolean()
      .default(false)
      .meta({ description: 'the cluster-wide defaults, for brokers without a value of their own' }),
  }),
  positionals: ['broker', 'config'],
  examples: [
    'brokers config 1',
    'brokers config 1 log.retention.ms',
    'brokers config 1 set log.cleaner.threads=2 --dry-run',
    'brokers config 1 set listener.name.external.ssl.keystore.password=env:KEYSTORE_PASSWORD',
    'brokers config --cluster-wide set message.max.bytes=2000000',
  ],
  async run(context, typed) {
    const { resource, options } = whatIsAsked(typed);
    const session = await context.kafka();
    if (resource.kind === 'broker') await runningBroker(session, resource.id);
    return runConfig(context, session, resource, options);
  },
  view: viewOfConfig,
  items: itemsOfConfig,
});

/** With --cluster-wide there is no id, so the first word is one of the others. */
function whatIsAsked(typed: Options): { resource: ConfigResource; options: ConfigOptions } {
  const { broker, clusterWide } = typed;
  const isId = broker !== undefined && /^\d{1,9}$/.test(broker);
  if (!clusterWide && isId) return { resource: { kind: 'broker', id: Number(broker) }, options: typed };
  if (!clusterWide) {
    throw new LabError(
      'usage',
      broker === undefined ? 'Which broker?' : `"${broker}" is not the id of a broker.`,
      { hint: 'It looks like: kafka-lab brokers config 1; the defaults of all brokers: --cluster-wide' },
    );
  }
  if (isId) {
    throw new LabError('usage', `Either broker ${broker} or --cluster-wide, not both.`);
  }
  const config = broker === undefined ? typed.config : [broker, ...typed.config];
  return { resource: { kind: 'all-brokers' }, options: { ...typed, config } };
}
