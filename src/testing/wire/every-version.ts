/** Sends one request in every version that both we and a broker speak. */
import { expect } from '@jest/globals';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { kafkaErrorCode, type ErrorName } from '../../wire/protocol/error-codes.js';
import type { Fields, Given, Received } from '../../wire/protocol/schema.js';
import type { RequestDefinition } from '../../wire/protocol/schema-request.js';
import { send } from '../../wire/protocol/send.js';
import { capturing } from './captured-exchange.js';

export function sharedVersions(connection: WireConnection, definition: RequestDefinition): readonly number[] {
  const theirs = connection.apiVersions.get(definition.apiKey);
  if (theirs === undefined) return [];
  const from = Math.max(definition.versions[0], theirs.min);
  const to = Math.min(definition.versions[1], theirs.max);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/**
 * A request that a real broker misunderstands ends in a closed connection or in bytes left over; the values that
 * `check` asserts show that fields are where they belong. Nothing is sent for a request that the broker does not offer.
 */
export async function inEveryVersion<Request extends Fields, Response extends Fields>(
  connection: WireConnection,
  definition: RequestDefinition<Request, Response>,
  body: (version: number) => Given<Request>,
  check: (response: Received<Response>, version: number) => void,
): Promise<void> {
  for (const version of sharedVersions(connection, definition)) {
    check(await send(capturing(connection, definition), definition, body(version), { version }), version);
  }
}

export function expectCode(code: number | undefined, ...names: ErrorName[]): void {
  expect(names).toContain(kafkaErrorCode(code ?? NaN).name);
}
