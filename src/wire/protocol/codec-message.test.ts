import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryBody } from '../../testing/wire/arbitrary-message.js';
import { MalformedError } from './codec-error.js';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './codec-message.js';
import { allRequests } from '../requests/index.js';
import type { Fields } from './schema.js';
import type { RequestDefinition } from './schema-request.js';

interface Message {
  readonly label: string;
  readonly version: number;
  readonly fields: Fields;
  readonly encode: (body: Record<string, unknown>) => Buffer;
  readonly decode: (bytes: Buffer) => unknown;
}

/** Both messages of a request in every version of it. */
function messagesOf(definition: RequestDefinition): Message[] {
  const [lowest, highest] = definition.versions;
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index).flatMap((version) => [
    {
      label: `v${version} request`,
      version,
      fields: definition.request,
      encode: (body) => encodeRequest(definition, version, body),
      decode: (bytes) => decodeRequest(definition, version, bytes),
    },
    {
      label: `v${version} response`,
      version,
      fields: definition.response,
      encode: (body) => encodeResponse(definition, version, body),
      decode: (bytes) => decodeResponse(definition, version, bytes),
    },
  ]);
}

/** The error of `decode`, or undefined. One `expect` a byte would take most of the time of these tests. */
function errorOf(decode: () => unknown): unknown {
  try {
    decode();
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectMalformedOrFine(decode: () => unknown): void {
  const error = errorOf(decode);
  if (error !== undefined && !(error instanceof MalformedError)) expect(error).toBeInstanceOf(MalformedError);
}

describe.each(allRequests.map((definition) => [definition.name, definition] as const))(
  '%s',
  (_, definition) => {
    const messages = messagesOf(definition);

    test('what is written reads back, and writes the same bytes again', () => {
      for (const { fields, version, encode, decode } of messages) {
        const property = fc.property(arbitraryBody(fields, version), (body) => {
          const bytes = encode(body);
          const decoded = decode(bytes);
          // Where nothing differs, `expect` would take most of the time.
          if (!isDeepStrictEqual(decoded, body)) expect(decoded).toEqual(body);
          const again = encode(decoded as Record<string, unknown>);
          if (!again.equals(bytes)) expect(again).toEqual(bytes);
        });
        fc.assert(property, { numRuns: 10 });
      }
    });

    test('bytes cut short anywhere are refused in words', () => {
      for (const { label, fields, version, encode, decode } of messages) {
        const [body] = fc.sample(arbitraryBody(fields, version), { numRuns: 1, seed: 7 });
        const bytes = encode(body!);
        const refusal = `${definition.name} ${label} cannot be read`;
        const passed = Array.from(bytes.keys()).filter((length) => {
          const error = errorOf(() => decode(bytes.subarray(0, length)));
          return !(error instanceof MalformedError && error.message.startsWith(refusal));
        });
        expect(passed).toEqual([]);
        expect(() => decode(Buffer.concat([bytes, Buffer.of(0)]))).toThrow('1 bytes are left over');
      }
    });

    test('damaged bytes decode to something or are refused, and never end in another error', () => {
      for (const { fields, version, encode, decode } of messages) {
        const damage = fc.record({ at: fc.nat(), to: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff) });
        const property = fc.property(arbitraryBody(fields, version), fc.array(damage), (body, damages) => {
          const bytes = Buffer.from(encode(body));
          for (const { at, to } of damages) if (bytes.length > 0) bytes[at % bytes.length] = to;
          expectMalformedOrFine(() => decode(bytes));
        });
        fc.assert(property, { numRuns: 10 });
      }
    });
  },
);

test('noise is refused by every message', () => {
  const everyMessage = allRequests.flatMap(messagesOf);
  fc.assert(
    fc.property(fc.constantFrom(...everyMessage), fc.uint8Array({ maxLength: 200 }), ({ decode }, noise) =>
      expectMalformedOrFine(() => decode(Buffer.from(noise))),
    ),
    { numRuns: 2000 },
  );
});
