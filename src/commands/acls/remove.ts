/** `kafka-lab acls remove` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { listAcls, removeAcls, type Acl } from '../../kafka/security/acls.js';
import { setOptions, setsOf } from './_acl-sets.js';
import { checkPrincipal, operationWords, resourceOptions, resourcesOf, viewOfAcls } from './_acl-options.js';

interface AclRemoval {
  readonly outcome: 'planned' | 'removed';
  readonly acls: readonly Acl[];
}

export const aclsRemove = defineCommand({
  path: ['acls', 'remove'],
  summary: 'remove access rules: a plan first, then --execute',
  effect: 'destroys',
  effectOf: ({ execute }) => (execute ? 'destroys' : 'reads'),
  options: z.object({
    ...resourceOptions,
    principal: z.string().optional().meta({ description: 'only this principal', placeholder: 'TYPE:NAME' }),
    permission: z
      .enum(['allow', 'deny'])
      .optional()
      .meta({ description: 'only rules that allow, or only those that deny' }),
    operation: operationWords.optional().meta({ description: 'only rules about this', short: 'O' }),
    host: z.string().optional().meta({ description: 'only rules for this address' }),
    ...setOptions,
    prefixed: z.boolean().default(false).meta({ description: 'the names are prefixes of rules' }),
    execute: z.boolean().default(false).meta({ description: 'do it; without this it is only a plan' }),
  }),
  examples: [
    'acls remove --topic orders',
    'acls remove --principal User:alice --execute',
    'acls remove --principal User:shop --producer --topic orders --execute',
  ],
  confirmation: () => ({ question: 'Access rules will be removed.', word: 'remove' }),
  async run(context, options): Promise<AclRemoval> {
    const { execute, principal, prefixed, permission, operation, host } = options;
    const others = operation === undefined ? [] : ['--operation'];
    const sets = setsOf(options, { prefixed, others });
    const named = resourcesOf(options);
    if (named.length === 0 && principal === undefined) {
      throw new LabError(
        'usage',
        'Which rules? --topic, --group, --transactional-id, --whole-cluster or --principal.',
        {
          hint: 'All rules of a cluster cannot be removed at once: that would open or close the cluster.',
        },
      );
    }
    const rest = {
      ...(principal === undefined ? {} : { principal: checkPrincipal(principal) }),
      ...(permission === undefined ? (sets ? { permission: 'allow' } : {}) : { permission }),
      ...(operation === undefined ? {} : { operation }),
      ...(host === undefined ? {} : { host }),
    };
    const pattern = prefixed ? 'prefixed' : 'literal';
    const filters = sets
      ? sets.map((each) => ({ ...each, ...rest }))
      : named.length === 0
        ? [rest]
        : named.map((each) => ({ ...each, pattern, ...rest }));
    const session = await context.kafka();
    if (execute) return { outcome: 'removed', acls: await removeAcls(session, filters) };
    const found = await Promise.all(filters.map((filter) => listAcls(session, filter)));
    return { outcome: 'planned', acls: found.flat() };
  },
  view: ({ outcome, acls }) => ({
    ...viewOfAcls(acls, outcome),
    notes:
      acls.length === 0
        ? ['No rules of that kind: nothing to remove.']
        : outcome === 'planned'
          ? ['A plan: nothing was removed. To do it, add --execute.']
          : [],
  }),
  items: ({ acls }) => acls,
});
