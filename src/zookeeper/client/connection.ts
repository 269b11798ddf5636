/** One TCP connection to one ZooKeeper server, from the handshake to the last answer. */
import { connect, type Socket } from 'node:net';
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { ZooKeeperRefusal } from './error-codes.js';
import { foreignServer } from './foreign-server.js';
import { framed, FrameReader } from './frames.js';
import { JuteReader } from './jute.js';
import {
  decodeConnect,
  decodeEvent,
  decodeHeader,
  encodeConnect,
  encodeHeader,
  opCode,
  specialXid,
  type ReplyHeader,
  type SessionClaim,
  type SessionGrant,
  type ZnodeEvent,
} from './protocol.js';
import {
  brokenConnection,
  brokenHandshake,
  closedByUs,
  connectFailure,
  expiredSession,
  garbled,
  stoppedAnswering,
  neverConnected,
  notZooKeeper,
  silentServer,
  slowAnswer,
} from './server-failure.js';

export interface ServerRequest {
  readonly type: number;
  readonly body: Buffer;
  /** For a refusal: "/brokers cannot be read". */
  readonly what: string;
}

export interface ConnectionSettings {
  /** For TCP and the handshake together. */
  readonly connectTimeoutMs: number;
  /** For one answer. */
  readonly timeoutMs: number;
  /** Ends the handshake; an established connection is closed by its owner. */
  readonly signal: AbortSignal;
  onEvent(event: ZnodeEvent): void;
}

export interface Connection {
  readonly address: string;
  readonly grant: SessionGrant;
  /** The newest zxid seen from the server. */
  readonly lastZxid: bigint;
  /** Resolves, with the reason, when the connection is lost or `destroy` was called. */
  readonly lost: Promise<LabError>;
  /** Throws ZooKeeperRefusal, or ServerFailure 'lost' if the connection ends before the answer comes. */
  send(request: ServerRequest): Promise<JuteReader>;
  /** Ends the session too, so that its ephemeral nodes go at once. Never throws. */
  close(): Promise<void>;
  /** Closes the socket only: the server waits for the session time-out, as after a crash. */
  destroy(): void;
}

interface Waiting extends ServerRequest {
  readonly xid: number;
  readonly timer: NodeJS.Timeout;
  resolve(reader: JuteReader): void;
  reject(error: LabError): void;
}

const closeTimeoutMs = 500;

/** Throws ServerFailure, 'expired' if the claimed session has ended. */
export async function connectServer(
  server: Address,
  claim: SessionClaim,
  settings: ConnectionSettings,
): Promise<Connection> {
  const connection = new ServerConnection(server, claim, settings);
  const interrupt = () => connection.destroy(new LabError('interrupted', ''));
  settings.signal.addEventListener('abort', interrupt);
  try {
    await connection.shaken;
    return connection;
  } finally {
    settings.signal.removeEventListener('abort', interrupt);
  }
}

class ServerConnection implements Connection {
  readonly address: string;
  readonly shaken: Promise<void>;
  readonly lost: Promise<LabError>;
  grant: SessionGrant;
  lastZxid: bigint;
  readonly #settings: ConnectionSettings;
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #waiting: Waiting[] = [];
  readonly #connectTimer: NodeJS.Timeout;
  #pingTimer: NodeJS.Timeout | undefined;
  #isShaken = false;
  #isConnected = false;
  #lastHeard = performance.now();
  #nextXid = 1;
  #failure: LabError | undefined;
  #onShaken!: () => void;
  #onShakeFailed!: (error: LabError) => void;
  #onLost!: (error: LabError) => void;

