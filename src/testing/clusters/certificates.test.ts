import { X509Certificate } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createAuthority } from './certificates.js';

test('what is issued is a certificate of its authority, for its hosts and its days', () => {
  const authority = createAuthority('Test Authority');
  const issued = new X509Certificate(
    authority.issue({ commonName: 'broker', hosts: ['localhost', 'b.example'] }).certificate,
  );
  const parent = new X509Certificate(authority.certificate);
  expect(parent.ca).toBe(true);
  expect(issued.ca).toBe(false);
  expect(issued.verify(parent.publicKey)).toBe(true);
  expect(issued.checkIssued(parent)).toBe(true);
  expect(issued.subjectAltName).toBe('DNS:localhost, DNS:b.example');
  expect(Date.parse(issued.validTo)).toBeGreaterThan(Date.now());
  expect(issued.verify(new X509Certificate(createAuthority('Other').certificate).publicKey)).toBe(false);
});

test('an expired one was valid once', () => {
  const { certificate } = createAuthority('Test Authority').issue({ commonName: 'old', validDays: -2 });
  const issued = new X509Certificate(certificate);
  expect(Date.parse(issued.validTo)).toBeLessThan(Date.now());
  expect(Date.parse(issued.validFrom)).toBeLessThan(Date.parse(issued.validTo));
});
