/** `kafka-lab users list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { listUsers, type ScramCredential } from '../../kafka/security/scram-users.js';
import { isNarrowed } from '../shared/is-narrowed.js';

export const usersList = defineCommand({
  path: ['users', 'list'],
  summary: 'list the users with a SCRAM password, and its mechanism',
  effect: 'reads',
  options: z.object({
    user: z.array(z.string()).default([]).meta({ description: 'only these users' }),
  }),
  positionals: ['user'],
  examples: ['users list', 'users list alice -o json'],
  async run(context, { user }) {
    return listUsers(await context.kafka(), user.length > 0 ? [...new Set(user)] : null);
  },
  view: (credentials: readonly ScramCredential[], asked) => ({
    header: ['USER', 'MECHANISM', 'ITERATIONS'],
    rows: credentials.map(({ user, mechanism, iterations }) => [user, mechanism, iterations]),
    notes:
      credentials.length === 0
        ? [
            `No SCRAM users${isNarrowed(asked) ? ' of that name' : ''}. Users of SASL PLAIN, of certificates and of tokens are not kept in the cluster.`,
          ]
        : [],
  }),
});
