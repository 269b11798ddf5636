/** What a request file declares: an API, the versions we speak, and the fields of its two messages. */
import type { Fields, Given, Received } from './schema.js';

export interface RequestDefinition<Request extends Fields = Fields, Response extends Fields = Fields> {
  /** Kafka's number for the API, and its name without "Request". */
  readonly apiKey: number;
  readonly name: string;
  /** Lowest and highest version that the two declarations below describe. */
  readonly versions: readonly [lowest: number, highest: number];
  /** First version with compact lengths and tagged fields (KIP-482); left out if no version has them. */
  readonly flexibleSince?: number;
  /** ApiVersions alone: its answer keeps the old header, because it is read before versions are agreed on. */
  readonly plainResponseHeader?: boolean;
  readonly request: Request;
  readonly response: Response;
}

export type RequestBody<D extends RequestDefinition> = Given<D['request']>;
export type ResponseBody<D extends RequestDefinition> = Received<D['response']>;

export function defineRequest<Request extends Fields, Response extends Fields>(
  definition: RequestDefinition<Request, Response>,
): RequestDefinition<Request, Response> {
  return definition;
}

export function isFlexible(definition: RequestDefinition, version: number): boolean {
  return definition.flexibleSince !== undefined && version >= definition.flexibleSince;
}
