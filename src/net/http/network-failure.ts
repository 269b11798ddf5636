/** Why there was no HTTP answer, in words, with what to change. */
import { LabError } from '../../text/errors.js';
import { certificateFailure, type CertificateHints } from './certificate-failure.js';

/** What to do, where that depends on what was asked. */
export interface FailureHints extends CertificateHints {
  /** Nothing listens there. */
  readonly down: string;
  /** The answer is longer than any that was expected. */
  readonly tooLong: string;
}

const certificateCodes =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO|UNABLE_TO_|SELF_SIGNED|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;
/** OpenSSL's words for bytes that are not TLS. */
const notTls =
  /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|http[ _]request|unknown[ _]protocol/i;

/** `where`: the beginning of a sentence. Throws nothing; 'refused' is for certificates, all else 'unreachable'. */
export function networkFailure(
  error: NodeJS.ErrnoException,
  where: string,
  url: URL,
  hints: FailureHints,
): LabError {
  const code = error.code ?? 'no code';
  const say = (what: string, hint: string, kind: 'unreachable' | 'refused' = 'unreachable') =>
    new LabError(kind, `${where}: ${what} (${code}).`, { hint, cause: error });
  switch (code) {
    case 'ENOTFOUND':
      return say(
        `there is no host ${url.hostname}`,
        'Is the name spelt right, and known outside of the VPN?',
      );
    case 'EAI_AGAIN':
      return say(`the name ${url.hostname} could not be looked up`, 'Does this machine have a network?');
    case 'ECONNREFUSED':
      return say('nothing listens there', hints.down);
    case 'ECONNRESET':
    case 'EPIPE':
      return say('the connection was closed', 'Is it an HTTPS address? A firewall may also have closed it.');
  }
  if (code.startsWith('HPE_')) {
    return say(
      'what answers there does not speak HTTP',
      url.protocol === 'http:'
        ? `With TLS the address begins with https://. A port of another server (a broker?) answers like this, too.`
        : 'Is it the port of another server?',
    );
  }
  if (notTls.test(`${code} ${error.message}`)) {
    return say(
      'what answers there does not speak TLS',
      'Without TLS the address begins with http://; then whatever is sent there, passwords too, can be read on the way.',
    );
  }
  const certificate = certificateFailure(error, hints);
  if (certificate) return say(certificate.what, certificate.hint, 'refused');
  if (certificateCodes.test(code)) {
    return say('the TLS connection could not be trusted or made', hints.certificate, 'refused');
  }
  return say('the connection failed', 'Is it the right address, and may this machine reach it?');
}
