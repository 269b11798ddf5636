/** Any error → LabError. Knows kafkajs's errors by their names, so that importing this file does not load kafkajs. */
import { LabError, type ErrorCode } from '../../text/errors.js';
import { adviceOnRefusal, refusalAdvice } from '../../words/refusal-advice.js';
import { errorCodes, kafkaErrorCode, type KafkaErrorCode } from '../../wire/protocol/error-codes.js';

const codes: Readonly<Record<string, ErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'not-found',
  UNKNOWN_TOPIC_ID: 'not-found',
  GROUP_ID_NOT_FOUND: 'not-found',
  TOPIC_ALREADY_EXISTS: 'exists',
  REQUEST_TIMED_OUT: 'timeout',
};

/**
 * A broker's refusal. `what` says what was asked for: "Topic orders could not be created".
 * `detail` is the broker's own message, which says more than its code.
 */
export function refusal(what: string, errorCode: number, detail?: string | null): LabError {
  return refusalFor(what, kafkaErrorCode(errorCode), detail);
}

function refusalFor(what: string, error: KafkaErrorCode, detail?: string | null, cause?: unknown): LabError {
  const hint = adviceOnRefusal(error.name);
  return new LabError(
    codes[error.name] ?? 'refused',
    `${what}: ${detail?.trim() || error.meaning} (${error.name})`,
    {
      ...(hint === undefined ? {} : { hint }),
      cause,
    },
  );
}

/** Any thrown value; unknown errors keep their own message. */
export function asLabError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const known = knownError(each, error);
    if (known) return known;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new LabError('failed', message, { cause: error });
}

/** What the broker refused with, according to an error of kafkajs or what caused it; kafkajs has older names for some codes. */
export function kafkaErrorOf(error: unknown): KafkaErrorCode | undefined {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { type, code } = each as KafkajsError;
    if (typeof type !== 'string' || !each.name.startsWith('KafkaJS')) continue;
    const known = errorCodes.find((known) => known.name === type || known.code === code);
    if (known) return known;
  }
  return undefined;
}

type KafkajsError = Error & { type?: unknown; code?: unknown; broker?: unknown };

function knownError(error: KafkajsError, cause: unknown) {
  if (error instanceof LabError) return error;
  const kafkaError = kafkaErrorOf(error);
  if (kafkaError) return refusalFor('The broker refused', kafkaError, undefined, cause);
  if (error.name === 'KafkaJSSASLAuthenticationError') {
    return new LabError('refused', `The broker did not accept the login: ${error.message}`, {
      hint: refusalAdvice.SASL_AUTHENTICATION_FAILED,
      cause,
    });
  }
  if (error.name === 'KafkaJSRequestTimeoutError') {
    return new LabError('timeout', `A broker${at(error.broker)} did not answer in time.`, {
      hint: 'It may be stopped, starting or overloaded; --timeout 30s waits longer.',
      cause,
    });
  }
  if (error.name.startsWith('KafkaJSConnection') || error.name === 'KafkaJSBrokerNotFound') {
    return new LabError(
      'unreachable',
      `The connection to the broker${at(error.broker)} broke: ${error.message}`,
      {
        cause,
      },
    );
  }
  return undefined;
}

function at(address: unknown): string {
  return typeof address === 'string' ? ` at ${address}` : '';
}
