/** `kafka-lab users add` */
import { z } from 'zod';
import { connectionName } from '../../config/connection.js';
import { defineCommand } from '../../contract/command.js';
import { parseSecret } from '../../config/secrets.js';
import {
  leastIterations,
  mostIterations,
  scramMechanisms,
  setPassword,
  type ScramCredential,
} from '../../kafka/security/scram-users.js';
import { typedSecret } from '../shared/typed-secret.js';
import { commandLine } from '../../text/command-line.js';

interface AddedUser extends ScramCredential {
  /** The password was typed as a word of the command line. */
  readonly wasPlain: boolean;
}

export const usersAdd = defineCommand({
  path: ['users', 'add'],
  summary: 'set the SCRAM password of a user, new or existing',
  effect: 'writes',
  options: z.object({
    user: z.string().min(1).meta({ description: 'name of the user' }),
    password: z.string().default('prompt').meta({
      description: 'where the password is: env:NAME, keyring:NAME or prompt',
      placeholder: 'WHERE',
      secret: 'value',
    }),
    mechanism: z
      .enum(scramMechanisms)
      .default('SCRAM-SHA-512')
      .meta({ description: 'the SCRAM mechanism of the password' }),
    iterations: z
      .int()
      .min(leastIterations)
      .max(mostIterations)
      .default(8192)
      .meta({ description: 'hash iterations; more of them make it harder to guess' }),
  }),
  positionals: ['user'],
  examples: [
    'users add alice',
    'users add billing --password env:BILLING_PASSWORD --mechanism SCRAM-SHA-256',
  ],
  async run(context, { user, password: where, mechanism, iterations }): Promise<AddedUser> {
    const password = await typedSecret(context, where, `the new password of ${user}`);
    await setPassword(await context.kafka(), { user, mechanism, iterations, password });
    return { user, mechanism, iterations, wasPlain: parseSecret(where).kind === 'plain' };
  },
  view: ({ user, mechanism, iterations, wasPlain }) => ({
    header: ['USER', 'MECHANISM', 'ITERATIONS', 'OUTCOME'],
    rows: [[user, mechanism, iterations, { text: 'set', tone: 'good' }]],
    notes: [
      ...(wasPlain
        ? [
            'Your shell may have kept the password in its history. Safer: --password env:NAME, keyring:NAME or prompt.',
          ]
        : []),
      `Log in with it: ${commandLine`connections add ${connectionName.test(user) ? user : 'NAME'} -b HOST:PORT --sasl ${mechanism} --username ${user} --password prompt`}`,
    ],
  }),
});
