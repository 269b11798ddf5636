import { afterEach, expect, test } from '@jest/globals';
import type { AddressInfo, Server } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { LabError } from '../../text/errors.js';
import { connect } from './connect.js';
import { explainTlsFailure } from './tls-failure.js';

const authority = createAuthority('Practice Authority');
const { certificate: cert, key } = authority.issue({ commonName: 'localhost' });
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function failureAt(options: TlsOptions): Promise<LabError> {
  const server = createServer({ cert, key, ...options });
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const error: unknown = await connect(
    { host: 'localhost', port },
    {
      ...{ timeoutMs: 2000, connectTimeoutMs: 2000, signal: new AbortController().signal },
      access: { tls: { ca: authority.certificate } },
    },
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

test('alert 40 because of the cipher suites is not said to be about a client certificate alone', async () => {
  // The certificate has an EC key, which this suite cannot use.
  const error = await failureAt({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
  expect(error.message).toMatch(
    /alert 40\): it has no TLS version, cipher suite .* in common .*, or it requires a certificate/,
  );
  expect(error.hint).toMatch(/ssl\.cipher\.suites.*ssl\.client\.auth/);
});

test.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /requires a certificate from its clients \(mTLS\)/],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /none of the TLS versions/],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /does not know the name broker\.example/],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', /ended the TLS handshake: internal error/],
])('%s', async (code, reason) => {
  const explained = await explainTlsFailure(code, { host: 'broker.example', port: 9093 }, {}, {});
  expect(explained?.reason).toMatch(reason);
});
