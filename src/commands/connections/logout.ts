/** `kafka-lab connections logout` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { browserLogin } from './_browser-login.js';
import { existingName } from './_connection-options.js';

export const connectionsLogout = defineCommand({
  path: ['connections', 'logout'],
  summary: 'forget what connections login was given',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  connectionOf: ({ name }) => name,
  examples: ['connections logout prod'],
  async run(context, { name: named }) {
    const { connection, oidc } = await browserLogin(context, named);
    const { loginFile, removeLogin } = await import('../../logins/kept-logins.js');
    const wasLoggedIn = removeLogin(context.folders, loginFile(connection, oidc));
    return { name: connection.name, wasLoggedIn };
  },
  view: ({ name, wasLoggedIn }) => ({
    header: [],
    rows: [],
    notes: [
      wasLoggedIn
        ? `The login of ${name} is deleted here. The provider may still count it as one: end it there, too, if this machine is not yours.`
        : `${name} had no login.`,
    ],
  }),
});
