/** What stands before the body of a request on the wire: its size and request header v1. */
import type { RequestBytes } from './connection.js';

export interface FrameHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string;
}

/** The size of all that follows it, then the header up to the client id (a nullable string of int16 length). */
export function frameHeader(
  { apiKey, apiVersion, correlationId, clientId }: FrameHeader,
  pieces: readonly Buffer[],
): Buffer {
  const name = Buffer.from(clientId);
  const header = Buffer.allocUnsafe(14 + name.length);
  const bodyBytes = pieces.reduce((sum, { length }) => sum + length, 0);
  header.writeInt32BE(header.length - 4 + bodyBytes, 0);
  header.writeInt16BE(apiKey, 4);
  header.writeInt16BE(apiVersion, 6);
  header.writeInt32BE(correlationId, 8);
  header.writeInt16BE(name.length, 12);
  name.copy(header, 14);
  return header;
}

export function piecesOf(body: RequestBytes): readonly Buffer[] {
  return Buffer.isBuffer(body) ? [body] : body;
}
