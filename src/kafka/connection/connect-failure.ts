/** Why a connection to a broker failed → one error for each common cause, with what to change. */
import { LabError } from '../../text/errors.js';
import type { BrokerAccess, SaslLogin } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { LoginBrokenOff, LoginRefused } from '../sasl/exchange.js';
import { asLabError } from './errors.js';
import { UnusableTlsSettings } from './open-socket.js';
import { offeredMechanisms, peekTls, speaksPlaintext } from './peek.js';
import { explainTlsFailure } from './tls-failure.js';

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ECONNRESET: 'the other side broke the connection; it may not be a Kafka broker',
};

/** Contacts the address again, within a second, if that tells more than the error does. */
export async function connectFailure(
  thrown: unknown,
  address: Address,
  access: BrokerAccess,
): Promise<LabError> {
  if (thrown instanceof LabError) return thrown;
  const error = firstOf(thrown);
  const at = formatAddress(address);
  if (error instanceof LoginRefused) return loginFailure(error, address, access);
  if (error instanceof LoginBrokenOff) return loginBrokenOff(error, at, access);
  if (error instanceof UnusableTlsSettings) {
    return refused(
      `${at}: the certificates of this connection cannot be used: ${error.message.replace(/^error:\w+:/, '')}`,
      'tls.ca, tls.cert and tls.key must be PEM files, and the key that of the certificate.',
      error,
    );
  }
  const { code = '', message = '' } = isError(error) ? error : {};
  if (access.tls) {
    const explanation = await explainTlsFailure(code, address, access, access.tls);
    if (explanation) return refused(`${at}: ${explanation.reason}`, explanation.hint, error);
  }
  if (isCutOff(code, message)) {
    const mismatch =
      (await protocolMismatch(address, access, error)) ?? (await endedLogin(address, access, error));
    if (mismatch) return mismatch;
    if (code !== 'ECONNRESET') {
      return new LabError(
        'unreachable',
        `${at}: the connection was closed at once; it may not be a Kafka broker${access.sasl ? '' : ', or want TLS or a login'}`,
        { cause: error },
      );
    }
  }
  const words = plainWords[code];
  if (words !== undefined) return new LabError('unreachable', `${at}: ${words} (${code})`, { cause: error });
  return asLabError(error);
}

/** The error for a listener that closes the connection of a client without a login; undefined if that is not the reason. */
export async function loginWanted(
  address: Address,
  access: BrokerAccess,
  cause: unknown,
): Promise<LabError | undefined> {
  if (access.sasl) return undefined;
  const mechanisms = await offeredMechanisms(address, access);
  if (!mechanisms) return undefined;
  return refused(
    `${formatAddress(address)}: the broker requires a login (SASL ${mechanisms.join(', ')}), and none was given`,
    'Give the connection one: kafka-lab connections add NAME --sasl MECHANISM --username USER --password env:VARIABLE; for a single command: KAFKA_LAB_SASL_MECHANISM, KAFKA_LAB_SASL_USERNAME and KAFKA_LAB_SASL_PASSWORD.',
    cause,
  );
}

async function loginFailure(error: LoginRefused, address: Address, access: BrokerAccess): Promise<LabError> {
  const { sasl } = access;
  const at = formatAddress(address);
  const mechanism = sasl?.mechanism ?? '';
  if (error.type === 'ILLEGAL_SASL_STATE') {
    return refused(
      `${at}: this listener takes no login, and the connection has one (SASL ${mechanism})`,
      'Leave sasl out of the connection, or name the listener that has SASL: on the broker, listener.security.protocol.map says which (SASL_PLAINTEXT, SASL_SSL).',
      error,
    );
  }
  if (error.type === 'UNSUPPORTED_SASL_MECHANISM') {
    return unsupportedMechanism(at, mechanism, await offeredMechanisms(address, access), error);
  }
  const brokersWords = error.message.replace(/^.*authentication failed: /i, '');
  return refused(
    `${at}: the broker did not accept the login${whoIn(sasl)} with SASL ${mechanism}: ${brokersWords}`,
    whatToCheck(mechanism),
    error,
  );
}

