/** Why there is no way through a proxy: its own fault, which holds for every address, or that of what lies behind it. */
import { LabError, type ErrorCode } from '../../text/errors.js';
import type { ProxyKind } from './parse-proxy.js';
import { capitalised } from '../../text/letter-case.js';

/** The proxy itself cannot be used, so that another address behind it is not worth a try. */
export class ProxyUnusable extends LabError {
  readonly holdsForAllAddresses = true;

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(code, message, { hint, cause });
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
};

const aboutCertificate =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|ERR_OSSL_X509)/;
const aboutTls = /^(ERR_SSL_|EPROTO)/;

/** `name`: `the proxy http://proxy:3128`. */
export function proxyUnreachable(name: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const code = codeOf(error);
  if (aboutCertificate.test(code)) {
    return new ProxyUnusable(
      'refused',
      `${capitalised(name)}: its certificate is not trusted (${code})`,
      'Name the certificate of its authority: proxyCa: FILE, --proxy-ca FILE, KAFKA_LAB_PROXY_CA; or NODE_EXTRA_CA_CERTS for the whole program.',
      error,
    );
  }
  if (aboutTls.test(code)) {
    return new ProxyUnusable(
      'refused',
      `${capitalised(name)} does not speak TLS (${code})`,
      'Most HTTP proxies are reached without TLS: write http:// instead of https://.',
      error,
    );
  }
  return new ProxyUnusable(
    'unreachable',
    `${capitalised(name)} cannot be reached: ${words[code] ?? 'the connection failed'} (${code})`,
    'Is its address right, and may this machine reach it?',
    error,
  );
}

/** It closed the connection, or broke it, before it had answered. */
export function closedEarly(name: string, to: string, cause?: unknown): LabError {
  return new ProxyUnusable(
    'unreachable',
    `${capitalised(name)} closed the connection without opening the way to ${to}`,
    'Is it a proxy, and of this kind (http://, https://, socks5://)? Its log may say why.',
    cause,
  );
}

/** Something else answers there. */
export function notThatProxy(name: string, what: string, hint: string, cause?: unknown): LabError {
  return new ProxyUnusable('refused', `${capitalised(name)}: ${what}`, hint, cause);
}

export function tooLate(name: string, to: string, timeoutMs: number, isReached: boolean): LabError {
  return new ProxyUnusable(
    'unreachable',
    isReached
      ? `${capitalised(name)} accepts connections but did not open the way to ${to} within ${timeoutMs} ms`
      : `${capitalised(name)}: no answer within ${timeoutMs} ms`,
    'Is its address right, and is it a proxy of this kind (http://, https://, socks5://)? --timeout gives it more time.',
  );
}

export function loginHint(kind: ProxyKind): string {
  return `User and password stand before the host: ${kind}://USER:PASSWORD@HOST:PORT. In a connection's proxy and in KAFKA_LAB_PROXY the password may be env:NAME, keyring:NAME or prompt.`;
}

export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
