/** What this folder needs of a connection to one broker; who carries it is not its business. */

export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** One buffer, or several that follow each other on the wire and are handed on without being joined. */
export type RequestBytes = Buffer | readonly Buffer[];

export interface WireConnection {
  readonly nodeId: number;
  /** host:port, for messages. */
  readonly address: string;
  /** By API key, as in the broker's ApiVersions answer. */
  readonly apiVersions: ReadonlyMap<number, VersionRange>;
  /**
   * Sends one request and resolves with its response. The connection writes the frame size and the header up to and
   * including the client id (api key, version, correlation id, client id as a plain nullable string); `body` is all
   * that follows, so in flexible versions it begins with the header's tagged section. The result is all that follows the
   * response's correlation id, so in flexible versions (ApiVersions excepted) it begins with a tagged section too.
   * `body` may still wait to be written after a failure: it must not change until it was answered.
   */
  send(
    apiKey: number,
    apiVersion: number,
    apiName: string,
    body: RequestBytes,
    /** `none` for Produce with acks=0: resolves, with nothing, once the operating system has the bytes. */
    answer?: 'expected' | 'none',
  ): Promise<Buffer>;
  /**
   * To an answer for `apiKey` the broker added that it reads nothing more from this client for so long (KIP-219: a quota
   * is exceeded). What waits for an answer, or is sent meanwhile, gets that much longer before it times out.
   */
  throttled(apiKey: number, throttleMs: number): void;
  /**
   * `answer`: any part of what `send` resolved with, if nothing refers to it any more: later answers may be received in its
   * memory. Left out by connections that receive nothing.
   */
  reuse?(answer: Buffer): void;
}
