/** A Java client's properties (`--command-config`) → the settings of a connection, or why they make none. */
import { LabError } from '../../text/errors.js';
import { parseProperties } from './java-properties.js';
import { saslFromProperties, type SaslFromProperties } from './sasl-from-properties.js';

export interface FromProperties {
  readonly bootstrapServers?: string;
  readonly clientId?: string;
  /** Undefined: plaintext. Paths are as in the file. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly keyPassword?: string;
  };
  readonly sasl?: SaslFromProperties;
  /** Keys that mean nothing here. */
  readonly unused: readonly string[];
}

const protocols: Readonly<Record<string, { readonly tls: boolean; readonly sasl: boolean }>> = {
  PLAINTEXT: { tls: false, sasl: false },
  SSL: { tls: true, sasl: false },
  SASL_PLAINTEXT: { tls: false, sasl: true },
  SASL_SSL: { tls: true, sasl: true },
};

/** Throws LabError 'usage' for what kafka-lab has no way to do, with what to do instead. `source` names the file. */
export function connectionFromProperties(text: string, source: string): FromProperties {
  const given = parseProperties(text);
  const used = new Set<string>();
  const peek = (key: string) => given.get(key)?.trim() || undefined;
  const take = (key: string) => {
    used.add(key);
    return peek(key);
  };
  const name = take('security.protocol') ?? 'PLAINTEXT';
  const protocol = protocols[name.toUpperCase()];
  if (!protocol) {
    throw new LabError(
      'usage',
      `${source}: security.protocol=${name} is not one of ${Object.keys(protocols).join(', ')}.`,
    );
  }
  const bootstrapServers = take('bootstrap.servers');
  const clientId = take('client.id');
  const tls = protocol.tls ? tlsFrom(take, source) : undefined;
  const sasl = protocol.sasl ? saslFromProperties({ take, peek }, source) : undefined;
  return {
    ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
    unused: [...given.keys()].filter((key) => !used.has(key)),
  };
}

type Take = (key: string) => string | undefined;

function tlsFrom(take: Take, source: string): NonNullable<FromProperties['tls']> {
  for (const inline of [
    'ssl.truststore.certificates',
    'ssl.keystore.certificate.chain',
    'ssl.keystore.key',
  ]) {
    if (take(inline) === undefined) continue;
    throw new LabError(
      'usage',
      `${source}: ${inline} holds the PEM text itself, and kafka-lab needs it in a file.`,
      {
        hint: 'Put it into a file and name that: ssl.truststore.location (authorities), ssl.keystore.location (certificate and key), with ssl.truststore.type=PEM and ssl.keystore.type=PEM',
      },
    );
  }
  const ca = store('truststore', take, source);
  const isPkcs12 = take('ssl.keystore.type')?.toUpperCase() === 'PKCS12';
  const own = isPkcs12 ? take('ssl.keystore.location') : store('keystore', take, source);
  const storePassword = isPkcs12 ? take('ssl.keystore.password') : undefined;
  const keyPassword = storePassword ?? take('ssl.key.password');
  // Hosts are checked here as long as certificates are: another name is --servername.
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(own === undefined ? {} : { cert: own, ...(isPkcs12 ? {} : { key: own }) }),
    ...(own === undefined || keyPassword === undefined ? {} : { keyPassword: `plain:${keyPassword}` }),
  };
}

/** Node reads PEM, and PKCS#12 for a key; other stores of Java have to be turned into it once. */
function store(kind: 'truststore' | 'keystore', take: Take, source: string): string | undefined {
  const path = take(`ssl.${kind}.location`);
  const type = take(`ssl.${kind}.type`) ?? 'JKS';
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
    `${source}: ssl.${kind}.location is a ${type} store, and kafka-lab reads PEM files.`,
    {
      hint: `Turn it into one: ${how}\nThen: ssl.${kind}.type=PEM and ssl.${kind}.location=${into}`,
    },
  );
}
