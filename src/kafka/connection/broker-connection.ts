/** One broker's connection, made by kafkajs (TLS, SASL, correlation, time-outs), for any request. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { defaultClientId, unsecuredAccess, type BrokerAccess } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { beforeDeadline } from './before-deadline.js';
import { asLabError } from './errors.js';
import { sendFrame, throttle } from './send-frame.js';
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

/** The node id of a broker that was reached by its address alone. */
const unknownNodeId = -1;

/** Resolves once the broker has said which requests it supports. Throws kafkajs's errors; `connect` explains them. */
export async function connectBroker(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  const access = settings.access ?? unsecuredAccess;
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
  let isClosed = false;
  const close = (reason = new LabError('interrupted', 'The connection was closed.')) => {
    isClosed = true;
    closeConnections(broker, reason);
  };
  try {
    await beforeDeadline(broker.connect(), settings, address);
  } catch (error) {
    close();
    throw error;
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
    isConnected: () => !isClosed && broker.isConnected(),
    async send(apiKey, apiVersion, apiName, body, answer = 'expected') {
      try {
        const request = { apiKey, apiVersion, apiName, body, expectResponse: answer === 'expected' };
        const response = await sendFrame(connectionPool, request);
        if (answer === 'none') await flushed(connectionPool);
        return response;
      } catch (error) {
        const reason = asLabError(error);
        // As a plain connection does: what comes next needs one that answers.
        if (reason.code === 'timeout') close(reason);
        throw reason;
      }
    },
    throttled: (apiKey, throttleMs) => void throttle(connectionPool, apiKey, throttleMs),
    close: () => close(),
  };
}

/** Resolves once everything written so far has left this process. */
function flushed({ pool: [connection] }: KafkajsBroker['connectionPool']): Promise<void> {
  return new Promise((resolve, reject) => {
    connection?.socket?.write(Buffer.alloc(0), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** kafkajs waits for requests in flight, perhaps a long poll, before it disconnects; a user should not have to. */
function closeConnections(broker: KafkajsBroker, reason: LabError): void {
  for (const connection of broker.connectionPool.pool) {
    connection.requestQueue.rejectAll(reason);
    connection.requestQueue.destroy();
    // Only an error makes kafkajs stop the timer of a connection that is still being opened.
    connection.socket?.destroy(reason);
  }
}
