/** A private key in the form that signs the assertion of a client (RFC 7523). */
import { webcrypto, type KeyObject } from 'node:crypto';
import type { PemFile } from '../net/pem.js';
import { LabError } from '../text/errors.js';

/** RS256 for RSA, PS256 for RSA-PSS, ES256 to ES512 by the curve, EdDSA. Throws LabError 'environment' for other keys. */
export async function signingKey(key: KeyObject, file: PemFile): Promise<webcrypto.CryptoKey> {
  const algorithm = algorithmOf(key);
  if (!algorithm) {
    throw new LabError('environment', `${file.setting}, ${file.path}, is a key that signs no assertion.`, {
      hint: 'Providers take RSA keys, elliptic curves P-256, P-384 and P-521, and Ed25519.',
    });
  }
  return webcrypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, [
    'sign',
  ]);
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  const hash = 'SHA-256';
  switch (asymmetricKeyType) {
    case 'rsa':
      return { name: 'RSASSA-PKCS1-v1_5', hash };
    case 'rsa-pss':
      return { name: 'RSA-PSS', hash };
    case 'ed25519':
      return { name: 'Ed25519' };
    case 'ec': {
      const curves: Readonly<Record<string, string>> = {
        prime256v1: 'P-256',
        secp384r1: 'P-384',
        secp521r1: 'P-521',
      };
      const namedCurve = curves[asymmetricKeyDetails?.namedCurve ?? ''];
      return namedCurve === undefined ? undefined : { name: 'ECDSA', namedCurve };
    }
    default:
      return undefined;
  }
}
