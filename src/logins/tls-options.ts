/** The `tls:` of a connection or of its registry → what a socket is opened with: files read and looked at, keys decrypted. */
import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { TlsSettings } from '../config/connection.js';
import { resolveSecret } from '../config/secrets.js';
import type { PemFile } from '../net/pem.js';
import { LabError } from '../text/errors.js';
import type { LoginSources } from './login-sources.js';

/** `name`: whose they are, for messages. Throws LabError for a file or a secret that is missing, or is not what it should be. */
export async function tlsOptions(
  tls: true | TlsSettings,
  name: string,
  sources: LoginSources,
): Promise<ConnectionOptions> {
  if (tls === true) return {};
  return {
    ...(await tlsFiles(tls, name, sources)),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
    ...(tls.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: tls.rejectUnauthorized }),
  };
}

type TlsFiles = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'>;

/** OpenSSL takes a file without a certificate for no authority at all, and names no file in its errors: each is looked at here. */
async function tlsFiles(tls: TlsSettings, name: string, sources: LoginSources): Promise<TlsFiles> {
  if (tls.key !== undefined && tls.cert === undefined) throw half(name, 'key', 'cert');
  const [ca, cert] = [await readSetting('ca', tls, name), await readSetting('cert', tls, name)];
  if (!ca && !cert) return {};
  const { certificatesIn, isPkcs12, requireText } = await import('../net/pem.js');
  if (ca) {
    requireText(ca);
    certificatesIn(ca);
  }
  const trusted = ca ? { ca: ca.bytes } : {};
  if (!cert) return trusted;
  if (isPkcs12(cert.bytes) && tls.key === undefined) {
    const { openPkcs12 } = await import('../net/pkcs12.js');
    const passphrase = await openPkcs12(cert, keyPassword(cert, tls, sources));
    return { ...trusted, pfx: cert.bytes, ...(passphrase === undefined ? {} : { passphrase }) };
  }
  return { ...trusted, ...(await pemPair(cert, tls, name, sources)) };
}

async function pemPair(
  cert: PemFile,
  tls: TlsSettings,
  name: string,
  sources: LoginSources,
): Promise<TlsFiles> {
  const { certificatesIn, keyIn, requirePair, requireText } = await import('../net/pem.js');
  requireText(cert);
  const key = await readSetting('key', tls, name);
  if (!key) throw half(name, 'cert', 'key');
  requireText(key);
  certificatesIn(cert);
  const privateKey = await keyIn(key, keyPassword(key, tls, sources));
  requirePair(key, privateKey, cert);
  return { cert: cert.bytes, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}

function half(name: string, given: string, missing: string): LabError {
  return new LabError('usage', `tls.${given} of ${name} is set without tls.${missing}.`, {
    hint: 'A client certificate (mTLS) needs both, or one file with both in it: PKCS#12 (.p12) as tls.cert.',
  });
}

function keyPassword(
  { path }: PemFile,
  { keyPassword: source = 'prompt' }: TlsSettings,
  sources: LoginSources,
): () => Promise<string> {
  return async () => {
    const secret = await resolveSecret(
      source,
      `the password of the key ${path}`,
      sources,
      'tls.keyPassword: env:NAME',
    );
    sources.onSecret(secret);
    return secret;
  };
}

async function readSetting(
  key: 'ca' | 'cert' | 'key',
  tls: TlsSettings,
  name: string,
): Promise<PemFile | undefined> {
  const path = tls[key];
  if (path === undefined) return undefined;
  const setting = `tls.${key} of ${name}`;
  try {
    return { setting, path, bytes: await readFile(path) };
  } catch (error) {
    throw new LabError('environment', `${setting} cannot be read: ${(error as Error).message}`, {
      hint: 'It is the path of a PEM file, counted from the folder of the file that names it.',
      cause: error,
    });
  }
}
