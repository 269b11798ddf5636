/** How the reader handles failures: retry with another broker, or give up with a message. */
import { LabError } from '../../text/errors.js';
import { errorCodeNamed, kafkaErrorCode } from '../protocol/error-codes.js';
import type { PartitionName } from '../batch/record-batch.js';
import { commandLine } from '../../text/command-line.js';

export const offsetOutOfRange = errorCodeNamed('OFFSET_OUT_OF_RANGE');
const corruptMessage = errorCodeNamed('CORRUPT_MESSAGE');
const unknownServerError = errorCodeNamed('UNKNOWN_SERVER_ERROR');
const topicAuthorizationFailed = errorCodeNamed('TOPIC_AUTHORIZATION_FAILED');

/** The name of a retriable error (a leader moves, is elected, catches up), or the error to give up with. */
export function judge(where: PartitionName, errorCode: number): LabError | string {
  const { name, retriable, meaning } = kafkaErrorCode(errorCode);
  // For a fetch this one means a damaged log, as in the Java consumer: a retry gives the same.
  if (errorCode === corruptMessage) {
    return new LabError('failed', `${nameOf(where)}: the broker finds its own log damaged (${name})`, {
      hint: 'The log of the broker says where. Another replica may be whole.',
    });
  }
  if (retriable || errorCode === unknownServerError) return name;
  const message = `${nameOf(where)} cannot be read: ${name}. ${meaning}`;
  if (errorCode !== topicAuthorizationFailed) return new LabError('failed', message);
  const hint = `The user of this connection needs the ACL Read on topic ${where.topic}.`;
  return new LabError('refused', message, { hint });
}

/** Whether a retry cannot help: broken connections are retried, a broker's refusal is not. */
export function isFinal(error: unknown): error is LabError {
  return error instanceof LabError && error.code !== 'unreachable' && error.code !== 'timeout';
}

export function gaveUp(where: PartitionName, afterMs: number, reason: string, cause: unknown): LabError {
  const message = `${nameOf(where)}: nothing could be read for ${Math.round(afterMs / 1000)} s (${reason})`;
  const hint = `Is a broker down? ${commandLine`topics describe ${where.topic}`} shows who leads the partition.`;
  return new LabError('unreachable', message, { hint, cause });
}

function nameOf({ topic, partition }: PartitionName): string {
  return `${topic}[${partition}]`;
}
