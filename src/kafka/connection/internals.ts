/**
 * The internals of kafkajs 2.2.4 that kafka-lab uses, with the types they lack.
 * kafkajs is pinned exactly because of this file: its package has no "exports", so these paths are reachable.
 */
import './repairs.js';
import { createRequire } from 'node:module';
import type { ConnectionOptions } from 'node:tls';
import type {
  CompressionTypes as CompressionTypesEnum,
  ISocketFactory,
  Kafka as KafkaClass,
  LogEntry,
  Mechanism,
  SASLOptions,
} from 'kafkajs';

const require = createRequire(import.meta.url);

/** Loaded after the repairs, which an import statement would not promise. */
const kafkajs = require('kafkajs') as {
  Kafka: typeof KafkaClass;
  CompressionTypes: typeof CompressionTypesEnum;
  CompressionCodecs: Partial<Record<number, () => Codec>>;
};
export const { Kafka, CompressionTypes } = kafkajs;

interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** `type`: the number of the compression in a batch. */
export function registerCodec(type: number, codec: () => Codec): void {
  kafkajs.CompressionCodecs[type] = codec;
}

interface KafkajsConnection {
  readonly socket?: {
    destroy(error: Error): void;
    write(bytes: Buffer, written?: (error?: Error | null) => void): boolean;
    cork(): void;
    uncork(): void;
  };
  readonly clientId: string;
  readonly requestQueue: {
    /** Sent and not answered; those with `Date.now() - sentAt` beyond the time-out fail. */
    readonly inflight: ReadonlyMap<number, { sentAt: number | null }>;
    push(request: QueuedRequest): void;
    /** Sends nothing for so long. */
    maybeThrottle(throttleMs: number): void;
    rejectAll(error: Error): void;
    destroy(): void;
  };
  isAuthenticated(): boolean;
  authenticate(): Promise<void>;
  failIfNotConnected(): void;
  nextCorrelationId(): number;
}

/** Requests waiting to be sent and then for their answer, which kafkajs finds by the correlation id. */
interface QueuedRequest {
  readonly entry: {
    readonly apiKey: number;
    readonly apiName: string;
    readonly apiVersion: number;
    readonly correlationId: number;
    /** `payload`: what follows the correlation id; null if no answer is expected. */
    resolve(answer: { readonly payload: Buffer | null }): void;
    reject(error: Error): void;
  };
  readonly expectResponse: boolean;
  sendRequest(): void;
}

export interface KafkajsConnectionPool {
  readonly pool: readonly KafkajsConnection[];
  /** Connects it first if need be. */
  getConnectionByRequest(request: {
    readonly request: { readonly apiKey: number };
  }): Promise<KafkajsConnection>;
}

export interface KafkajsBroker {
  readonly versions: Readonly<Record<string, { minVersion: number; maxVersion: number }>>;
  readonly connectionPool: KafkajsConnectionPool;
  isConnected(): boolean;
  connect(): Promise<void>;
}

interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
}

export const ConnectionPool = require('kafkajs/src/network/connectionPool') as new (options: {
  host: string;
  port: number;
  clientId: string;
  ssl: ConnectionOptions | null;
  sasl: SASLOptions | Mechanism | null;
  socketFactory: ISocketFactory;
  connectionTimeout: number;
  requestTimeout: number;
  enforceRequestTimeout: boolean;
  logger: KafkajsLogger;
}) => KafkajsConnectionPool;

export const Broker = require('kafkajs/src/broker') as new (options: {
  connectionPool: KafkajsConnectionPool;
  logger: KafkajsLogger;
  nodeId?: number;
  allowAutoTopicCreation: boolean;
}) => KafkajsBroker;

export const createSocketFactory = require('kafkajs/src/network/socketFactory') as () => ISocketFactory;

const { createLogger } = require('kafkajs/src/loggers') as {
  createLogger(options: { level: number; logCreator: () => (entry: LogEntry) => void }): KafkajsLogger;
};

/** kafkajs would write JSON lines to stdout, among the results; what matters comes back as errors. */
export const silentLogger = createLogger({ level: 0, logCreator: () => () => undefined });
