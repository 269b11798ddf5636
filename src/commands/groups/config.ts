/** `kafka-lab groups config` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { checkGroupId } from '../../kafka/groups/group-ids.js';
import { requireGroupConfigs } from '../../kafka/groups/kinds/group-kinds.js';
import {
  configOptions,
  effectOfConfig,
  itemsOfConfig,
  runConfig,
  viewOfConfig,
} from '../shared/config-report.js';

export const groupsConfig = defineCommand({
  path: ['groups', 'config'],
  summary: "show a group's configs on the brokers and why, or change individual ones",
  effect: 'writes',
  effectOf: effectOfConfig,
  options: z.object({
    group: z.string().meta({ description: 'the group; it need not be there yet', completes: 'group' }),
    ...configOptions,
  }),
  positionals: ['group', 'config'],
  examples: [
    'groups config workers --all',
    'groups config workers set share.auto.offset.reset=earliest share.record.lock.duration.ms=15000',
    'groups config billing set consumer.session.timeout.ms=60000 --dry-run',
    'groups config counts unset streams.num.standby.replicas',
  ],
  async run(context, options) {
    checkGroupId(options.group);
    const session = await context.kafka();
    requireGroupConfigs(await session.anyBroker());
    return runConfig(context, session, { kind: 'group', name: options.group }, options);
  },
  view: viewOfConfig,
  items: itemsOfConfig,
});
