/** `kafka-lab acls list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { aclText, listAcls, type Acl } from '../../kafka/security/acls.js';
import { checkPrincipal, resourceOptions, resourcesOf, viewOfAcls } from './_acl-options.js';
import { isNarrowed } from '../shared/is-narrowed.js';

export const aclsList = defineCommand({
  path: ['acls', 'list'],
  summary: 'list the access rules: who may do what',
  effect: 'reads',
  options: z.object({
    ...resourceOptions,
    principal: z.string().optional().meta({ description: 'only this principal', placeholder: 'TYPE:NAME' }),
    exact: z
      .boolean()
      .default(false)
      .meta({ description: 'only rules for exactly that name, not for a prefix or for all' }),
  }),
  examples: ['acls list', 'acls list --topic orders', 'acls list --principal User:alice -o json'],
  async run(context, { principal, exact, ...resources }) {
    const who = principal === undefined ? {} : { principal: checkPrincipal(principal) };
    const session = await context.kafka();
    const named = resourcesOf(resources);
    if (named.length === 0) return listAcls(session, who);
    const pattern = exact ? 'literal' : 'match';
    const found = await Promise.all(named.map((each) => listAcls(session, { ...each, pattern, ...who })));
    return [...new Map(found.flat().map((acl) => [aclText(acl), acl])).values()];
  },
  view: (acls: readonly Acl[], asked) => ({
    ...viewOfAcls(acls),
    notes:
      acls.length > 0
        ? []
        : [isNarrowed(asked) ? 'No rules of that kind. See them all: kafka-lab acls list' : 'No rules.'],
  }),
});
