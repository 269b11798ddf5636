/** A tunnel as a socket: it can be written to before it is open. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ProxyRoute } from '../access.js';
import type { Address } from '../addresses.js';
import { isLoopback } from '../same-place.js';
import { openTunnel } from './open-tunnel.js';
import type { Proxy } from './proxy.js';

/** `sparesLoopback`: addresses of this machine itself are reached directly. */
export function routeThrough(proxy: Proxy, sparesLoopback: boolean): ProxyRoute {
  return {
    name: proxy.name,
    leadsTo: ({ host }) => !(sparesLoopback && isLoopback(host)),
    tunnelTo: (address, timeoutMs) => new Tunnel(proxy, address, timeoutMs),
  };
}

/** 'connect' comes when it is open. Streams hold back what is written before that (`_construct`). */
class Tunnel extends Duplex {
  connecting = true;
  #socket: Socket | undefined;
  #isUnreferenced = false;
  readonly #closing = new AbortController();
  readonly #opening: Promise<Socket>;

  constructor(proxy: Proxy, address: Address, timeoutMs: number) {
    // As a socket's: when the other side has ended, this one does.
    super({ allowHalfOpen: false });
    // Now and not when streams construct themselves: its deadline comes before one that is set after this.
    this.#opening = openTunnel(proxy, address, { timeoutMs, signal: this.#closing.signal });
    this.#opening.catch(() => undefined);
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.#opening.then(
      (socket) => {
        this.connecting = false;
        if (this.destroyed) socket.destroy();
        else this.#use(socket);
        done();
        if (!this.destroyed) this.emit('connect');
      },
      (error: unknown) => {
        this.connecting = false;
        done(this.destroyed ? null : (error as Error));
      },
    );
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket?.write(chunk, done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error | null) => void,
  ): void {
    const socket = this.#socket;
    // Corked, they go to the operating system in one call.
    socket?.cork();
    chunks.forEach(({ chunk }, index) => {
      if (index < chunks.length - 1) socket?.write(chunk);
      else socket?.write(chunk, done);
    });
    socket?.uncork();
  }

  override _final(done: () => void): void {
    this.#socket?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket?.destroy();
    done(error);
  }

  /** Also of one that is not open yet, for which streams would wait. */
  override destroy(error?: Error): this {
    this.#closing.abort();
    return super.destroy(error);
  }

  unref(): this {
    this.#isUnreferenced = true;
    this.#socket?.unref();
    return this;
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    if (this.#isUnreferenced) socket.unref();
    let hasEnded = false;
    socket.on('data', (chunk) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => {
      hasEnded = true;
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      // After an end there may be something left to read.
      if (!hasEnded) this.destroy();
    });
    socket.resume();
  }
}
