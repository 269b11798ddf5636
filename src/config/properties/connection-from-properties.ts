/** A Java client's properties (`--command-config`) → the settings of a connection, or why they make none. */
import { LabError } from '../../text/errors.js';
import { parseProperties } from './java-properties.js';
import { registryFromProperties, type RegistryFromProperties } from './registry-from-properties.js';
import { saslFromProperties, type SaslFromProperties } from './sasl-from-properties.js';
import { tlsFromProperties, type TlsFromProperties } from './tls-from-properties.js';

export interface FromProperties {
  readonly bootstrapServers?: string;
  readonly clientId?: string;
  /** Undefined: plaintext. Paths are as in the file. */
  readonly tls?: TlsFromProperties;
  readonly sasl?: SaslFromProperties;
  readonly schemaRegistry?: RegistryFromProperties;
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
  const tls = protocol.tls ? tlsFromProperties(take, source) : undefined;
  const sasl = protocol.sasl ? saslFromProperties({ take, peek }, source) : undefined;
  const schemaRegistry = registryFromProperties({ take, peek }, sasl, source);
  return {
    ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
    ...(schemaRegistry ? { schemaRegistry } : {}),
    unused: [...[...given.keys()].filter((key) => !used.has(key)), ...(schemaRegistry?.unused ?? [])],
  };
}
