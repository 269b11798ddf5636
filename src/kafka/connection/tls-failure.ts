/** OpenSSL's error for a TLS connection → what is wrong, and which side has to change. */
import type { ConnectionOptions, DetailedPeerCertificate } from 'node:tls';
import type { Address } from '../../net/addresses.js';
import { printable } from '../../text/printable.js';
import { peekTls } from './peek.js';

export interface Explanation {
  readonly reason: string;
  readonly hint: string;
}

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

/** A server's alerts for a client without a certificate, or with one that it rejects. */
const aboutClientCertificate =
  /_ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNKNOWN_CA|CERTIFICATE_EXPIRED|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;

/** Undefined if it is not a TLS error. Fetches the certificate again for the details. */
export async function explainTlsFailure(
  code: string,
  address: Address,
  options: ConnectionOptions,
): Promise<Explanation | undefined> {
  if (aboutClientCertificate.test(code)) return aboutClient(options);
  if (!untrusted.has(code) && !code.startsWith('CERT_') && code !== 'ERR_TLS_CERT_ALTNAME_INVALID')
    return undefined;
  const certificate = (await peekTls(address, options))?.certificate;
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      reason: `the broker's certificate${subjectOf(certificate)} has expired${certificate ? ` (${certificate.valid_to})` : ''}`,
      hint: 'The broker needs a new one, in its keystore: ssl.keystore.location (compose: KAFKA_SSL_KEYSTORE_LOCATION, or KAFKA_LISTENER_NAME_<LISTENER>_SSL_KEYSTORE_LOCATION), then a restart.',
    };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return {
      reason: `the broker's certificate${subjectOf(certificate)} is not valid yet${certificate ? ` (from ${certificate.valid_from})` : ''}`,
      hint: 'Is the clock of this machine right? See it with: date',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificate?.subjectaltname ?? certificate?.subject.CN;
    const wanted = typeof options.servername === 'string' ? options.servername : address.host;
    return {
      reason: `the broker's certificate is for another host: it names ${printable(String(names ?? 'none'))}, not ${wanted}`,
      hint: 'Connect by a name in the certificate, or set the name to expect (tls.servername: NAME, --servername NAME); or give the broker a certificate with this name among its subjectAltNames.',
    };
  }
  return {
    reason: `the broker's certificate${subjectOf(certificate)} was issued by ${issuerOf(certificate)}, which this connection does not trust`,
    hint: `Name the certificate of its authority (tls.ca: FILE, --ca FILE).${options.ca === undefined ? ' Without one, the public authorities that Node knows are trusted.' : ' The connection names another one now.'}`,
  };
}

function aboutClient({ cert }: ConnectionOptions): Explanation {
  if (cert === undefined) {
    return {
      reason: 'the broker requires a certificate from its clients (mTLS), and this connection has none',
      hint: 'Name yours (tls.cert and tls.key, --cert FILE --key FILE). On the broker it is ssl.client.auth=required (compose: KAFKA_SSL_CLIENT_AUTH) that demands one.',
    };
  }
  return {
    reason: "the broker does not accept this connection's client certificate",
    hint: "It must be valid, and issued by an authority in the broker's truststore: ssl.truststore.location (compose: KAFKA_SSL_TRUSTSTORE_LOCATION).",
  };
}

function subjectOf(certificate: DetailedPeerCertificate | undefined): string {
  const name = certificate?.subject.CN;
  return name === undefined ? '' : ` (${printable(String(name))})`;
}

function issuerOf(certificate: DetailedPeerCertificate | undefined): string {
  const { CN, O } = certificate?.issuer ?? {};
  return `"${printable(String(CN ?? O ?? 'an unknown authority'))}"`;
}
