/** The certificates of a Java client's properties → the `tls:` of a connection, or why they make none. */
import { LabError } from '../../text/errors.js';

/** Paths are as in the file. */
export interface TlsFromProperties {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassword?: string;
}

type Take = (key: string) => string | undefined;

/** `prefix`: what comes before `ssl.`. Throws LabError 'usage' for stores that kafka-lab cannot read. */
export function tlsFromProperties(take: Take, source: string, prefix = ''): TlsFromProperties {
  for (const inline of [
    'ssl.truststore.certificates',
    'ssl.keystore.certificate.chain',
    'ssl.keystore.key',
  ].map((key) => prefix + key)) {
    if (take(inline) === undefined) continue;
    throw new LabError(
      'usage',
      `${source}: ${inline} holds the PEM text itself, and kafka-lab needs it in a file.`,
      {
        hint: 'Put it into a file and name that: ssl.truststore.location (authorities), ssl.keystore.location (certificate and key), with ssl.truststore.type=PEM and ssl.keystore.type=PEM',
      },
    );
  }
  const ca = store('truststore', take, source, prefix);
  const isPkcs12 = take(`${prefix}ssl.keystore.type`)?.toUpperCase() === 'PKCS12';
  const own = isPkcs12 ? take(`${prefix}ssl.keystore.location`) : store('keystore', take, source, prefix);
  const storePassword = isPkcs12 ? take(`${prefix}ssl.keystore.password`) : undefined;
  const keyPassword = storePassword ?? take(`${prefix}ssl.key.password`);
  // Hosts are checked here as long as certificates are: another name is --servername.
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(own === undefined ? {} : { cert: own, ...(isPkcs12 ? {} : { key: own }) }),
    ...(own === undefined || keyPassword === undefined ? {} : { keyPassword: `plain:${keyPassword}` }),
  };
}

/** Node reads PEM, and PKCS#12 for a key; other stores of Java have to be turned into it once. */
function store(
  kind: 'truststore' | 'keystore',
  take: Take,
  source: string,
  prefix: string,
): string | undefined {
  const path = take(`${prefix}ssl.${kind}.location`);
  const type = take(`${prefix}ssl.${kind}.type`) ?? 'JKS';
  if (path === undefined || type.toUpperCase() === 'PEM') return path;
  const into = `${kind}.pem`;
  const toPkcs12 = `keytool -importkeystore -srckeystore ${path} -destkeystore ${kind}.p12 -deststoretype PKCS12`;
  const fromPkcs12 = (file: string) =>
    kind === 'truststore'
      ? `openssl pkcs12 -in ${file} -nokeys -out ${into}`
      : `openssl pkcs12 -in ${file} -nodes -out ${into}`;
  const how =
    type.toUpperCase() === 'PKCS12' ? fromPkcs12(path) : `${toPkcs12} && ${fromPkcs12(`${kind}.p12`)}`;
  throw new LabError(
    'usage',
    `${source}: ${prefix}ssl.${kind}.location is a ${type} store, and kafka-lab reads PEM files.`,
    {
      hint: `Turn it into one: ${how}\nThen: ${prefix}ssl.${kind}.type=PEM and ${prefix}ssl.${kind}.location=${into}`,
    },
  );
}
