/** A connection to one broker that is logged in, and stays so: the login is repeated before its session ends (KIP-368). */
import { LabError } from '../../text/errors.js';
import { unsecuredAccess, type BrokerAccess } from '../../net/access.js';
import type { Address } from '../../net/addresses.js';
import type { VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import { send } from '../../wire/protocol/send.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import type { ConnectSettings } from './connect-settings.js';
import { FramedSocket } from './framed-socket.js';
import { logIn, nextLoginMs, prepareLogin, type PreparedLogin } from './log-in.js';

export interface BrokerConnection extends WireConnection {
  isConnected(): boolean;
  /** Whether a request has been sent that is not answered yet. */
  readonly isWaiting: boolean;
  close(): void;
}

export class SocketConnection implements BrokerConnection {
  readonly nodeId: number;
  readonly address: string;
  readonly apiVersions: ReadonlyMap<number, VersionRange>;
  readonly #socket: FramedSocket;
  readonly #at: Address;
  readonly #access: BrokerAccess;
  readonly #ahead: ConnectSettings['ahead'];
  /** After this the session may end before the next request. */
  #loginDueMs = Infinity;
  /** Under way once more: what is to be sent waits for it. */
  #loggingIn: Promise<void> | undefined;

  readonly #firstLogin: PreparedLogin | undefined;

  /** Throws UnusableTlsSettings. */
  constructor(address: Address, settings: ConnectSettings, login: PreparedLogin | undefined) {
    this.#firstLogin = login;
    this.#socket = new FramedSocket(address, settings);
    this.#at = address;
    this.#access = settings.access ?? unsecuredAccess;
    this.#ahead = settings.ahead;
    ({ nodeId: this.nodeId, address: this.address, apiVersions: this.apiVersions } = this.#socket);
  }

  /**
   * Resolves once the broker has said which requests it supports, and accepted the login. Throws the socket's errors and those of
   * `logIn`; `connect` explains them.
   */
  async open(): Promise<void> {
    const greeting = this.#greet();
    const login = this.#firstLogin;
    if (!login) {
      this.#ahead?.(this);
      await greeting;
    } else if (this.#access.tls) {
      // Until a client is logged in, a broker does not look at what came in the same TLS record before 0.3 s have passed.
      await greeting;
      await this.#logIn(login);
    } else {
      await Promise.all([greeting, this.#logIn(login, greeting)]);
    }
    this.#socket.isOpen = true;
  }

  /** Whether something accepts connections there at all. */
  get isReached(): boolean {
    return this.#socket.isReached;
  }

  isConnected(): boolean {
    return this.#socket.isConnected();
  }

  get isWaiting(): boolean {
    return this.#loggingIn !== undefined || this.#socket.isWaiting;
  }

  send(...request: Parameters<WireConnection['send']>): Promise<Buffer> {
    // Only when something is to be sent: brokers let an idle session end, and take a login after that.
    if (!this.#loggingIn && performance.now() >= this.#loginDueMs) this.#loggingIn = this.#logInAgain();
    return this.#loggingIn
      ? this.#loggingIn.then(() => this.send(...request))
      : this.#socket.send(...request);
  }

  throttled(apiKey: number, throttleMs: number): void {
    this.#socket.throttled(apiKey, throttleMs);
  }

  reuse(answer: Buffer): void {
    this.#socket.reuse(answer);
  }

  close(): void {
    this.#socket.break(new LabError('interrupted', 'The connection was closed.'));
  }

  /** Every broker answers version 0. */
  async #greet(): Promise<void> {
    const anonymous = { clientSoftwareName: '', clientSoftwareVersion: '' };
    const { apiKeys } = await send(this.#socket, apiVersions, anonymous, { version: 0 });
    for (const { apiKey, minVersion, maxVersion } of apiKeys) {
      this.#socket.apiVersions.set(apiKey, { min: minVersion, max: maxVersion });
    }
  }

  async #logIn(login: PreparedLogin, greeting?: Promise<void>): Promise<void> {
    const beganMs = performance.now();
    this.#loginDueMs = beganMs + nextLoginMs(await logIn(this.#socket, login, greeting));
  }

  /** Never rejects: what waits fails with the connection. Requests sent before are answered before the broker turns to the login. */
  async #logInAgain(): Promise<void> {
    try {
      if (this.#access.sasl) await this.#logIn(await prepareLogin(this.#access.sasl));
    } catch (error) {
      this.#loginDueMs = Infinity;
      const { connectFailure } = await import('./connect-failure.js');
      this.#socket.break(await connectFailure(error, this.#at, this.#access));
    } finally {
      this.#loggingIn = undefined;
    }
  }
}
