/** One broker's connection, carried by kafkajs (TLS, SASL, correlation, time-outs), open to any request. */
import { LabError } from '../errors.js';
import type { WireConnection } from '../wire/connection.js';
import { openDoor, type BrokerAccess } from './access.js';
import { formatAddress, type Address } from './addresses.js';
import { connectFailure, loginWanted } from './connect-failure.js';
import { asLabError } from './errors.js';
import {
  Broker,
  ConnectionPool,
  createSocketFactory,
  silentLogger,
  type KafkajsBroker,
} from './internals.js';
import { kafkajsLogin } from './sasl-login.js';

export interface BrokerConnection extends WireConnection {
  isConnected(): boolean;
  close(): void;
}

export interface ConnectSettings {
  readonly nodeId?: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly access?: BrokerAccess | undefined;
}

export const defaultClientId = 'kafka-lab';
/** The node id of a broker that was reached by its address alone. */
const unknownNodeId = -1;

/** Resolves once the broker has told which requests it speaks. Throws LabError 'unreachable', 'timeout' or 'refused'. */
export async function connectBroker(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  const access = settings.access ?? openDoor;
  const connectionPool = new ConnectionPool({
    host: address.host,
    port: address.port,
    clientId: access.clientId ?? defaultClientId,
    ssl: access.tls ?? null,
    sasl: kafkajsLogin(access) ?? null,
    socketFactory: createSocketFactory(),
    connectionTimeout: settings.connectTimeoutMs,
    requestTimeout: settings.timeoutMs,
    enforceRequestTimeout: true,
    logger: silentLogger,
  });
  const broker = new Broker({
    connectionPool,
    logger: silentLogger,
    allowAutoTopicCreation: false,
    ...(settings.nodeId === undefined ? {} : { nodeId: settings.nodeId }),
  });
  const close = () => {
    closeConnections(broker);
  };
  try {
    await beforeDeadline(broker.connect(), settings, formatAddress(address));
  } catch (error) {
    close();
    throw await connectFailure(error, address, access);
  }
  let hasAnswered = false;
  return {
    nodeId: settings.nodeId ?? unknownNodeId,
    address: formatAddress(address),
    apiVersions: new Map(
      Object.entries(broker.versions).map(([apiKey, range]) => [
        Number(apiKey),
        { min: range.minVersion, max: range.maxVersion },
      ]),
    ),
    isConnected: () => broker.isConnected(),
    async send(apiKey, apiVersion, apiName, body, answer = 'expected') {
      try {
        const response = await connectionPool.send<Buffer | undefined>({
          request: {
            apiKey,
            apiVersion,
            apiName,
            encode: () => Promise.resolve({ buf: body, buffer: body }),
            expectResponse: () => answer === 'expected',
          },
          response: { decode: (payload) => Promise.resolve({ payload }), parse: ({ payload }) => payload },
        });
        hasAnswered = true;
        if (answer === 'none') await handedOver(connectionPool);
        return response ?? Buffer.alloc(0);
      } catch (error) {
        const failure = asLabError(error);
        // Such a listener says which requests it speaks and hangs up at the first of them.
        const isCutOff = !hasAnswered && failure.code === 'unreachable' && !settings.signal.aborted;
        throw (isCutOff && (await loginWanted(address, access, error))) || failure;
      }
    },
    close,
  };
}

/** Resolves once everything written so far has left this process. */
function handedOver({ pool: [connection] }: KafkajsBroker['connectionPool']): Promise<void> {
  return new Promise((resolve, reject) => {
    connection?.socket?.write(Buffer.alloc(0), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** kafkajs waits for what is under way before it disconnects, a long poll perhaps; here the person is waiting. */
function closeConnections(broker: KafkajsBroker): void {
  for (const connection of broker.connectionPool.pool) {
    const closed = new LabError('interrupted', 'The connection was closed.');
    connection.requestQueue.rejectAll(closed);
    connection.requestQueue.destroy();
    // Only an error has kafkajs stop its clock of a connection that is still being made.
    connection.socket?.destroy(closed);
  }
}

/** kafkajs gives a host that accepts and never answers its whole request time-out, and then calls it connected. */
async function beforeDeadline(
  connecting: Promise<void>,
  { connectTimeoutMs, signal }: ConnectSettings,
  address: string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let interrupt = () => {};
  const deadline = new Promise<never>((_, reject) => {
    interrupt = () => reject(new LabError('interrupted', ''));
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    timer = setTimeout(() => {
      reject(
        new LabError(
          'unreachable',
          `${address} accepts connections but did not answer as a Kafka broker within ${connectTimeoutMs} ms`,
        ),
      );
    }, connectTimeoutMs);
  });
  try {
    await Promise.race([connecting, deadline]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
    connecting.catch(() => undefined);
  }
}
