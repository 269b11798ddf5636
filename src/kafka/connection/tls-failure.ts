/** OpenSSL's error for a TLS connection → what is wrong, and which side has to change. */
import type { ConnectionOptions, DetailedPeerCertificate } from 'node:tls';
import type { Address } from '../../net/addresses.js';
import { isAboutClientCertificate } from '../../net/http/certificate-failure.js';
import { printable } from '../../text/printable.js';
import type { SocketAccess } from './open-socket.js';
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

/** Alert 40 and its like: client and server have nothing in common, of which a missing certificate is one case. */
const aboutAgreement = /_ALERT_(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|ILLEGAL_PARAMETER)$/;

/** Undefined if it is not a TLS error. Fetches the certificate again for the details. */
export async function explainTlsFailure(
  code: string,
  address: Address,
  access: SocketAccess,
  options: ConnectionOptions,
): Promise<Explanation | undefined> {
  if (isAboutClientCertificate(code)) return aboutClient(options);
  if (aboutAgreement.test(code)) return noAgreement(options);
  if (/_ALERT_PROTOCOL_VERSION$/.test(code)) return otherVersion;
  if (/_UNRECOGNIZED_NAME$/.test(code)) return unknownName(address, options);
  const alert = /_ALERT_(\w+)$/.exec(code)?.[1];
  if (alert !== undefined) {
    return {
      reason: `the broker ended the TLS handshake: ${alert.toLowerCase().replaceAll('_', ' ')} (its alert, by its name in TLS)`,
      hint: "The broker's log says why, at the time of this try.",
    };
  }
  if (!untrusted.has(code) && !code.startsWith('CERT_') && code !== 'ERR_TLS_CERT_ALTNAME_INVALID')
    return undefined;
  const certificate = (await peekTls(address, access, options))?.certificate;
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

/** Has this side a certificate to show? */
function hasOwn({ cert, pfx }: ConnectionOptions): boolean {
  return cert !== undefined || pfx !== undefined;
}

function noAgreement(options: ConnectionOptions): Explanation {
  const certificate = !hasOwn(options)
    ? 'requires a certificate of its clients, and this connection has none (tls.cert and tls.key, --cert FILE --key FILE)'
    : 'does not accept the kind of certificate that this connection has';
  return {
    reason: `the broker ended the TLS handshake (alert 40): it has no TLS version, cipher suite or kind of key in common with this client, or it ${certificate}`,
    hint: 'On the broker: ssl.enabled.protocols, ssl.cipher.suites, the kind of key in ssl.keystore.location, ssl.client.auth. Its log says which it was.',
  };
}

const otherVersion: Explanation = {
  reason: 'the broker accepts none of the TLS versions that this client offers (1.2 and 1.3)',
  hint: 'On the broker: ssl.enabled.protocols=TLSv1.2,TLSv1.3',
};

function unknownName({ host }: Address, { servername }: ConnectionOptions): Explanation {
  return {
    reason: `the broker, or a proxy before it, does not know the name ${servername ?? host}`,
    hint: 'Set the name to ask for: tls.servername: NAME, --servername NAME',
  };
}

function aboutClient(options: ConnectionOptions): Explanation {
  if (!hasOwn(options)) {
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
