/** The new password of a user, from the place that --password names. */
import { platform } from 'node:process';
import type { Context } from '../../contract/command.js';
import { resolveSecret } from '../../config/secrets.js';
import { parseDurationMs } from '../../text/duration.js';

/** `where`: env:NAME, keyring:NAME or prompt; `what`: `the new password of alice`. Throws LabError. */
export function newPassword(context: Context, where: string, what: string): Promise<string> {
  return resolveSecret(where, what, {
    env: context.env,
    platform,
    timeoutMs: parseDurationMs(context.globals.timeout),
    signal: context.signal,
    memory: new Map(),
    ask: context.questions && ((question) => context.questions?.secret(question) ?? Promise.resolve('')),
    // No message here contains the password.
    onSecret: () => undefined,
  });
}
