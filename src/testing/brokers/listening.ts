/** A scripted broker behind a socket, for tests that connect as the program does. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { ScriptedBroker } from './scripted-broker.js';

/** Answers in the order of the requests, as brokers do; requests without an answer (acks=0) are not for it. */
export function listening(broker: ScriptedBroker, tls?: TlsOptions): Server {
  const serve = (socket: Socket) => serveOn(socket, broker);
  return tls ? createTlsServer(tls, serve) : createServer(serve);
}

function serveOn(socket: Socket, broker: ScriptedBroker): void {
  socket.on('error', () => undefined);
  let received = Buffer.alloc(0);
  let answered = Promise.resolve();
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      const frame = received.subarray(4, end);
      answered = answered.then(() => answer(broker, frame, socket));
      received = received.subarray(end);
    }
  });
}

async function answer(broker: ScriptedBroker, frame: Buffer, socket: Socket): Promise<void> {
  const apiKey = frame.readInt16BE(0);
  const body = frame.subarray(10 + Math.max(0, frame.readInt16BE(8)));
  try {
    const payload = await broker.send(apiKey, frame.readInt16BE(2), `request ${apiKey}`, body);
    const head = Buffer.alloc(8);
    head.writeInt32BE(4 + payload.length, 0);
    frame.copy(head, 4, 4, 8);
    socket.write(Buffer.concat([head, payload]));
  } catch {
    socket.destroy();
  }
}
