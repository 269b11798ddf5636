/** kafkajs's own client, for what it handles completely: consumer groups and transactions. */
import type { Kafka as KafkaClient } from 'kafkajs';
import {
  compress,
  compressions,
  decompress,
  defaultDecompressedLimit,
} from '../../wire/batch/compression.js';
import { unsecuredAccess } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { defaultClientId } from '../../net/access.js';
import { createSocketFactory, Kafka, registerCodec } from '../connection/internals.js';
import { kafkajsLogin } from '../connection/sasl-login.js';
import type { KafkaSession } from '../session/session.js';

/** kafkajs splits an address at its first colon, so an IPv6 one needs a placeholder. */
const standInSuffix = '.bootstrap.kafka-lab.invalid';

export function createKafkajsClient(session: KafkaSession): KafkaClient {
  registerCodecs();
  const { bootstrapServers, access = unsecuredAccess } = session.target;
  const sasl = kafkajsLogin(access);
  const connect = createSocketFactory();
  return new Kafka({
    clientId: access.clientId ?? defaultClientId,
    ...(access.tls ? { ssl: access.tls } : {}),
    ...(sasl ? { sasl } : {}),
    brokers: bootstrapServers.map((address, index) =>
      address.host.includes(':') ? `${index}${standInSuffix}:${address.port}` : formatAddress(address),
    ),
    socketFactory: (options) => connect({ ...options, host: realHost(options.host, bootstrapServers) }),
    connectionTimeout: Math.min(session.settings.timeoutMs, 4000),
    requestTimeout: session.settings.timeoutMs,
    retry: { initialRetryTime: 100, retries: 5 },
    // It would write JSON lines to stdout, among the results; what matters comes back as errors and events.
    logCreator: () => () => undefined,
  });
}

function realHost(host: string, addresses: readonly Address[]): string {
  if (!host.endsWith(standInSuffix)) return host;
  return addresses[Number.parseInt(host, 10)]?.host ?? host;
}

let areRegistered = false;

/** kafkajs has gzip only and fails on any other batch. */
function registerCodecs(): void {
  if (areRegistered) return;
  areRegistered = true;
  for (const name of ['snappy', 'lz4', 'zstd'] as const) {
    registerCodec(compressions.indexOf(name), () => ({
      compress: (encoder: { buffer: Buffer }) => Promise.resolve(compress(name, encoder.buffer)),
      decompress: (bytes: Buffer) => Promise.resolve(decompress(name, bytes, defaultDecompressedLimit)),
    }));
  }
}
