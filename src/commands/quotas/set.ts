/** `kafka-lab quotas set` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import {
  alterQuota,
  checkEntity,
  quotaLimits,
  type ClientQuota,
} from '../../kafka/security/client-quotas.js';
import { checkLimit, entityOf, entityOptions, quotaHeader, quotaRows } from './_quota-options.js';

export const quotasSet = defineCommand({
  path: ['quotas', 'set'],
  summary: 'limit what a user, a client id or an address may use of each broker',
  effect: 'writes',
  options: z.object({
    limit: z
      .array(z.string())
      .min(1)
      .meta({ description: Object.keys(quotaLimits).join(', '), placeholder: 'NAME=VALUE' }),
    ...entityOptions,
  }),
  positionals: ['limit'],
  examples: [
    'quotas set producer_byte_rate=1048576 consumer_byte_rate=2097152 --user alice',
    'quotas set request_percentage=50 --default user --client-id reports',
  ],
  async run(context, { limit, ...whose }) {
    const entity = entityOf(whose);
    checkEntity(entity);
    const set = parseLimits(limit);
    return alterQuota(await context.kafka(), entity, { set, remove: [] });
  },
  view: (quota: ClientQuota) => ({ header: quotaHeader, rows: quotaRows(quota) }),
});

/** Throws LabError 'usage'. */
function parseLimits(typed: readonly string[]): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {};
  for (const word of typed) {
    const [name = '', value = ''] = word.split(/=(.*)/s);
    if (!word.includes('=')) {
      throw new LabError('usage', `"${word}" sets nothing.`, {
        hint: 'It looks like: producer_byte_rate=1048576',
      });
    }
    checkLimit(name);
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number) || number <= 0) {
      throw new LabError('usage', `${name}: "${value}" is not a number above 0.`);
    }
    limits[name] = number;
  }
  return limits;
}
