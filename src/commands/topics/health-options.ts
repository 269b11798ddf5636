/** The health filters that `topics list` and `topics describe` share. */
import { z } from 'zod';
import type { HealthFilter } from '../../kafka/partition-health.js';

export const healthOptions = {
  underReplicated: z
    .boolean()
    .default(false)
    .meta({ description: 'only where replicas are missing from the ISR' }),
  underMinIsr: z
    .boolean()
    .default(false)
    .meta({ description: 'only where the ISR is below min.insync.replicas: acks=all is refused' }),
  atMinIsr: z.boolean().default(false).meta({
    description: 'only where the ISR is exactly min.insync.replicas: one more loss and acks=all is refused',
  }),
  offline: z.boolean().default(false).meta({ description: 'only where there is no leader' }),
};

/** Undefined when nothing is asked for; several of them widen the search. */
export function healthFilterOf(options: HealthFilter): HealthFilter | undefined {
  const isAsked = options.underReplicated || options.underMinIsr || options.atMinIsr || options.offline;
  return isAsked ? options : undefined;
}
