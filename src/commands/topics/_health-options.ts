/** The filters that `topics list` and `topics describe` share: by health, and by whether there are records. */
import { z } from 'zod';
import { LabError } from '../../text/errors.js';
import type { Content } from '../../kafka/session/partition-offsets.js';
import type { HealthFilter } from '../../kafka/session/partition-health.js';

export const healthOptions = {
  underReplicated: z
    .boolean()
    .default(false)
    .meta({ description: 'only if replicas are missing from the ISR' }),
  underMinIsr: z
    .boolean()
    .default(false)
    .meta({ description: 'only if the ISR is below min.insync.replicas: acks=all is refused' }),
  atMinIsr: z.boolean().default(false).meta({
    description: 'only if the ISR is exactly min.insync.replicas: one more loss and acks=all is refused',
  }),
  offline: z.boolean().default(false).meta({ description: 'only if there is no leader' }),
};

/** Undefined when nothing is asked for; several of them widen the search. */
export function healthFilterOf(options: HealthFilter): HealthFilter | undefined {
  const isAsked = options.underReplicated || options.underMinIsr || options.atMinIsr || options.offline;
  return isAsked ? options : undefined;
}

/** `what`: topics or partitions. */
export function contentOptions(what: string) {
  return {
    empty: z
      .boolean()
      .default(false)
      .meta({ description: `only ${what} without records` }),
    skipEmpty: z
      .boolean()
      .default(false)
      .meta({ description: `only ${what} with records` }),
  };
}

/** Undefined when nothing is asked for. Throws LabError 'usage'. */
export function contentOf(options: {
  readonly empty: boolean;
  readonly skipEmpty: boolean;
}): Content | undefined {
  if (options.empty && options.skipEmpty) {
    throw new LabError('usage', '--empty and --skip-empty exclude each other: choose one.');
  }
  return options.empty ? 'empty' : options.skipEmpty ? 'filled' : undefined;
}
