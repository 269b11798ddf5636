/** One socket to a broker: requests framed and matched with their answers, which are read into their own memory. */
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { defaultClientId, unsecuredAccess } from '../../net/access.js';
import { frameHeader, piecesOf } from '../../wire/protocol/frame-header.js';
import { FrameReader, largestAnswerTo } from '../../wire/protocol/frame-reader.js';
import type { RequestBytes, VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import type { ConnectSettings } from './connect-settings.js';
import { openSocket, type BrokerSocket } from './open-socket.js';

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

export class FramedSocket implements WireConnection {
  readonly nodeId: number;
  readonly address: string;
  /** Empty until somebody has asked. */
  readonly apiVersions = new Map<number, VersionRange>();
  /** Until then a break is told as the socket tells it, since the address may be wrong or the login missing. */
  isOpen = false;
  readonly #timeoutMs: number;
  readonly #clientId: string;
  readonly #socket: BrokerSocket;
  readonly #frames = new FrameReader(
    (frame) => this.#answered(frame),
    () => largestAnswerTo([...this.#waiting.values()].map(({ apiKey }) => apiKey)),
  );
  readonly #waiting = new Map<number, Waiting>();
  #nextCorrelationId = 0;
  #broken: Error | undefined;
  /** Until then the broker reads nothing from this connection. */
  #throttledUntilMs = 0;

  /** Requests may be sent at once. Throws UnusableTlsSettings. */
  constructor(address: Address, settings: ConnectSettings) {
    const { nodeId, timeoutMs, connectTimeoutMs, onlyIPv4, access = unsecuredAccess } = settings;
    this.nodeId = nodeId ?? unknownNodeId;
    this.address = formatAddress(address);
    this.#timeoutMs = timeoutMs;
    this.#clientId = access.clientId ?? defaultClientId;
    this.#socket = openSocket(address, access, {
      onlyIPv4,
      tunnelMs: connectTimeoutMs,
      onread: {
        buffer: () => this.#frames.space(),
        callback: (bytes) => this.#received(bytes),
      },
    });
    this.#socket.on('error', (error) => this.break(error));
    // With `onread` nothing else would notice that the other side has ended.
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', () => this.break(new Error('Closed connection')));
  }

  /** Whether something accepts connections there at all. */
  get isReached(): boolean {
    return !this.#socket.connecting;
  }

  isConnected(): boolean {
    return this.#broken === undefined;
  }

  /** Whether a request has been sent that is not answered yet. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
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

  reuse(answer: Buffer): void {
    this.#frames.reuse(answer);
  }

  /** All that waits, and whatever is sent after it, fails with this. */
  break(error: Error): void {
    if (this.#broken) return;
    this.#broken = error;
    this.#socket.destroy();
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#brokenError());
    }
    this.#waiting.clear();
  }

  #received(bytes: number): boolean {
    try {
      this.#frames.received(bytes);
    } catch (error) {
      this.break(error as Error);
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
    this.break(
      new LabError('timeout', `The broker at ${this.address} did not answer ${apiName} in time.`, {
        hint: 'It may be stopped, starting or overloaded; --timeout 30s waits longer.',
      }),
    );
  }

  #brokenError(cause = this.#broken): Error {
    // Before it is open, the address or the login is wrong, which `connect` explains.
    if (cause === undefined || cause instanceof LabError || !this.isOpen) {
      return cause ?? new Error('Closed connection');
    }
    const message = `The connection to the broker at ${this.address} broke: ${cause.message}`;
    return new LabError('unreachable', message, { cause });
  }
}
