/** What the commands on access rules share: which rules are meant, and how they look. */
import { z } from 'zod';
import type { View } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { aclOperations, clusterResource, type Acl } from '../../kafka/security/acls.js';

export const resourceOptions = {
  topic: z
    .array(z.string())
    .default([])
    .meta({ description: 'about this topic; may be repeated', completes: 'topic' }),
  group: z
    .array(z.string())
    .default([])
    .meta({ description: 'about this group; may be repeated', completes: 'group' }),
  transactionalId: z
    .array(z.string())
    .default([])
    .meta({ description: 'about this transactional id; may be repeated' }),
  wholeCluster: z.boolean().default(false).meta({ description: 'about the cluster itself' }),
};

export const operationWords = z.enum(aclOperations as [string, ...string[]], {
  error: ({ input }) => `"${String(input)}" is not one of ${aclOperations.join(', ')}.`,
});

export interface ResourceOptions {
  readonly topic: readonly string[];
  readonly group: readonly string[];
  readonly transactionalId: readonly string[];
  readonly wholeCluster: boolean;
}

/** The resources that were named, one after the other. */
export function resourcesOf(options: ResourceOptions): readonly Pick<Acl, 'resource' | 'name'>[] {
  const named = (resource: string, names: readonly string[]) => names.map((name) => ({ resource, name }));
  return [
    ...named('topic', options.topic),
    ...named('group', options.group),
    ...named('transactional-id', options.transactionalId),
    ...(options.wholeCluster ? named('cluster', [clusterResource]) : []),
  ];
}

/** Throws LabError 'usage' for "alice" if "User:alice" is meant. */
export function checkPrincipal(principal: string): string {
  if (/^[^:]+:./.test(principal)) return principal;
  throw new LabError('usage', `"${principal}" is not a principal.`, {
    hint: `A principal has a type and a name: User:${principal}; all users are User:*`,
  });
}

export function viewOfAcls(acls: readonly Acl[], outcome?: string): View {
  return {
    header: [
      ...['RESOURCE', 'NAME', 'PATTERN', 'PRINCIPAL', 'PERMISSION', 'OPERATION', 'HOST'],
      ...(outcome === undefined ? [] : ['OUTCOME']),
    ],
    rows: acls.map((acl) => [
      acl.resource,
      acl.name,
      acl.pattern,
      acl.principal,
      { text: acl.permission, tone: acl.permission === 'deny' ? 'bad' : 'good' },
      acl.operation,
      acl.host,
      ...(outcome === undefined ? [] : [outcome]),
    ]),
  };
}
