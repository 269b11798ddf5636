import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { offeredMechanisms, peekTls } from './peek.js';

const authority = createAuthority('an authority');
const broker = authority.issue({ commonName: 'broker', hosts: ['localhost'] });
const client = authority.issue({ commonName: 'someone' });

let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
});

function listening(server: Server): Promise<{ host: string; port: number }> {
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ host: 'localhost', port: (server.address() as AddressInfo).port }),
    ),
  );
}

describe('a server that is not verified', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'with %s shows its certificate and is shown none',
    async (version) => {
      const shown: unknown[] = [];
      const server = createServer(
        {
          key: broker.key,
          cert: broker.certificate,
          requestCert: true,
          rejectUnauthorized: false,
          maxVersion: version,
        },
        (socket) => shown.push(Object.keys(socket.getPeerCertificate())),
      );
      const ended = new Promise((resolve) => {
        server.on('connection', (socket: Socket) => socket.on('close', resolve));
      });
      const address = await listening(server);
      const options = { cert: client.certificate, key: client.key, servername: 'localhost' };
      expect((await peekTls(address, {}, options))?.certificate?.subject.CN).toBe('broker');
      await ended;
      expect(shown.flat()).toEqual([]);
    },
  );

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'with %s that requires one is seen all the same',
    async (version) => {
      const server = createServer({
        key: broker.key,
        cert: broker.certificate,
        requestCert: true,
        ca: authority.certificate,
        maxVersion: version,
      });
      expect((await peekTls(await listening(server), {}))?.certificate?.subject.CN).toBe('broker');
    },
  );
});

describe('never throws', () => {
  const notPem = {
    ca: 'x',
    cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    key: 'x',
  };

  test('with certificates that are none', async () => {
    const address = await listening(createPlainServer((socket) => socket.destroy()));
    expect(await offeredMechanisms(address, { tls: notPem })).toBeUndefined();
    expect(await peekTls(address, {})).toBeUndefined();
  });

  test('with an answer that is none', async () => {
    // The correlation id, and then no answer to a handshake.
    const answer = Buffer.from([0, 0, 0, 6, 0x6c, 0x61, 0x62, 0x2b, 0, 0]);
    const address = await listening(createPlainServer((socket) => socket.end(answer)));
    expect(await offeredMechanisms(address, {})).toBeUndefined();
  });
});
