/** A connection without TLS and login, over a plain socket: kafkajs takes 40 ms to load, and copies every answer twice. */
import { connect, type Socket } from 'node:net';
import { LabError } from '../../text/errors.js';
import { FrameReader, largestAnswerTo } from '../../wire/protocol/frame-reader.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { send } from '../../wire/protocol/send.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { beforeDeadline } from './before-deadline.js';
import { defaultClientId } from '../../net/access.js';
import type { BrokerConnection, ConnectSettings } from './broker-connection.js';
import { frameHeader, piecesOf } from '../../wire/protocol/frame-header.js';
import type { RequestBytes, VersionRange } from '../../wire/protocol/connection.js';

/** The node id of a broker that was reached by its address alone. */
const unknownNodeId = -1;

interface Waiting {
  readonly apiKey: number;
  readonly apiName: string;
  timer: NodeJS.Timeout;
  resolve(payload: Buffer): void;
  reject(error: Error): void;
}

/** Node fires a timer at once that is set for longer. */
const longestTimerMs = 2 ** 31 - 1;

/** Usually what "localhost" means; Node takes 5 ms to find out that the name has no IPv6 address. */
const loopback = '127.0.0.1';

/** Resolves once the broker has said which requests it supports. Throws the socket's errors; `connect` explains them. */
export async function connectPlain(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  if (address.host !== 'localhost') return connectTo(address.host, address, settings);
  try {
    return await connectTo(loopback, address, settings);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
    return connectTo(address.host, address, settings);
  }
}

async function connectTo(
  host: string,
  address: Address,
  settings: ConnectSettings,
): Promise<BrokerConnection> {
  const connection = new PlainConnection(host, address, settings);
  try {
    await beforeDeadline(connection.greet(), settings, address);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

class PlainConnection implements BrokerConnection {
  readonly nodeId: number;
  readonly address: string;
  readonly apiVersions = new Map<number, VersionRange>();
  readonly #timeoutMs: number;
  readonly #clientId: string;
  readonly #socket: Socket;
  readonly #frames = new FrameReader(
    (frame) => this.#answered(frame),
    () => largestAnswerTo([...this.#waiting.values()].map(({ apiKey }) => apiKey)),
  );
  readonly #waiting = new Map<number, Waiting>();
  #nextCorrelationId = 0;
  #broken: Error | undefined;
  /** Until then the broker reads nothing from this connection. */
  #throttledUntilMs = 0;

  constructor(host: string, address: Address, { nodeId, timeoutMs, access }: ConnectSettings) {
    this.nodeId = nodeId ?? unknownNodeId;
    this.address = formatAddress(address);
    this.#timeoutMs = timeoutMs;
    this.#clientId = access?.clientId ?? defaultClientId;
    this.#socket = connect({
      host,
      port: address.port,
      noDelay: true,
      keepAlive: true,
      onread: {
        buffer: () => this.#frames.space(),
        callback: (bytes) => this.#received(bytes),
      },
    });
    this.#socket.on('error', (error) => this.#break(error));
    // With `onread` nothing else would notice that the other side has ended.
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#break(new Error('Closed connection')));
  }

  /** Every broker answers version 0. */
  async greet(): Promise<void> {
    const anonymous = { clientSoftwareName: '', clientSoftwareVersion: '' };
    const { apiKeys } = await send(this, apiVersions, anonymous, { version: 0 });
    for (const { apiKey, minVersion, maxVersion } of apiKeys) {
      this.apiVersions.set(apiKey, { min: minVersion, max: maxVersion });
    }
  }

  isConnected(): boolean {
    return this.#broken === undefined;
  }

  send(
    apiKey: number,
    apiVersion: number,
    apiName: string,
    body: RequestBytes,
    answer: 'expected' | 'none' = 'expected',
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#broken) {
        reject(this.#brokenError());
        return;
      }
      const correlationId = this.#nextCorrelationId++ & 0x7fffffff;
      const pieces = piecesOf(body);
      const header = frameHeader({ apiKey, apiVersion, correlationId, clientId: this.#clientId }, pieces);
      // Corked, header and pieces go to the operating system in one call, without a copy.
      this.#socket.cork();
      for (const piece of [header, ...pieces.slice(0, -1)]) this.#socket.write(piece);
      this.#socket.write(pieces.at(-1) ?? header.subarray(0, 0), (error) => {
        if (answer === 'none' && !error) resolve(Buffer.alloc(0));
        else if (error) reject(this.#brokenError(error));
      });
      this.#socket.uncork();
      if (answer === 'none') return;
      const timer = this.#deadline(apiName);
      this.#waiting.set(correlationId, { apiKey, apiName, timer, resolve, reject });
    });
  }

  throttled(_apiKey: number, throttleMs: number): void {
    this.#throttledUntilMs = Math.max(this.#throttledUntilMs, Date.now() + throttleMs);
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.timer = this.#deadline(waiting.apiName);
    }
  }

  close(): void {
    this.#break(new LabError('interrupted', 'The connection was closed.'));
  }

  #received(bytes: number): boolean {
    try {
      this.#frames.received(bytes);
    } catch (error) {
      this.#break(error as Error);
    }
    return true;
  }

  /** What follows the correlation id. */
  #answered(frame: Buffer): void {
    const correlationId = frame.readInt32BE(0);
    const waiting = this.#waiting.get(correlationId);
    if (!waiting) return;
    this.#waiting.delete(correlationId);
    clearTimeout(waiting.timer);
    waiting.resolve(frame.subarray(4));
  }

  #deadline(apiName: string): NodeJS.Timeout {
    const throttleMs = Math.max(0, this.#throttledUntilMs - Date.now());
    return setTimeout(() => this.#tooLate(apiName), Math.min(this.#timeoutMs + throttleMs, longestTimerMs));
  }

  /**
   * Brokers answer in the order of the requests, so whatever was sent since would be late too; and a connection that a
   * firewall has forgotten never answers again. The next request gets a new one, as with Java's clients.
   */
  #tooLate(apiName: string): void {
    this.#break(
      new LabError('timeout', `The broker at ${this.address} did not answer ${apiName} in time.`, {
        hint: 'It may be stopped, starting or overloaded; --timeout 30s waits longer.',
      }),
    );
  }

  #break(error: Error): void {
    if (this.#broken) return;
    this.#broken = error;
    this.#socket.destroy();
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#brokenError());
    }
    this.#waiting.clear();
  }

  #brokenError(cause = this.#broken): Error {
    // Before the first answer the address is wrong, which `connect` explains.
    if (cause === undefined || cause instanceof LabError || this.apiVersions.size === 0) {
      return cause ?? new Error('Closed connection');
    }
    const message = `The connection to the broker at ${this.address} broke: ${cause.message}`;
    return new LabError('unreachable', message, { cause });
  }
}
