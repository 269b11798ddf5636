/** `kafka-lab quotas list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { listQuotas, type ClientQuota } from '../../kafka/security/client-quotas.js';
import { entityOf, entityOptions, quotaHeader, quotaRows } from './_quota-options.js';
import { isNarrowed } from '../shared/is-narrowed.js';

export const quotasList = defineCommand({
  path: ['quotas', 'list'],
  summary: 'list the limits on users, client ids and addresses',
  effect: 'reads',
  options: z.object(entityOptions),
  examples: ['quotas list', 'quotas list --user alice', 'quotas list --default client-id -o json'],
  async run(context, options) {
    const filter = entityOf(options);
    return listQuotas(await context.kafka(), filter);
  },
  view: (quotas: readonly ClientQuota[], asked) => ({
    header: quotaHeader,
    rows: quotas.flatMap(quotaRows),
    notes:
      quotas.length === 0
        ? [
            `No quotas${isNarrowed(asked) ? ' of that kind' : ''}. Set one: kafka-lab quotas set producer_byte_rate=1048576 --user alice`,
          ]
        : ['Each broker counts for itself: with three brokers, a client may use up to three times as much.'],
  }),
});
