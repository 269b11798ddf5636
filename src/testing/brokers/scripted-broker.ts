/** A broker without a network that answers each request with what a test says, over the real bytes. */
import { decodeRequest, encodeResponse } from '../../wire/protocol/codec-message.js';
import type { VersionRange, WireConnection } from '../../wire/protocol/connection.js';
import type { Fields, Given, Received } from '../../wire/protocol/schema.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';

interface Script {
  answer(version: number, body: Buffer): Buffer;
}

export class ScriptedBroker implements WireConnection {
  readonly nodeId: number;
  readonly address = 'fake:9092';
  readonly apiVersions = new Map<number, VersionRange>();
  /** The names of all requests so far. */
  readonly asked: string[] = [];
  readonly #scripts = new Map<number, Script>();

  constructor(nodeId = 1) {
    this.nodeId = nodeId;
  }

  /** Offers this request in all versions that are declared, or in fewer. */
  on<Request extends Fields, Response extends Fields>(
    definition: RequestDefinition<Request, Response>,
    answer: (request: Received<Request>, version: number) => Given<Response>,
    [min, max]: readonly [number, number] = definition.versions,
  ): this {
    this.apiVersions.set(definition.apiKey, { min, max });
    this.#scripts.set(definition.apiKey, {
      answer: (version, body) =>
        encodeResponse(definition, version, answer(decodeRequest(definition, version, body), version)),
    });
    return this;
  }

  send(apiKey: number, apiVersion: number, apiName: string, body: Buffer): Promise<Buffer> {
    this.asked.push(apiName);
    const script = this.#scripts.get(apiKey);
    if (!script) return Promise.reject(new Error(`this broker was not told what to say to ${apiName}`));
    return Promise.resolve(script.answer(apiVersion, body));
  }
}
