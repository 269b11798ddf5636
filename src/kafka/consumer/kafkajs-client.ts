/** kafkajs's own client, for consumer groups, by its public API: our sockets, our logins. */
import { createRequire } from 'node:module';
import type { Kafka as KafkaClass, ISocketFactory, ISocketFactoryArgs } from 'kafkajs';
import { defaultClientId, unsecuredAccess } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { openSocket, type BrokerSocket } from '../connection/open-socket.js';
import type { KafkaSession } from '../session/session.js';
import { kafkajsLogin } from './kafkajs-login.js';
import './repairs.js';

/** Loaded after the repairs, which an import statement would not promise. */
const { Kafka } = createRequire(import.meta.url)('kafkajs') as { Kafka: typeof KafkaClass };

/** kafkajs splits an address at its first colon, so an IPv6 one needs a placeholder. */
const standInSuffix = '.bootstrap.kafka-lab.invalid';

export function createKafkajsClient(session: KafkaSession): KafkaClass {
  const { bootstrapServers, access = unsecuredAccess } = session.target;
  const sasl = access.sasl && kafkajsLogin(access.sasl);
  const connectionTimeout = Math.min(session.settings.timeoutMs, 4000);
  const openFor = ({ host, port, onConnect }: ISocketFactoryArgs): BrokerSocket =>
    openSocket({ host: realHost(host, bootstrapServers), port }, access, {
      connected: onConnect,
      tunnelMs: connectionTimeout,
    });
  return new Kafka({
    clientId: access.clientId ?? defaultClientId,
    ...(access.tls ? { ssl: access.tls } : {}),
    ...(sasl ? { sasl } : {}),
    brokers: bootstrapServers.map((address, index) =>
      address.host.includes(':') ? `${index}${standInSuffix}:${address.port}` : formatAddress(address),
    ),
    // Of a socket it uses what streams have, and unref.
    socketFactory: openFor as ISocketFactory,
    connectionTimeout,
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
