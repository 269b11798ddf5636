/** A WireConnection over a bare socket, for tests that want a broker without kafkajs; it cannot do TLS or SASL. */
import { connect, type Socket } from 'node:net';
import type { RequestBytes, VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import { apiVersions } from '../../wire/requests/api-versions.js';
import { send } from '../../wire/protocol/send.js';

interface Waiting {
  readonly resolve: (payload: Buffer) => void;
  readonly reject: (error: Error) => void;
}

export class SocketConnection implements WireConnection {
  readonly nodeId: number;
  readonly address: string;
  readonly apiVersions = new Map<number, VersionRange>();
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #nextCorrelationId = 1;
  #received = Buffer.alloc(0);

  /** Connects and learns the broker's versions. */
  static async open(host: string, port: number, nodeId = -1): Promise<SocketConnection> {
    const connection = new SocketConnection(host, port, nodeId);
    const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: 'test' };
    const { apiKeys } = await send(connection, apiVersions, client, { version: 0 });
    for (const { apiKey, minVersion, maxVersion } of apiKeys) {
      connection.apiVersions.set(apiKey, { min: minVersion, max: maxVersion });
    }
    return connection;
  }

  private constructor(host: string, port: number, nodeId: number) {
    this.nodeId = nodeId;
    this.address = `${host}:${port}`;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error(`${this.address} closed the connection`)));
  }

  send(apiKey: number, apiVersion: number, apiName: string, bytes: RequestBytes): Promise<Buffer> {
    const body = Buffer.isBuffer(bytes) ? bytes : Buffer.concat(bytes);
    if (this.#socket.destroyed) return Promise.reject(new Error(`No connection for ${apiName}`));
    const correlationId = this.#nextCorrelationId++;
    const clientId = Buffer.from('kafka-lab-test');
    const header = Buffer.alloc(14 + clientId.length);
    header.writeInt32BE(10 + clientId.length + body.length, 0);
    header.writeInt16BE(apiKey, 4);
    header.writeInt16BE(apiVersion, 6);
    header.writeInt32BE(correlationId, 8);
    header.writeInt16BE(clientId.length, 12);
    clientId.copy(header, 14);
    this.#socket.write(Buffer.concat([header, body]));
    return new Promise((resolve, reject) => this.#waiting.set(correlationId, { resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 4) {
      const end = 4 + this.#received.readInt32BE(0);
      if (this.#received.length < end) return;
      const correlationId = this.#received.readInt32BE(4);
      this.#waiting.get(correlationId)?.resolve(this.#received.subarray(8, end));
      this.#waiting.delete(correlationId);
      this.#received = this.#received.subarray(end);
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
