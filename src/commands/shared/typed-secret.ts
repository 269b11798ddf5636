/** A secret that an option or a value names: `env:NAME`, `keyring:NAME`, `prompt`. */
import { platform } from 'node:process';
import type { Context } from '../../contract/command.js';
import { parseSecret, resolveSecret } from '../../config/secrets.js';
import { parseDurationMs } from '../../text/duration.js';
import { LabError } from '../../text/errors.js';
import { capitalised } from '../../text/letter-case.js';

/**
 * `what`: `the new password of alice`. Text that names no place is the secret itself. One that is typed is typed twice, since
 * nobody sees a slip. Throws LabError.
 */
export function typedSecret(context: Context, where: string, what: string): Promise<string> {
  const { questions } = context;
  refuseReference(context, where, what);
  return resolveSecret(where, what, {
    env: context.env,
    platform,
    timeoutMs: parseDurationMs(context.globals.timeout),
    signal: context.signal,
    memory: new Map(),
    ask:
      questions &&
      (async (question) => {
        const secret = await questions.secret(question);
        if ((await questions.secret('Once more:')) === secret) return secret;
        throw new LabError('usage', 'The two differ. Nothing was changed.', { hint: 'Try again.' });
      }),
    // No message here contains the secret.
    onSecret: () => undefined,
  });
}

/** A program could set what it does not know, or read a secret out by way of a config. Throws LabError 'refused'. */
export function refuseReference({ isForProgram }: Context, where: string, what: string): void {
  if (!isForProgram || parseSecret(where).kind === 'plain') return;
  throw new LabError(
    'refused',
    `${capitalised(what)} would be taken from ${where}, which a person has to do.`,
    {
      hint: 'Secrets of this machine are not looked up for other programs. On a shell the same command does it.',
    },
  );
}
