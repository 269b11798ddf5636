/** Options of commands that look at parts of topics. */
import { z } from 'zod';

export const partitionOption = z
  .array(z.string())
  .default([])
  .meta({ description: 'only this partition; may be repeated', short: 'p', placeholder: 'N' });

export const isolationOption = z
  .enum(['read_committed', 'read_uncommitted'])
  .default('read_committed')
  .meta({ description: 'whether records of aborted and open transactions are left out' });
