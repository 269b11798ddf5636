/** What is wrong with a certificate of an HTTPS server, or with one that it wants: by the code of OpenSSL or of Node. */
import { printable } from '../../text/printable.js';

/** A server's alerts for a client without a certificate, or with one that it rejects. */
const aboutClientCertificate =
  /_ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_EXPIRED|ACCESS_DENIED)$/;

export function isAboutClientCertificate(code: string): boolean {
  return aboutClientCertificate.test(code);
}

/** What to do, where that depends on what was asked. */
export interface CertificateHints {
  /** Its authority is not trusted. */
  readonly certificate: string;
  /** It wants a certificate; undefined where none can be named. */
  readonly clientCertificate?: string;
  /** Its certificate is for another host: how the name to expect is set, if it can be. */
  readonly otherHost?: string;
}

/** In words behind "the registry: "; undefined if the code is about something else. */
export function certificateFailure(
  error: NodeJS.ErrnoException,
  hints: CertificateHints,
): { readonly what: string; readonly hint: string } | undefined {
  const { code = '' } = error;
  const clock = 'Whoever runs it has to renew it. Or is the clock of this machine wrong? See it with: date';
  if (code === 'CERT_HAS_EXPIRED') return { what: 'its certificate has expired', hint: clock };
  if (code === 'CERT_NOT_YET_VALID') return { what: 'its certificate is not valid yet', hint: clock };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = namesOf(error);
    return {
      what: `its certificate is for another host${names === undefined ? '' : `: it names ${printable(names)}`}`,
      hint: ['Use a name that is in the certificate.', hints.otherHost].filter(Boolean).join(' '),
    };
  }
  if (!isAboutClientCertificate(code)) return undefined;
  return {
    what: 'it wants a certificate of its clients, or does not accept the one that it was shown',
    hint: hints.clientCertificate ?? 'Ask who runs it.',
  };
}

/** `DNS:a.example, DNS:b.example`; Node has the certificate beside such an error. */
function namesOf(error: Error): string | undefined {
  const { cert } = error as { cert?: { subjectaltname?: unknown } };
  return typeof cert?.subjectaltname === 'string' ? cert.subjectaltname : undefined;
}
