/** PEM files as users name them: what is in one, and what was given in its place. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { LabError } from '../text/errors.js';

/** One setting and its file, for messages. */
export interface PemFile {
  readonly setting: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** Throws LabError 'environment' for an empty file, a keystore and other binary forms. */
export function requireText(file: PemFile): void {
  if (file.bytes.toString('latin1').trim() === '') throw unusable(file, 'is empty', pemHint);
  const store = binaryFormat(file.bytes);
  if (store) throw unusable(file, `is ${store.what}, not PEM`, store.hint(file.path));
}

/** Throws LabError 'environment' if the key is that of another certificate. */
export function requirePair(key: PemFile, privateKey: KeyObject, cert: PemFile): void {
  if (certificatesIn(cert)[0]?.checkPrivateKey(privateKey)) return;
  throw unusable(
    key,
    `is not the key of the certificate in ${cert.path}`,
    'Name the two that belong together.',
  );
}

const pemHint = 'A PEM file is text with lines like -----BEGIN CERTIFICATE-----.';

/** By its first bytes: a sequence that begins with version 3 (an X.509 certificate begins with another sequence). */
export function isPkcs12(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false;
  const lengthBytes = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) - 0x80 : 0;
  return bytes.subarray(2 + lengthBytes, 5 + lengthBytes).equals(Buffer.of(2, 1, 3));
}

/** What is often given in place of PEM, by its first bytes. */
function binaryFormat(bytes: Buffer) {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xfeedfeed) {
    return {
      what: 'a Java keystore (JKS)',
      hint: (path: string) =>
        `Turn it into PEM: keytool -importkeystore -srckeystore '${path}' -destkeystore store.p12 -deststoretype PKCS12, then: openssl pkcs12 -in store.p12 -out store.pem`,
    };
  }
  if (bytes[0] !== 0x30) return undefined;
  return isPkcs12(bytes)
    ? {
        what: 'a PKCS#12 keystore (.p12, .pfx)',
        hint: (path: string) =>
          `As tls.cert it is read as it is, with its key. Authorities for tls.ca are turned into PEM: openssl pkcs12 -in '${path}' -nokeys -out ca.pem`,
      }
    : {
        what: 'in the binary form (DER)',
        hint: (path: string) =>
          `Turn it into PEM: openssl x509 -inform DER -in '${path}' -out file.pem (a key: openssl pkey -inform DER …)`,
      };
}

const certificateBlock =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/;
const keyBlock = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;

/** At least one. Throws LabError 'environment'. */
export function certificatesIn(file: PemFile): readonly X509Certificate[] {
  const text = file.bytes.toString('latin1');
  const blocks = text.match(new RegExp(certificateBlock, 'g')) ?? [];
  if (blocks.length === 0) {
    throw unusable(
      file,
      keyBlock.test(text) ? 'holds a private key and no certificate' : 'holds no certificate',
      pemHint,
    );
  }
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block.replace('TRUSTED ', '').replace('X509 ', ''));
    } catch (error) {
      throw unusable(file, `has a certificate that is damaged, its number ${index + 1}`, pemHint, error);
    }
  });
}

/** `passphrase` is asked for if the key is encrypted. Throws LabError 'refused' if it is the wrong one. */
export async function keyIn(file: PemFile, passphrase: () => Promise<string>): Promise<KeyObject> {
  const text = file.bytes.toString('latin1');
  if (!keyBlock.test(text)) {
    const isOther = certificateBlock.exec(text) !== null;
    const holds = isOther ? 'holds a certificate and no private key' : 'holds no private key';
    throw unusable(file, holds, 'A key in PEM begins with -----BEGIN PRIVATE KEY-----.');
  }
  if (!text.includes('ENCRYPTED')) {
    try {
      return createPrivateKey(file.bytes);
    } catch (error) {
      throw unusable(file, 'is damaged: its private key cannot be read', pemHint, error);
    }
  }
  const opened = await passphrase();
  try {
    return createPrivateKey({ key: file.bytes, passphrase: opened });
  } catch (error) {
    throw new LabError(
      'refused',
      `${file.setting}, ${file.path}, is encrypted, and its password is another one.`,
      {
        hint: 'Name the right one: tls.keyPassword: env:NAME, keyring:NAME or prompt (--key-password)',
        cause: error,
      },
    );
  }
}

export function unusable({ setting, path }: PemFile, what: string, hint: string, cause?: unknown): LabError {
  return new LabError('environment', `${setting}, ${path}, ${what}.`, { hint, cause });
}
