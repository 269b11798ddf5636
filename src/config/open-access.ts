/** A connection's settings → what its sockets are opened with: certificates read, secrets fetched. */
import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import { LabError } from '../text/errors.js';
import type { BrokerAccess, SaslLogin } from '../net/access.js';
import type { Connection, SaslSettings, TlsSettings } from './connection.js';
import { programOutput } from './program-output.js';
import { resolveSecret, type SecretSources } from './secrets.js';

/** A token is fetched once for the connections that are opened together. */
const tokenKeptMs = 60_000;

/** `name`: the connection's, for messages. Throws LabError if a file or a secret is missing. */
export async function openAccess(
  settings: Connection,
  name: string,
  sources: SecretSources,
): Promise<BrokerAccess> {
  const tls =
    settings.tls === undefined || settings.tls === false ? undefined : await tlsOptions(settings.tls, name);
  const sasl = settings.sasl && (await loginOf(settings.sasl, settings, name, sources));
  return {
    ...(settings.clientId === undefined ? {} : { clientId: settings.clientId }),
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
  };
}

async function tlsOptions(tls: true | TlsSettings, name: string): Promise<ConnectionOptions> {
  if (tls === true) return {};
  const read = async (key: 'ca' | 'cert' | 'key') => {
    const path = tls[key];
    if (path === undefined) return {};
    try {
      return { [key]: await readFile(path) };
    } catch (error) {
      throw new LabError('environment', `tls.${key} of ${name} cannot be read: ${(error as Error).message}`, {
        hint: 'It is the path of a PEM file, counted from the folder of the file that names it.',
        cause: error,
      });
    }
  };
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new LabError(
      'usage',
      `${name} has a tls.${tls.cert === undefined ? 'key' : 'cert'} without its tls.${tls.cert === undefined ? 'cert' : 'key'}.`,
      {
        hint: 'A client certificate (mTLS) needs both.',
      },
    );
  }
  return {
    ...(await read('ca')),
    ...(await read('cert')),
    ...(await read('key')),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
    ...(tls.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: tls.rejectUnauthorized }),
  };
}

async function loginOf(
  sasl: SaslSettings,
  { bootstrapServers }: Connection,
  name: string,
  sources: SecretSources,
): Promise<SaslLogin> {
  if (sasl.mechanism === 'OAUTHBEARER') {
    const token = tokenSource(sasl.tokenCommand ?? [], name, sources);
    // Now, so that a command that fails is told as that and not as a broker that does not answer.
    await token();
    return { mechanism: 'OAUTHBEARER', token };
  }
  const username = sasl.username ?? '';
  const password = await resolveSecret(
    sasl.password ?? 'prompt',
    `the password of ${username} at ${bootstrapServers}`,
    sources,
  );
  sources.onSecret(password);
  return { mechanism: sasl.mechanism, username, password };
}

function tokenSource(
  command: readonly string[],
  name: string,
  sources: SecretSources,
): () => Promise<string> {
  let kept: { readonly token: string; readonly atMs: number } | undefined;
  return async () => {
    if (kept && performance.now() - kept.atMs < tokenKeptMs) return kept.token;
    const token = await programOutput(command, {
      ...sources,
      purpose: `the token command of ${name}`,
      hint: 'Run it yourself: it must print only the token, to stdout.',
    });
    sources.onSecret(token);
    kept = { token, atMs: performance.now() };
    return token;
  };
}
