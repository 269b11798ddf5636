/** `kafka-lab quotas remove` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import {
  alterQuota,
  checkEntity,
  entityText,
  quotaOf,
  type QuotaEntity,
} from '../../kafka/security/client-quotas.js';
import { checkLimit, entityOf, entityOptions, quotaHeader, quotaRows } from './_quota-options.js';

interface RemovedQuota {
  readonly entity: QuotaEntity;
  /** What was taken away, as it was. */
  readonly limits: Readonly<Record<string, number>>;
}

export const quotasRemove = defineCommand({
  path: ['quotas', 'remove'],
  summary: 'remove limits of a user, a client id or an address',
  effect: 'writes',
  options: z.object({
    limit: z.array(z.string()).default([]).meta({ description: 'only these limits (default: all)' }),
    ...entityOptions,
  }),
  positionals: ['limit'],
  examples: ['quotas remove --user alice', 'quotas remove producer_byte_rate --default client-id'],
  async run(context, { limit, ...whose }): Promise<RemovedQuota> {
    const entity = entityOf(whose);
    checkEntity(entity);
    for (const name of limit) checkLimit(name);
    const session = await context.kafka();
    const { limits: before } = await quotaOf(session, entity);
    const doomed = limit.length === 0 ? Object.keys(before) : limit;
    const missing = limit.filter((name) => !(name in before));
    if (doomed.length === 0 || missing.length > 0) {
      throw new LabError(
        'not-found',
        `There is no ${missing.length > 0 ? missing.join(', ') : 'quota'} for ${entityText(entity)}.`,
        { hint: 'See what there is: kafka-lab quotas list' },
      );
    }
    await alterQuota(session, entity, { set: {}, remove: doomed });
    const limits = Object.entries(before).filter(([name]) => doomed.includes(name));
    return { entity, limits: Object.fromEntries(limits) };
  },
  view: (quota) => ({
    header: [...quotaHeader, 'OUTCOME'],
    rows: quotaRows(quota).map((row) => [...row, 'removed']),
  }),
});
