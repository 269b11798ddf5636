/** Whole messages as bytes: what follows the client id of a request, and what follows the correlation id of a response. */
import { compileStruct } from './codec.js';
import { ByteReader } from './codec-reader.js';
import type { ValueCodec } from './codec-scalars.js';
import { ByteWriter } from './codec-writer.js';
import type { RequestBytes } from './connection.js';
import type { Fields, Given, Received } from './schema.js';
import { isFlexible, type RequestDefinition } from './schema-request.js';

interface MessageCodecs {
  readonly request: ValueCodec;
  readonly response: ValueCodec;
}

const compiled = new WeakMap<RequestDefinition, Map<number, MessageCodecs>>();

function codecsOf(definition: RequestDefinition, version: number): MessageCodecs {
  let versions = compiled.get(definition);
  if (versions === undefined) compiled.set(definition, (versions = new Map<number, MessageCodecs>()));
  let codecs = versions.get(version);
  if (codecs === undefined) {
    const [lowest, highest] = definition.versions;
    if (!Number.isInteger(version) || version < lowest || version > highest) {
      throw new RangeError(
        `${definition.name} is declared for versions ${lowest} to ${highest}, not ${version}`,
      );
    }
    const flexible = isFlexible(definition, version);
    codecs = {
      request: compileStruct(definition.request, version, flexible),
      response: compileStruct(definition.response, version, flexible),
    };
    versions.set(version, codecs);
  }
  return codecs;
}

/** The request from its header's tagged section on (one zero byte, in flexible versions only) to its end. */
export function encodeRequest<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  body: Given<Request>,
): Buffer {
  return writtenRequest(definition, version, body).written();
}

/** The same in pieces: large values are not copied, so that they must not change before the request is answered. */
export function encodeRequestInPieces<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  body: Given<Request>,
): RequestBytes {
  const pieces = writtenRequest(definition, version, body).pieces();
  return pieces.length === 1 && pieces[0] ? pieces[0] : pieces;
}

function writtenRequest(definition: RequestDefinition, version: number, body: unknown): ByteWriter {
  const { request } = codecsOf(definition, version);
  return write(request, `${definition.name} v${version} request`, isFlexible(definition, version), body);
}

export function decodeRequest<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  bytes: Buffer,
): Received<Request> {
  const { request } = codecsOf(definition, version);
  const what = `${definition.name} v${version} request`;
  return decode(request, what, isFlexible(definition, version), bytes) as Received<Request>;
}

/** Bytes fields of the result are views of `bytes`. Throws a MalformedError, also when bytes are left over. */
export function decodeResponse<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  bytes: Buffer,
): Received<Response> {
  const { response } = codecsOf(definition, version);
  const what = `${definition.name} v${version} response`;
  return decode(response, what, hasResponseTags(definition, version), bytes) as Received<Response>;
}

export function encodeResponse<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
  version: number,
  body: Given<Response>,
): Buffer {
  const { response } = codecsOf(definition, version);
  const what = `${definition.name} v${version} response`;
  return write(response, what, hasResponseTags(definition, version), body).written();
}

function hasResponseTags(definition: RequestDefinition, version: number): boolean {
  return isFlexible(definition, version) && definition.plainResponseHeader !== true;
}

function write(codec: ValueCodec, what: string, headerTags: boolean, body: unknown): ByteWriter {
  const writer = new ByteWriter(what);
  if (headerTags) writer.unsignedVarint(0);
  codec.write(writer, body);
  return writer;
}

function decode(codec: ValueCodec, what: string, headerTags: boolean, bytes: Buffer): unknown {
  const reader = new ByteReader(bytes, what);
  if (headerTags) reader.skipTags();
  const body = codec.read(reader);
  reader.finish();
  return body;
}