function unsupportedMechanism(
  at: string,
  mechanism: string,
  offered: readonly string[] | undefined,
  cause: unknown,
): LabError {
  return refused(
    `${at}: the broker does not take SASL ${mechanism}${offered ? `; it takes ${offered.join(', ')}` : ''}`,
    `Change sasl.mechanism of the connection; or add it on the broker: sasl.enabled.mechanisms (compose: KAFKA_SASL_ENABLED_MECHANISMS: ${[...(offered ?? []), mechanism].join(',')}).`,
    cause,
  );
}

function loginBrokenOff({ message }: Error, at: string, { sasl }: BrokerAccess): LabError {
  return refused(
    `${at}: the login${whoIn(sasl)} with SASL ${sasl?.mechanism ?? ''} was broken off: ${message}`,
    'If the settings are right, what answers there may not be the broker: is it the right address, and TLS in use?',
    message,
  );
}

/** A broker that closes the connection in the middle of a login may be quicker than its own answer. */
async function endedLogin(
  address: Address,
  access: BrokerAccess,
  cause: unknown,
): Promise<LabError | undefined> {
  const { sasl } = access;
  const offered = sasl && (await offeredMechanisms(address, access));
  if (!offered) return undefined;
  const at = formatAddress(address);
  if (!offered.includes(sasl.mechanism)) return unsupportedMechanism(at, sasl.mechanism, offered, cause);
  return refused(
    `${at}: the broker ended the connection during the login${whoIn(sasl)} with SASL ${sasl.mechanism}`,
    "The broker's log says why, at the time of this try.",
    cause,
  );
}

function whoIn(sasl: SaslLogin | undefined): string {
  return sasl && 'username' in sasl ? ` of ${sasl.username}` : '';
}

function whatToCheck(mechanism: string): string {
  if (mechanism === 'OAUTHBEARER')
    return 'Is the token valid, for this cluster (issuer, audience), and not expired? kafka-lab connections doctor shows what it claims.';
  if (mechanism === 'PLAIN') {
    return 'Check user name and password. The broker\'s users are in its JAAS configuration: listener.name.<listener>.plain.sasl.jaas.config, user_NAME="PASSWORD".';
  }
  return `Check user name and password. A user needs a password for this mechanism: kafka-configs.sh --alter --add-config '${mechanism}=[password=…]' --entity-type users --entity-name USER`;
}

async function protocolMismatch(
  address: Address,
  access: BrokerAccess,
  cause: unknown,
): Promise<LabError | undefined> {
  const at = formatAddress(address);
  if (access.tls) {
    if (!(await speaksPlaintext(address, access))) return undefined;
    return refused(
      `${at}: the connection uses TLS, and this listener is plaintext`,
      'Leave tls out of the connection, or take the port of a TLS listener: on the broker, listener.security.protocol.map says which (SSL, SASL_SSL).',
      cause,
    );
  }
  if (!(await peekTls(address, access))) return undefined;
  return refused(
    `${at}: this listener uses TLS, and the connection is plaintext`,
    'Give the connection TLS: kafka-lab connections add NAME --tls --ca FILE; for a single command: KAFKA_LAB_TLS=1 and KAFKA_LAB_TLS_CA=FILE. Or take the port of a plaintext listener.',
    cause,
  );
}

/** Of a name with several addresses each failed in its way, without words for all of them: the first one is what is meant. */
function firstOf(error: unknown): unknown {
  return isError(error) && 'errors' in error && Array.isArray(error.errors)
    ? (error.errors[0] as unknown)
    : error;
}

function isCutOff(code: string, message: string): boolean {
  return (
    [
      'ECONNRESET',
      'EPIPE',
      'EPROTO',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    ].includes(code) || message.includes('Closed connection')
  );
}

function refused(message: string, hint: string, cause: unknown): LabError {
  return new LabError('refused', message, { hint, cause });
}

/** Recognized by its shape, since an error of Node's own sockets may have another realm's class. */
function isError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'message' in error;
}
