/** One request over a connection of kafkajs, framed here: kafkajs's own encoder would copy the body three times. */
import type { RequestBytes } from '../../wire/protocol/connection.js';
import { frameHeader, piecesOf } from '../../wire/protocol/frame-header.js';
import type { KafkajsConnectionPool } from './internals.js';

export interface FramedRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  /** As WireConnection.send has it. */
  readonly body: RequestBytes;
  readonly expectResponse: boolean;
}

/**
 * Resolves with what follows the correlation id of the answer; empty if none is expected. Does what
 * Connection.send of kafkajs does, whose queue still matches answers and applies time-outs.
 */
export async function sendFrame(pool: KafkajsConnectionPool, request: FramedRequest): Promise<Buffer> {
  const { apiKey, apiName, apiVersion, expectResponse } = request;
  const connection = await pool.getConnectionByRequest({ request });
  if (!connection.isAuthenticated()) await connection.authenticate();
  connection.failIfNotConnected();
  const correlationId = connection.nextCorrelationId();
  const pieces = piecesOf(request.body);
  const { clientId } = connection;
  const header = frameHeader({ apiKey, apiVersion, correlationId, clientId }, pieces);
  const { payload } = await new Promise<{ readonly payload: Buffer | null }>((resolve, reject) => {
    connection.requestQueue.push({
      entry: { apiKey, apiName, apiVersion, correlationId, resolve, reject },
      expectResponse,
      sendRequest() {
        const { socket } = connection;
        // Corked, header and pieces go to the operating system in one call, without a copy.
        socket?.cork();
        socket?.write(header);
        for (const piece of pieces) socket?.write(piece);
        socket?.uncork();
      },
    });
  });
  return payload ?? Buffer.alloc(0);
}

/** What is in flight waits in the broker until the throttle is over: its time-out begins then. */
export async function throttle(
  pool: KafkajsConnectionPool,
  apiKey: number,
  throttleMs: number,
): Promise<void> {
  const { requestQueue } = await pool.getConnectionByRequest({ request: { apiKey } });
  requestQueue.maybeThrottle(throttleMs);
  const untilMs = Date.now() + throttleMs;
  for (const request of requestQueue.inflight.values()) {
    request.sentAt = Math.max(request.sentAt ?? 0, untilMs);
  }
}
