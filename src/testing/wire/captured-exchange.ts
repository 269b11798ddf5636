/** Exchanges with real brokers, byte for byte: the fixtures of `wire/requests`, and how they are made. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { decodeRequest, decodeResponse } from '../../wire/protocol/codec-message.js';
import type { RequestBytes, WireConnection } from '../../wire/protocol/connection.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';

interface Captured {
  readonly bytes: string;
  readonly body: unknown;
}

/** Both sides of one exchange; bytes and Buffers in hex. */
export interface Exchange {
  readonly broker: string;
  readonly api: string;
  readonly version: number;
  readonly request: Captured;
  readonly response: Captured;
}

const folder = new URL('../../wire/requests/fixtures/', import.meta.url);

/** By the name of their files. */
export function capturedExchanges(): readonly (readonly [file: string, exchange: Exchange])[] {
  return readdirSync(folder).map((file) => [
    file,
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Exchange,
  ]);
}

/**
 * Keeps what goes over the connection when a broker is named:
 * KAFKA_LAB_CAPTURE="Apache Kafka 4.4.0" npm run test:kraft -- --testPathPatterns wire/requests
 */
export function capturing(connection: WireConnection, definition: RequestDefinition): WireConnection {
  const broker = process.env['KAFKA_LAB_CAPTURE'];
  if (!broker) return connection;
  return {
    nodeId: connection.nodeId,
    address: connection.address,
    apiVersions: connection.apiVersions,
    async send(apiKey, version, apiName, body, answer) {
      const response = await connection.send(apiKey, version, apiName, body, answer);
      if (version === newestShared(connection, definition)) keep(broker, definition, version, body, response);
      return response;
    },
    throttled: (apiKey, throttleMs) => connection.throttled(apiKey, throttleMs),
  };
}

function newestShared({ apiVersions }: WireConnection, { apiKey, versions }: RequestDefinition): number {
  return Math.min(versions[1], apiVersions.get(apiKey)?.max ?? -1);
}

/** The first of each kind; none with a path of the machine that it was made on. */
function keep(
  broker: string,
  definition: RequestDefinition,
  version: number,
  body: RequestBytes,
  responseBytes: Buffer,
): void {
  const kebab = definition.name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
  const major = /\d+/.exec(broker)?.[0] ?? 'x';
  const file = new URL(`${kebab}-v${version}-kafka-${major}.json`, folder);
  const requestBytes = Buffer.isBuffer(body) ? body : Buffer.concat(body);
  if (existsSync(file) || responseBytes.includes(tmpdir())) return;
  const exchange: Exchange = {
    ...{ broker, api: definition.name, version },
    request: {
      bytes: requestBytes.toString('hex'),
      body: inHex(decodeRequest(definition, version, requestBytes)),
    },
    response: {
      bytes: responseBytes.toString('hex'),
      body: inHex(decodeResponse(definition, version, responseBytes)),
    },
  };
  writeFileSync(file, `${JSON.stringify(exchange, null, 2)}\n`);
}

export function inHex(decoded: unknown): unknown {
  return JSON.parse(
    JSON.stringify(decoded, (_, value: unknown) =>
      isBufferJson(value) ? Buffer.from(value.data).toString('hex') : value,
    ),
  );
}

function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}
