/** PKCS#12 files (.p12, .pfx), a certificate with its key, as Java and clouds hand them out: read as they are. */
import { createSecureContext } from 'node:tls';
import { LabError } from '../text/errors.js';
import { unusable, type PemFile } from './pem.js';

/**
 * Its password; undefined for a file that has none. `passphrase` is asked for only if there is one. Throws LabError 'refused'
 * if it is the wrong one, 'environment' if the file is damaged, has no key, or is encrypted in a way of long ago.
 */
export async function openPkcs12(
  file: PemFile,
  passphrase: () => Promise<string>,
): Promise<string | undefined> {
  try {
    createSecureContext({ pfx: file.bytes });
    return undefined;
  } catch (error) {
    if (!isAboutPassword(error)) throw explained(file, error);
  }
  const opened = await passphrase();
  try {
    createSecureContext({ pfx: file.bytes, passphrase: opened });
    return opened;
  } catch (error) {
    throw explained(file, error);
  }
}

function isAboutPassword(error: unknown): boolean {
  return /mac verify failure|bad decrypt/i.test((error as Error).message);
}

function explained(file: PemFile, error: unknown): LabError {
  const { message } = error as Error;
  const { path, setting } = file;
  if (isAboutPassword(error)) {
    return new LabError('refused', `${setting}, ${path}, is encrypted, and its password is another one.`, {
      hint: 'Name the right one: tls.keyPassword: env:NAME, keyring:NAME or prompt (--key-password)',
      cause: error,
    });
  }
  if (/^Unable to load/.test(message)) {
    return unusable(
      file,
      'is a PKCS#12 keystore without a private key',
      `If it holds authorities, turn it into PEM, for tls.ca: openssl pkcs12 -in '${path}' -nokeys -out ca.pem`,
      error,
    );
  }
  if (/^Unsupported/i.test(message)) {
    return unusable(
      file,
      'is a PKCS#12 keystore with an encryption of long ago (RC2 or 3DES), which is not read any more',
      `Make it anew: openssl pkcs12 -legacy -in '${path}' -nodes -out store.pem, then name store.pem as tls.cert and tls.key`,
      error,
    );
  }
  return unusable(
    file,
    `is a PKCS#12 keystore that cannot be read: ${message}`,
    'It may be damaged: copy it again.',
    error,
  );
}
