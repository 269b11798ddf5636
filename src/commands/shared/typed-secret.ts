/** A secret that an option or a value names: `env:NAME`, `keyring:NAME`, `prompt`. */
import { platform } from 'node:process';
import type { Context } from '../../contract/command.js';
import { resolveSecret } from '../../config/secrets.js';
import { parseDurationMs } from '../../text/duration.js';

/** `what`: `the new password of alice`. Text that names no place is the secret itself. Throws LabError. */
export function typedSecret(context: Context, where: string, what: string): Promise<string> {
  return resolveSecret(where, what, {
    env: context.env,
    platform,
    timeoutMs: parseDurationMs(context.globals.timeout),
    signal: context.signal,
    memory: new Map(),
    ask: context.questions && ((question) => context.questions?.secret(question) ?? Promise.resolve('')),
    // No message here contains the secret.
    onSecret: () => undefined,
  });
}
