/** `kafka-lab users remove` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { removeUser, scramMechanisms, type ScramCredential } from '../../kafka/security/scram-users.js';

export const usersRemove = defineCommand({
  path: ['users', 'remove'],
  summary: "remove a user's SCRAM passwords",
  effect: 'destroys',
  options: z.object({
    user: z.string().min(1).meta({ description: 'name of the user' }),
    mechanism: z
      .enum(scramMechanisms)
      .optional()
      .meta({ description: 'only the password for this mechanism (default: all)' }),
  }),
  positionals: ['user'],
  examples: ['users remove alice', 'users remove alice --mechanism SCRAM-SHA-256'],
  confirmation: ({ user, mechanism }) => ({
    question: `${user} will no longer be able to log in by ${mechanism ?? 'SCRAM'}.`,
    word: user,
  }),
  async run(context, { user, mechanism }) {
    return removeUser(await context.kafka(), user, mechanism);
  },
  view: (credentials: readonly ScramCredential[]) => ({
    header: ['USER', 'MECHANISM', 'OUTCOME'],
    rows: credentials.map(({ user, mechanism }) => [user, mechanism, 'removed']),
    notes: ['Connections that are open stay so until they are closed. Its access rules and quotas are left.'],
  }),
});
