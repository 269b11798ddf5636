/** `kafka-lab acls add` */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { LabError } from '../../errors.js';
import { addAcls, type Acl } from '../../kafka/acls.js';
import { checkPrincipal, operationWords, resourceOptions, resourcesOf, viewOfAcls } from './acl-options.js';

export const aclsAdd = defineCommand({
  path: ['acls', 'add'],
  summary: 'allow or deny somebody to do something',
  effect: 'writes',
  options: z.object({
    ...resourceOptions,
    allow: z
      .array(z.string())
      .default([])
      .meta({ description: 'who may; may be repeated', placeholder: 'TYPE:NAME' }),
    deny: z.array(z.string()).default([]).meta({
      description: 'who may not, whatever else allows it; may be repeated',
      placeholder: 'TYPE:NAME',
    }),
    operation: z
      .array(operationWords)
      .default([])
      .meta({ description: 'what they may do: read, write, describe, all …; may be repeated', short: 'O' }),
    host: z
      .array(z.string())
      .default(['*'])
      .meta({ description: 'from which address; may be repeated (default: from any)' }),
    prefixed: z.boolean().default(false).meta({ description: 'for everything whose name begins like that' }),
  }),
  examples: [
    'acls add --allow User:alice --operation read --operation describe --topic orders --group billing',
    'acls add --deny User:bob --operation all --topic secret- --prefixed',
    'acls add --allow User:admin --operation alter --whole-cluster',
  ],
  async run(context, { allow, deny, operation, host, prefixed, ...resources }) {
    const named = resourcesOf(resources);
    if (named.length === 0) {
      throw new LabError(
        'usage',
        'About what is the rule? --topic, --group, --transactional-id or --whole-cluster.',
        {
          hint: "For all of a kind: --topic '*'",
        },
      );
    }
    if (prefixed && resources.wholeCluster)
      throw new LabError('usage', 'The cluster has no names to begin with.');
    const who = [
      ...allow.map((principal) => ({ principal: checkPrincipal(principal), permission: 'allow' })),
      ...deny.map((principal) => ({ principal: checkPrincipal(principal), permission: 'deny' })),
    ];
    if (who.length === 0) {
      throw new LabError('usage', 'Whom is the rule for? --allow User:NAME or --deny User:NAME.');
    }
    if (operation.length === 0) {
      throw new LabError('usage', 'What is the rule about? --operation read, write, all …');
    }
    const acls = named.flatMap((resource) =>
      who.flatMap((each) =>
        operation.flatMap((what) =>
          host.map((from): Acl => ({
            ...each,
            host: from,
            operation: what,
            ...resource,
            pattern: prefixed ? 'prefixed' : 'literal',
          })),
        ),
      ),
    );
    await addAcls(await context.kafka(), acls);
    return acls;
  },
  view: (acls: readonly Acl[]) => viewOfAcls(acls, 'added'),
});
