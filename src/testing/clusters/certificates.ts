/** X.509 certificates made on the spot, as tests want them: valid, expired, of a foreign authority, for another host. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  issue(settings: CertificateSettings): IssuedCertificate;
}

interface CertificateSettings {
  readonly commonName: string;
  /** DNS names; the common name by default. */
  readonly hosts?: readonly string[];
  /** Negative for one that has expired. */
  readonly validDays?: number;
}

/** PEM, as Kafka (PKCS#8) and Node take them. */
interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

export function createAuthority(commonName: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const own = { commonName, publicKey, validDays: 10, isAuthority: true, hosts: [] };
  return {
    certificate: pem('CERTIFICATE', build(own, commonName, publicKey, privateKey)),
    issue({ hosts, validDays = 10, ...settings }) {
      const keys = newKeys();
      const subject = {
        ...settings,
        hosts: hosts ?? [settings.commonName],
        validDays,
        publicKey: keys.publicKey,
        isAuthority: false,
      };
      return {
        certificate: pem('CERTIFICATE', build(subject, commonName, publicKey, privateKey)),
        key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Subject {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly hosts: readonly string[];
  readonly validDays: number;
  readonly isAuthority: boolean;
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
};
/** The object identifiers, already encoded. */
const oid = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectKeyId: '551d0e',
  authorityKeyId: '551d23',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
};

/** DER of RFC 5280, version 3. */
function build(subject: Subject, issuer: string, issuerKey: KeyObject, signingKey: KeyObject): Buffer {
  const algorithm = sequence(objectId(oid.ecdsaWithSha256));
  const now = Date.now();
  const until = now + subject.validDays * dayMs;
  const from = Math.min(now, until) - dayMs;
  const body = sequence(
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    // Positive: its first bit is not set.
    der(tag.integer, Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    nameOf(issuer),
    sequence(timeOf(from), timeOf(until)),
    nameOf(subject.commonName),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensionsOf(subject, issuerKey))),
  );
  return sequence(body, algorithm, bits(sign('sha256', body, signingKey)));
}

function extensionsOf({ publicKey, hosts, isAuthority }: Subject, issuerKey: KeyObject): Buffer[] {
  const names = hosts.map((host) => der(0x82, Buffer.from(host, 'latin1')));
  const certSign = Buffer.from([0x01, 0x06]);
  const digitalSignature = Buffer.from([0x07, 0x80]);
  return [
    extension(oid.subjectKeyId, der(tag.octetString, keyId(publicKey))),
    extension(oid.authorityKeyId, sequence(der(0x80, keyId(issuerKey)))),
    extension(
      oid.basicConstraints,
      sequence(...(isAuthority ? [der(tag.boolean, Buffer.from([0xff]))] : [])),
    ),
    extension(oid.keyUsage, der(tag.bitString, isAuthority ? certSign : digitalSignature)),
    ...(names.length > 0 ? [extension(oid.subjectAltName, sequence(...names))] : []),
  ];
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(tag.octetString, value));
}

function nameOf(commonName: string): Buffer {
  return sequence(der(tag.set, sequence(objectId(oid.commonName), der(tag.utf8, Buffer.from(commonName)))));
}

function timeOf(ms: number): Buffer {
  const text = `${new Date(ms).toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`;
  return der(tag.generalizedTime, Buffer.from(text, 'latin1'));
}

function objectId(hex: string): Buffer {
  return der(tag.objectId, Buffer.from(hex, 'hex'));
}

function bits(content: Buffer): Buffer {
  return der(tag.bitString, Buffer.concat([Buffer.from([0]), content]));
}

function sequence(...items: Buffer[]): Buffer {
  return der(tag.sequence, Buffer.concat(items));
}

function der(type: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
