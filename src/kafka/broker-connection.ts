/** One broker's connection, carried by kafkajs (TLS, SASL, correlation, time-outs), open to any request. */
import { LabError } from '../errors.js';
import type { WireConnection } from '../wire/connection.js';
import { formatAddress, type Address } from './addresses.js';
import { asLabError } from './errors.js';
import { sendFrame } from './send-frame.js';
import {
  Broker,
  ConnectionPool,
  createSocketFactory,
  silentLogger,
  type KafkajsBroker,
} from './internals.js';

export interface BrokerConnection extends WireConnection {
  isConnected(): boolean;
  close(): void;
}

export interface ConnectSettings {
  readonly nodeId?: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
}

const clientId = 'kafka-lab';
/** The node id of a broker that was reached by its address alone. */
const unknownNodeId = -1;

/** Resolves once the broker has told which requests it speaks. Throws LabError 'unreachable', 'timeout' or 'refused'. */
export async function connectBroker(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  const connectionPool = new ConnectionPool({
    host: address.host,
    port: address.port,
    clientId,
    ssl: null,
    sasl: null,
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
    throw connectError(error, address);
  }
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
        const request = { apiKey, apiVersion, apiName, body, expectResponse: answer === 'expected' };
        const response = await sendFrame(connectionPool, request);
        if (answer === 'none') await handedOver(connectionPool);
        return response;
      } catch (error) {
        throw asLabError(error);
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

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ECONNRESET: 'the other side broke the connection; it may not be a Kafka broker, or want TLS',
};

function connectError(error: unknown, address: Address): LabError {
  if (error instanceof LabError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const at = formatAddress(address);
  if (code !== undefined && code in plainWords) {
    return new LabError('unreachable', `${at}: ${plainWords[code] ?? ''} (${code})`, { cause: error });
  }
  if (message === 'Connection timeout')
    return new LabError('unreachable', `${at}: no answer`, { cause: error });
  if (message?.includes('Closed connection') === true) {
    return new LabError(
      'unreachable',
      `${at}: the connection was closed at once; it may not be a Kafka broker, or want TLS or a login`,
      { cause: error },
    );
  }
  return asLabError(error);
}
