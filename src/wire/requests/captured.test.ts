import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from '../codec-message.js';
import { allRequests } from './index.js';

interface Captured {
  readonly bytes: string;
  readonly body: unknown;
}

/** Both sides of one exchange with a real broker; bytes and Buffers in hex. */
interface Exchange {
  readonly broker: string;
  readonly api: string;
  readonly version: number;
  readonly request: Captured;
  readonly response: Captured;
}

const folder = new URL('fixtures/', import.meta.url);
const exchanges = readdirSync(folder).map((file) => {
  const exchange = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Exchange;
  return [`${file} from ${exchange.broker}`, exchange] as const;
});

function inHex(decoded: unknown): unknown {
  return JSON.parse(
    JSON.stringify(decoded, (_, value: unknown) =>
      isBufferJson(value) ? Buffer.from(value.data).toString('hex') : value,
    ),
  );
}

function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

describe.each(exchanges)('%s', (_, { api, version, request, response }) => {
  const definition = allRequests.find(({ name }) => name === api)!;
  const requestBytes = Buffer.from(request.bytes, 'hex');
  const responseBytes = Buffer.from(response.bytes, 'hex');

  test('reads as what was asked and answered', () => {
    expect(inHex(decodeRequest(definition, version, requestBytes))).toEqual(request.body);
    expect(inHex(decodeResponse(definition, version, responseBytes))).toEqual(response.body);
  });

  test('is written to the same bytes', () => {
    expect(encodeRequest(definition, version, decodeRequest(definition, version, requestBytes))).toEqual(
      requestBytes,
    );
    expect(encodeResponse(definition, version, decodeResponse(definition, version, responseBytes))).toEqual(
      responseBytes,
    );
  });
});
