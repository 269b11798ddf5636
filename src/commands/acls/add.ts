/** `kafka-lab acls add` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { addAcls, type Acl } from '../../kafka/security/acls.js';
import { setOptions, setsOf, type AclSubject } from './_acl-sets.js';
import { checkPrincipal, operationWords, resourceOptions, resourcesOf, viewOfAcls } from './_acl-options.js';

const schema = z.object({
  ...resourceOptions,
  allow: z
    .array(z.string())
    .default([])
    .meta({ description: 'allow this principal; may be repeated', placeholder: 'TYPE:NAME' }),
  deny: z.array(z.string()).default([]).meta({
    description: 'deny this principal, even if another rule allows it; may be repeated',
    placeholder: 'TYPE:NAME',
  }),
  operation: z
    .array(operationWords)
    .default([])
    .meta({ description: 'the operation: read, write, describe, all …; may be repeated', short: 'O' }),
  host: z
    .array(z.string())
    .default(['*'])
    .meta({ description: 'from which address; may be repeated (default: from any)' }),
  ...setOptions,
  prefixed: z.boolean().default(false).meta({ description: 'for all names that begin with the given one' }),
});

export const aclsAdd = defineCommand({
  path: ['acls', 'add'],
  summary: 'allow or deny operations to a principal',
  effect: 'writes',
  onlyAdds: true,
  options: schema,
  examples: [
    'acls add --allow User:alice --operation read --operation describe --topic orders --group billing',
    'acls add --deny User:bob --operation all --topic secret- --prefixed',
    'acls add --allow User:shop --producer --topic orders',
    'acls add --allow User:billing --consumer --topic orders --group billing',
    'acls add --allow User:admin --operation alter --whole-cluster',
  ],
  async run(context, options) {
    const { allow, deny, host } = options;
    const subjects = subjectsOf(options);
    const who = [
      ...allow.map((principal) => ({ principal: checkPrincipal(principal), permission: 'allow' })),
      ...deny.map((principal) => ({ principal: checkPrincipal(principal), permission: 'deny' })),
    ];
    if (who.length === 0) {
      throw new LabError('usage', 'Which principal is the rule for? --allow User:NAME or --deny User:NAME.');
    }
    const acls = subjects.flatMap((subject) =>
      who.flatMap((each) => host.map((from): Acl => ({ ...each, host: from, ...subject }))),
    );
    await addAcls(await context.kafka(), acls);
    return acls;
  },
  view: (acls: readonly Acl[]) => viewOfAcls(acls, 'added'),
});

/** What the rules are about. Throws LabError 'usage' if that is missing. */
function subjectsOf(options: z.output<typeof schema>): readonly AclSubject[] {
  const { prefixed, operation, deny } = options;
  const others = [...(operation.length > 0 ? ['--operation'] : []), ...(deny.length > 0 ? ['--deny'] : [])];
  const sets = setsOf(options, { prefixed, others });
  if (sets) return sets;
  const named = resourcesOf(options);
  if (named.length === 0) {
    throw new LabError(
      'usage',
      'Which resource is the rule about? --topic, --group, --transactional-id or --whole-cluster.',
      {
        hint: "For all of a kind: --topic '*'",
      },
    );
  }
  if (prefixed && options.wholeCluster) {
    throw new LabError('usage', '--prefixed has no meaning with --whole-cluster.');
  }
  if (operation.length === 0) {
    throw new LabError(
      'usage',
      'Which operation is the rule about? --operation read, write, all …; or a set of rules: --producer, --consumer.',
    );
  }
  const pattern = prefixed ? 'prefixed' : 'literal';
  return named.flatMap((resource) => operation.map((what) => ({ ...resource, pattern, operation: what })));
}
