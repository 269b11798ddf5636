/** What the commands on quotas share: which quota is meant, and how one looks. */
import { z } from 'zod';
import type { Cell } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import {
  quotaEntityTypes,
  quotaLimits,
  type ClientQuota,
  type QuotaEntity,
  type QuotaEntityType,
} from '../../kafka/security/client-quotas.js';
import { nearestNames } from '../../text/nearest-names.js';

export const entityOptions = {
  user: z.string().min(1).optional().meta({ description: 'of this user', placeholder: 'NAME' }),
  clientId: z.string().min(1).optional().meta({ description: 'of this client id', placeholder: 'NAME' }),
  ip: z.string().min(1).optional().meta({ description: 'of this address', placeholder: 'ADDRESS' }),
  default: z
    .array(
      z.enum(quotaEntityTypes, {
        error: ({ input }) => `"${String(input)}" is not one of ${quotaEntityTypes.join(', ')}.`,
      }),
    )
    .default([])
    .meta({
      description: `the default for all without a quota of their own: ${quotaEntityTypes.join(', ')}; may be repeated`,
      placeholder: 'KIND',
    }),
};

export interface EntityOptions {
  readonly user?: string | undefined;
  readonly clientId?: string | undefined;
  readonly ip?: string | undefined;
  readonly default: readonly QuotaEntityType[];
}

/** Throws LabError 'usage'. */
export function entityOf({ user, clientId, ip, default: defaults }: EntityOptions): QuotaEntity {
  const named = { user, 'client-id': clientId, ip };
  const entity: Partial<Record<QuotaEntityType, string | null>> = {};
  for (const type of quotaEntityTypes) {
    const name = named[type];
    if (name !== undefined && defaults.includes(type)) {
      throw new LabError('usage', `--${type} ${name} and --default ${type} are two quotas.`);
    }
    if (name !== undefined) entity[type] = name;
    else if (defaults.includes(type)) entity[type] = null;
  }
  return entity;
}

/** Throws LabError 'usage' with the limits there are. */
export function checkLimit(name: string): void {
  const known = Object.keys(quotaLimits);
  if (known.includes(name)) return;
  const near = nearestNames(name, known);
  throw new LabError('usage', `No limit is called "${name}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are: ${known.join(', ')}`,
  });
}

export const quotaHeader = ['USER', 'CLIENT-ID', 'IP', 'LIMIT', 'VALUE', 'OF'] as const;

/** A row a limit. */
export function quotaRows({ entity, limits }: ClientQuota): readonly (readonly Cell[])[] {
  const whose = quotaEntityTypes.map((type): Cell => {
    const name = entity[type];
    return name === null ? { text: '(default)', tone: 'muted' } : name;
  });
  return Object.entries(limits).map(([limit, value]) => [
    ...whose,
    limit,
    value,
    limit in quotaLimits ? quotaLimits[limit as keyof typeof quotaLimits] : null,
  ]);
}
