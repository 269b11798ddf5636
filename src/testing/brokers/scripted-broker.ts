/**
 * The broker of all tests that need no real one: it answers each request as the test says, in real bytes,
 * and logs what it got. A test has it as a connection, in a session (`testSession`) or behind a socket (`listening`).
 */
import { decodeRequest, encodeResponse } from '../../wire/protocol/codec-message.js';
import type { RequestBytes, VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import { piecesOf } from '../../wire/protocol/frame-header.js';
import type { Fields, Given, Received } from '../../wire/protocol/schema.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';
import { apiVersions } from '../../wire/requests/api-versions.js';

interface LoggedRequest {
  readonly apiKey: number;
  readonly name: string;
  readonly version: number;
  readonly body: Buffer;
}

/** What lies between a client and the broker: `arrive` hands the request over and resolves with the answer. */
export type Network = (apiKey: number, arrive: () => Promise<Buffer>) => Promise<Buffer>;

interface Script {
  readonly name: string;
  answer(version: number, body: Buffer): Promise<Buffer>;
}

/** ApiVersions 3 and later may be sent before a version was agreed on, which takes an answer of its own. */
const greetingVersions = [0, 2] as const;

export class ScriptedBroker implements WireConnection {
  readonly nodeId: number;
  readonly address: string;
  readonly apiVersions = new Map<number, VersionRange>();
  /** Every request that arrived, in order. */
  readonly log: LoggedRequest[] = [];
  /** At once and reliably, unless a test says otherwise. */
  network: Network = (_apiKey, arrive) => arrive();
  readonly #scripts = new Map<number, Script>();

  constructor(nodeId = 1, address = 'fake:9092') {
    this.nodeId = nodeId;
    this.address = address;
    const offered = () =>
      [...this.apiVersions].map(([apiKey, { min, max }]) => ({ apiKey, minVersion: min, maxVersion: max }));
    this.on(apiVersions, () => ({ errorCode: 0, throttleTimeMs: 0, apiKeys: offered() }), greetingVersions);
  }

  /** Offers this request in all versions that are declared, or in fewer. An answer that rejects breaks the connection. */
  on<Request extends Fields, Response extends Fields>(
    definition: RequestDefinition<Request, Response>,
    answer: (request: Received<Request>, version: number) => Given<Response> | Promise<Given<Response>>,
    [min, max]: readonly [number, number] = definition.versions,
  ): this {
    this.apiVersions.set(definition.apiKey, { min, max });
    this.#scripts.set(definition.apiKey, {
      name: definition.name,
      answer: async (version, body) =>
        encodeResponse(definition, version, await answer(decodeRequest(definition, version, body), version)),
    });
    return this;
  }

  /** The names of all requests so far. */
  get asked(): string[] {
    return this.log.map(({ name }) => name);
  }

  /** All requests of this kind so far. */
  requests<Request extends Fields>(definition: RequestDefinition<Request>): Received<Request>[] {
    return this.log
      .filter(({ apiKey }) => apiKey === definition.apiKey)
      .map(({ version, body }) => decodeRequest(definition, version, body));
  }

  send(
    apiKey: number,
    version: number,
    apiName: string,
    bytes: RequestBytes,
    answer: 'expected' | 'none' = 'expected',
  ): Promise<Buffer> {
    // Without an answer to wait for, the operating system has its copy at once; else nothing is read before it arrives.
    const sent = answer === 'none' ? joined(bytes) : bytes;
    const answered = this.network(apiKey, () => this.#serve(apiKey, version, apiName, joined(sent)));
    if (answer === 'expected') return answered;
    answered.catch(() => undefined);
    return Promise.resolve(Buffer.alloc(0));
  }

  /** Nothing times out on the way to it. */
  throttled(): void {
    return;
  }

  #serve(apiKey: number, version: number, apiName: string, body: Buffer): Promise<Buffer> {
    const script = this.#scripts.get(apiKey);
    this.log.push({ apiKey, name: script?.name ?? apiName, version, body });
    if (!script) return Promise.reject(new Error(`this broker has no script for ${apiName}`));
    return script.answer(version, body);
  }
}

function joined(bytes: RequestBytes): Buffer {
  return Buffer.concat(piecesOf(bytes));
}
