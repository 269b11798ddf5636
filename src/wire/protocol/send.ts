/** Sends a declared request over a connection, in the highest version that both sides speak. */
import { LabError } from '../../text/errors.js';
import { decodeResponse, encodeRequestInPieces } from './codec-message.js';
import type { VersionRange, WireConnection } from './connection.js';
import { noteRoundTrip } from './round-trip.js';
import type { Fields, Given, Received } from './schema.js';
import type { RequestDefinition } from './schema-request.js';

export interface SendOptions {
  /** Exactly this version, even when the broker does not list it (ApiVersions itself has to be sent that way). */
  readonly version?: number;
  /** No newer version than this, for callers that fill in the fields of an older shape. */
  readonly maxVersion?: number;
}

export async function send<Request extends Fields, Response extends Fields>(
  connection: WireConnection,
  definition: RequestDefinition<Request, Response>,
  body: Given<Request>,
  options: SendOptions = {},
): Promise<Received<Response>> {
  const version = options.version ?? negotiate(connection, definition, options.maxVersion);
  const request = encodeRequestInPieces(definition, version, body);
  const sentMs = performance.now();
  const response = await connection.send(definition.apiKey, version, definition.name, request);
  noteRoundTrip(connection, performance.now() - sentMs);
  const answer = decodeResponse(definition, version, response);
  const throttleMs = throttleMsOf(answer);
  if (throttleMs > 0) connection.throttled(definition.apiKey, throttleMs);
  return answer;
}

/** Almost every answer has it, by this name. */
function throttleMsOf(answer: object): number {
  const { throttleTimeMs } = answer as { readonly throttleTimeMs?: unknown };
  return typeof throttleTimeMs === 'number' ? throttleTimeMs : 0;
}

/** Whether there is a version of it that both know. */
export function speaks({ apiVersions }: WireConnection, { apiKey, versions }: RequestDefinition): boolean {
  const theirs = apiVersions.get(apiKey);
  return theirs !== undefined && theirs.min <= versions[1] && theirs.max >= versions[0];
}

/** Highest version in both ranges; a LabError 'refused' that names both ranges when there is none. */
export function negotiate(
  connection: WireConnection,
  definition: RequestDefinition,
  maxVersion = Infinity,
): number {
  const [lowest, highest] = definition.versions;
  const theirs = connection.apiVersions.get(definition.apiKey);
  const version = Math.min(highest, maxVersion, theirs?.max ?? -1);
  if (version >= Math.max(lowest, theirs?.min ?? 0)) return version;
  if (theirs === undefined && isController(connection)) throw controllersPort(connection, definition.name);
  const ours = `kafka-lab needs ${rangeText({ min: lowest, max: Math.min(highest, maxVersion) })}`;
  const who = connection.nodeId < 0 ? 'The broker' : `Broker ${connection.nodeId}`;
  const broker = `${who} at ${connection.address}`;
  const offer = theirs === undefined ? 'does not offer it' : `offers ${rangeText(theirs)}`;
  throw new LabError('refused', `${broker} cannot answer ${definition.name}: it ${offer}, ${ours}.`, {
    hint:
      theirs === undefined || theirs.max < lowest
        ? 'The broker is too old for it or runs in a mode without it.'
        : 'The broker is too new for this version of kafka-lab.',
  });
}

const metadataKey = 3;
/** BrokerRegistration: brokers send it to controllers. */
const registrationKey = 62;

/** Whether a KRaft controller listens there, which answers little else than what the quorum is about. */
export function isController({ apiVersions }: WireConnection): boolean {
  return apiVersions.has(registrationKey) && !apiVersions.has(metadataKey);
}

function controllersPort({ address }: WireConnection, request: string): LabError {
  return new LabError(
    'refused',
    `${address} is the port of a KRaft controller, which does not answer ${request}.`,
    {
      hint: `Name the port of a broker: in its listeners, one that controller.listener.names does not name. What the controllers know of each other: kafka-lab cluster quorum -b ${address}`,
    },
  );
}

function rangeText({ min, max }: VersionRange): string {
  return min === max ? `version ${min}` : `versions ${min} to ${max}`;
}
