/** `kafka-lab connections login` */
import { platform } from 'node:process';
import { z } from 'zod';
import { requireTrust } from '../../config/require-trust.js';
import { defineCommand } from '../../contract/command.js';
import { withoutSecrets } from '../../output/hide-secrets.js';
import { commandLine } from '../../text/command-line.js';
import { parseDurationMs } from '../../text/duration.js';
import { printable } from '../../text/printable.js';
import { browserLogin } from './_browser-login.js';
import { existingName } from './_connection-options.js';

export interface LoggedIn {
  readonly name: string;
  readonly tokenEndpoint: string;
  /** Of the first token, ISO 8601; null if the provider does not say it. */
  readonly expiresAt: string | null;
}

export const connectionsLogin = defineCommand({
  path: ['connections', 'login'],
  summary: 'log in as a person, in a browser on any device: for connections with an oidc.deviceEndpoint',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  connectionOf: ({ name }) => name,
  examples: ['connections login prod'],
  async run(context, { name: named }): Promise<LoggedIn> {
    const { questions, folders, env, signal, globals } = context;
    const { connection, oidc } = await browserLogin(context, named);
    const askTrust = questions && ((question: string) => questions.yesNo(question, false));
    const { name, path } = await requireTrust(connection, { folders, settled: new Set(), askTrust });
    const { deviceLogin } = await import('../../logins/device-login.js');
    const secrets: string[] = [];
    const sources = {
      ...{ env, folders, signal, platform, memory: new Map<string, string>(), ask: questions?.secret },
      timeoutMs: parseDurationMs(globals.timeout),
      onSecret: (secret: string) => void secrets.push(secret),
      connection: { name, path },
    };
    try {
      const { expiresAtMs } = await deviceLogin(oidc, sources.connection, sources, (code) => {
        context.say(`Open ${printable(code.verificationUri)} in a browser, on any device,`);
        context.say(`and type this code there: ${printable(code.userCode)}`);
        context.say(`Waiting for that, at most ${Math.ceil(code.expiresInSeconds / 60)} min; ^C gives up.`);
      });
      const hasEnd = expiresAtMs !== undefined && !Number.isNaN(new Date(expiresAtMs).getTime());
      return {
        name,
        tokenEndpoint: oidc.tokenEndpoint,
        expiresAt: hasEnd ? new Date(expiresAtMs).toISOString() : null,
      };
    } catch (error) {
      throw withoutSecrets(error, secrets);
    }
  },
  view: ({ name, tokenEndpoint }) => ({
    header: [],
    rows: [],
    notes: [
      `Logged in at ${tokenEndpoint} for ${name}. The login is kept in a file that only you can read (mode 600), not encrypted.`,
      `Try it: ${commandLine`connections ping ${name}`}; forget it: ${commandLine`connections logout ${name}`}`,
    ],
  }),
});
