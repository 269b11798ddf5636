/** One ZooKeeper session: it outlives its connections, moving to another server when one is lost, until it ends. */
import { pause } from '../../text/wait.js';
import { LabError } from '../../text/errors.js';
import type { Address } from '../../net/addresses.js';
import { connectServer, type Connection, type ServerRequest } from './connection.js';
import type { JuteReader } from './jute.js';
import { newSession, type SessionClaim } from './protocol.js';
import { allFailed, closedByUs, isFailure } from './server-failure.js';
import { WatchList } from './watch-list.js';

export interface SessionSettings {
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The session time-out to ask for; the server keeps it within its own limits. */
  readonly sessionTimeoutMs?: number;
  onState?(news: SessionNews): void;
}

export type SessionNews =
  | { readonly kind: 'connection lost'; readonly reason: LabError }
  | { readonly kind: 'reconnected'; readonly address: string }
  /** Expired, or no server was found again. */
  | { readonly kind: 'ended'; readonly reason: LabError };

const usualSessionTimeoutMs = 10_000;
/** A right address answers at once: all servers together get this long. */
const longestConnectMs = 3500;
const shortestConnectMs = 1000;
const firstPauseMs = 100;
const longestPauseMs = 1000;

export class Session {
  readonly watches = new WatchList();
  readonly #servers: readonly Address[];
  readonly #settings: SessionSettings;
  readonly #closing = new AbortController();
  readonly #interrupted: AbortSignal;
  readonly #interruptions = new Set<() => void>();
  #current: Promise<Connection>;
  #connection: Connection | undefined;
  #claim: SessionClaim;
  #nextServer = 0;

  /** Throws LabError: the failure of the only server, or all of them in one. */
  static async open(servers: readonly Address[], settings: SessionSettings): Promise<Session> {
    const session = new Session(servers, settings);
    await session.#current;
    return session;
  }

  private constructor(servers: readonly Address[], settings: SessionSettings) {
    this.#servers = servers;
    this.#settings = settings;
    this.#interrupted = AbortSignal.any([settings.signal, this.#closing.signal]);
    this.#interrupted.addEventListener('abort', () => {
      for (const interrupt of this.#interruptions) interrupt();
    });
    this.#claim = newSession(settings.sessionTimeoutMs ?? usualSessionTimeoutMs);
    this.#current = this.#connect();
  }

  get id(): bigint {
    return this.#claim.sessionId;
  }

  /** As the server granted it. */
  get timeoutMs(): number {
    return this.#claim.sessionTimeoutMs;
  }

  /** Of the server last talked to. */
  get address(): string {
    return this.#connection?.address ?? '';
  }

  /**
   * A read is repeated if its connection is lost; a write fails then, as it is unknown whether it was done.
   */
  async send(request: ServerRequest, repeatable: boolean): Promise<JuteReader> {
    for (;;) {
      const connection = await this.#orInterrupted(this.#current);
      try {
        return await this.#orInterrupted(connection.send(request));
      } catch (error) {
        const isLost = isFailure(error, 'lost') && error.code === 'unreachable';
        if (!repeatable || !isLost || this.#closing.signal.aborted) throw error;
        // The loss is noticed a moment later; the next round waits for the new connection.
        await connection.lost;
      }
    }
  }

  /** Ends the session on the server too: its ephemeral nodes go at once. Never throws. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.close();
    this.watches.loseAll();
  }

  /** Stops without closing the session, as a process that dies: the server waits for the session time-out. */
  abandon(): void {
    this.#closing.abort();
    this.#connection?.destroy();
  }

  async #connect(): Promise<Connection> {
    const failures: LabError[] = [];
    const connectTimeoutMs = Math.max(shortestConnectMs, longestConnectMs / this.#servers.length);
    for (let tries = 0; tries < this.#servers.length; tries += 1) {
      const server = this.#servers[this.#nextServer % this.#servers.length];
      this.#nextServer += 1;
      if (!server) break;
      try {
        return this.#adopt(
          await connectServer(server, this.#claim, {
            connectTimeoutMs: Math.min(connectTimeoutMs, this.#settings.timeoutMs),
            timeoutMs: this.#settings.timeoutMs,
            signal: this.#interrupted,
            onEvent: (event) => this.watches.tell(event),
          }),
        );
      } catch (error) {
        if (isFailure(error, 'expired') || this.#interrupted.aborted) throw error;
        failures.push(asError(error));
      }
    }
    throw allFailed(failures);
  }

  #adopt(connection: Connection): Connection {
    this.#connection = connection;
    this.#claim = { ...connection.grant, lastZxid: connection.lastZxid };
    void connection.lost.then((reason) => this.#lose(connection, reason));
    return connection;
  }

  #lose(connection: Connection, reason: LabError): void {
    if (this.#closing.signal.aborted) return;
    this.#claim = { ...connection.grant, lastZxid: connection.lastZxid };
    this.#current = this.#reconnect();
    // The next request reports the failure; without this catch a rejection nobody awaits would end the process.
    this.#current.then(
      ({ address }) => this.#settings.onState?.({ kind: 'reconnected', address }),
      (error: unknown) => {
        if (!this.#closing.signal.aborted) {
          this.#settings.onState?.({ kind: 'ended', reason: asError(error) });
        }
      },
    );
    this.#settings.onState?.({ kind: 'connection lost', reason });
    this.watches.loseAll();
  }

  /** Tries for as long as the server may still know the session, whose timer may just have started. */
  async #reconnect(): Promise<Connection> {
    const giveUpAt = performance.now() + this.#claim.sessionTimeoutMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await this.#connect();
      } catch (error) {
        const hopeless = isFailure(error, 'expired', 'foreign') || performance.now() > giveUpAt;
        if (hopeless || this.#interrupted.aborted) throw error;
        await pause(pauseMs, this.#interrupted);
      }
    }
  }

  /** One listener on the signal serves all requests in flight, which may be thousands. */
  #orInterrupted<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const interrupt = () => {
        reject(this.#settings.signal.aborted ? interrupted() : closedByUs(this.address));
      };
      if (this.#interrupted.aborted) interrupt();
      this.#interruptions.add(interrupt);
      work
        .finally(() => this.#interruptions.delete(interrupt))
        .then(resolve, (error: unknown) => reject(asError(error)));
    });
  }
}

function interrupted(): LabError {
  return new LabError('interrupted', '');
}

function asError(error: unknown): LabError {
  return error instanceof LabError ? error : new LabError('failed', String(error), { cause: error });
}