  constructor(server: Address, claim: SessionClaim, settings: ConnectionSettings) {
    this.address = formatAddress(server);
    this.grant = claim;
    this.lastZxid = claim.lastZxid;
    this.#settings = settings;
    this.shaken = new Promise((resolve, reject) => {
      this.#onShaken = resolve;
      this.#onShakeFailed = reject;
    });
    this.lost = new Promise((resolve) => (this.#onLost = resolve));
    this.#connectTimer = setTimeout(() => {
      const explain = this.#isConnected ? silentServer : neverConnected;
      this.#fail(explain(this.address, settings.connectTimeoutMs));
    }, settings.connectTimeoutMs);
    this.#socket = connect({ ...server, noDelay: true });
    this.#socket.on('connect', () => {
      this.#isConnected = true;
      this.#socket.write(framed(encodeConnect(claim)));
    });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#break(error));
    this.#socket.on('close', () => this.#break());
  }

  send(request: ServerRequest): Promise<JuteReader> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const xid = this.#nextXid;
      this.#nextXid = (this.#nextXid % 0x7fffffff) + 1;
      const { timeoutMs } = this.#settings;
      const timer = setTimeout(
        () => this.#fail(slowAnswer(this.address, request.what, timeoutMs)),
        timeoutMs,
      );
      this.#waiting.push({ ...request, xid, timer, resolve, reject });
      this.#socket.write(framed(Buffer.concat([encodeHeader(xid, request.type), request.body])));
    });
  }

  async close(): Promise<void> {
    if (!this.#failure) {
      const closeRequest = this.send({
        type: opCode.closeSession,
        body: Buffer.alloc(0),
        what: 'The session',
      });
      const timer = setTimeout(() => this.destroy(), closeTimeoutMs);
      await closeRequest.catch(() => undefined);
      clearTimeout(timer);
    }
    this.destroy();
  }

  destroy(reason: LabError = closedByUs(this.address)): void {
    this.#fail(reason);
  }

  #take(chunk: Buffer): void {
    this.#lastHeard = performance.now();
    try {
      const isFirst = !this.#isShaken && this.#frames.pendingBytes === 0;
      const foreign = isFirst ? foreignServer(chunk) : undefined;
      if (foreign !== undefined) {
        this.#fail(notZooKeeper(this.address, foreign));
        return;
      }
      for (const frame of this.#frames.take(chunk)) {
        if (this.#failure) return;
        const reader = new JuteReader(frame);
        if (this.#isShaken) this.#answer(reader);
        else this.#shake(decodeConnect(reader));
      }
    } catch (error) {
      this.#fail(garbled(this.address, error));
    }
  }

  #shake(grant: SessionGrant): void {
    if (grant.sessionTimeoutMs <= 0) {
      this.#fail(expiredSession(this.address));
      return;
    }
    clearTimeout(this.#connectTimer);
    this.grant = grant;
    this.#isShaken = true;
    // A third of the time-out for a ping, a third for its answer, a third for finding another server.
    this.#pingTimer = setInterval(() => this.#ping(), grant.sessionTimeoutMs / 3);
    this.#onShaken();
  }

  #ping(): void {
    if (performance.now() - this.#lastHeard > (this.grant.sessionTimeoutMs * 2) / 3) {
      this.#fail(stoppedAnswering(this.address));
      return;
    }
    this.#socket.write(framed(encodeHeader(specialXid.ping, opCode.ping)));
  }

  #answer(reader: JuteReader): void {
    const header = decodeHeader(reader);
    if (header.zxid > this.lastZxid) this.lastZxid = header.zxid;
    if (header.xid === specialXid.watchEvent) {
      const event = decodeEvent(reader);
      if (event) this.#settings.onEvent(event);
    } else if (header.xid !== specialXid.ping) this.#resolveRequest(header, reader);
  }

  /** A server answers requests in order. */
  #resolveRequest(header: ReplyHeader, reader: JuteReader): void {
    const waiting = this.#waiting[0];
    if (waiting?.xid !== header.xid) {
      this.#fail(garbled(this.address, new Error(`an answer to ${header.xid}, which was not requested`)));
      return;
    }
    this.#waiting.shift();
    clearTimeout(waiting.timer);
    if (header.errorCode === 0) waiting.resolve(reader);
    else waiting.reject(new ZooKeeperRefusal(waiting.what, this.address, header.errorCode));
  }

  #break(error?: NodeJS.ErrnoException): void {
    const explain = this.#isShaken ? brokenConnection : this.#isConnected ? brokenHandshake : connectFailure;
    this.#fail(explain(this.address, error));
  }

  #fail(error: LabError): void {
    if (this.#failure) return;
    this.#failure = error;
    clearTimeout(this.#connectTimer);
    clearInterval(this.#pingTimer);
    this.#socket.destroy();
    for (const waiting of this.#waiting.splice(0)) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.#onShakeFailed(error);
    this.#onLost(error);
  }
}
