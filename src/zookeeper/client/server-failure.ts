/** Why a server cannot be reached: a kind for the code, a message for the reader. */
import { formatDuration } from '../../text/duration.js';
import { LabError, type ErrorCode } from '../../text/errors.js';

export type FailureKind =
  /** No server listens, or the name or route is unknown. */
  | 'no-connection'
  /** The connection was accepted, but nothing was sent. */
  | 'silent'
  /** The connection was accepted and closed. */
  | 'closed'
  /** Something answered that is not ZooKeeper. */
  | 'foreign'
  /** It answered that the session has ended. */
  | 'expired'
  /** It had answered before and stopped. */
  | 'lost';

export class ServerFailure extends LabError {
  readonly kind: FailureKind;

  constructor(
    kind: FailureKind,
    message: string,
    options: { hint?: string; cause?: unknown; code?: ErrorCode } = {},
  ) {
    super(options.code ?? 'unreachable', message, options);
    this.kind = kind;
  }
}

export function isFailure(error: unknown, ...kinds: FailureKind[]): error is ServerFailure {
  return error instanceof ServerFailure && kinds.includes(error.kind);
}

/** By the operating system's codes. */
const connectReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens on that port',
  ENOTFOUND: 'no host has that name',
  EAI_AGAIN: 'the name cannot be resolved at the moment',
  EHOSTUNREACH: 'there is no route to that host',
  ENETUNREACH: 'there is no route to that network',
  ETIMEDOUT: 'the host does not answer',
};

export function connectFailure(address: string, error?: NodeJS.ErrnoException): ServerFailure {
  const reason = connectReasons[error?.code ?? ''] ?? error?.message ?? 'it closed the connection';
  return new ServerFailure('no-connection', `${address} cannot be reached: ${reason}.`, { cause: error });
}

export function neverConnected(address: string, waitedMs: number): ServerFailure {
  const waited = formatDuration(waitedMs);
  return new ServerFailure('no-connection', `${address} cannot be reached: no answer in ${waited}.`, {
    hint: 'A firewall may drop the connection, or the host is down.',
  });
}

export function silentServer(address: string, waitedMs: number): ServerFailure {
  const waited = formatDuration(waitedMs);
  return new ServerFailure('silent', `${address} accepts the connection but sends nothing for ${waited}.`, {
    hint: "It is another kind of server, one of ZooKeeper's inner ports (2888, 3888), or it is stuck.",
  });
}

export function brokenHandshake(address: string, cause?: Error): ServerFailure {
  return new ServerFailure('closed', `${address} accepts the connection and closes it at once.`, {
    hint: 'ZooKeeper does so while its servers have no quorum, or if one machine has too many connections (maxClientCnxns).',
    cause,
  });
}

export function notZooKeeper(address: string, what: string): ServerFailure {
  const hint =
    what === 'a TLS port'
      ? "It may be ZooKeeper's secureClientPort. kafka-lab speaks to the plain clientPort, usually 2181."
      : "ZooKeeper's clientPort is usually 2181: --zookeeper HOST:2181";
  return new ServerFailure('foreign', `${address} is ${what}, not ZooKeeper.`, { hint });
}

export function garbled(address: string, error: unknown): ServerFailure {
  const detail = error instanceof Error ? error.message : String(error);
  return new ServerFailure('foreign', `${address} does not speak ZooKeeper's protocol: it sent ${detail}.`, {
    hint: "ZooKeeper's clientPort is usually 2181: --zookeeper HOST:2181",
    cause: error,
  });
}

export function expiredSession(address: string): ServerFailure {
  return new ServerFailure('expired', `ZooKeeper at ${address} has ended the session: it has expired.`, {
    hint: 'The server did not hear from this client for longer than the session time-out. Try again.',
    code: 'failed',
  });
}

export function slowAnswer(address: string, what: string, waitedMs: number): ServerFailure {
  const waited = formatDuration(waitedMs);
  return new ServerFailure('lost', `${what} at ${address}: no answer in ${waited}.`, {
    hint: 'The server is overloaded or stuck: kafka-lab zookeeper status; --timeout 30s waits longer.',
    code: 'timeout',
  });
}

export function stoppedAnswering(address: string): ServerFailure {
  return new ServerFailure('lost', `ZooKeeper at ${address} has stopped answering.`, {
    hint: 'Check that it is up: kafka-lab zookeeper status',
  });
}

export function brokenConnection(address: string, cause?: Error): ServerFailure {
  const reason = cause?.message ?? 'the server closed it';
  return new ServerFailure('lost', `The connection to ZooKeeper at ${address} broke: ${reason}.`, {
    hint: 'Check that it is up: kafka-lab zookeeper status',
    cause,
  });
}

export function closedByUs(address: string): ServerFailure {
  return new ServerFailure('lost', `The connection to ZooKeeper at ${address} was closed.`);
}

/** Of several servers, or of the only one. */
export function allFailed(failures: readonly LabError[]): LabError {
  const [first] = failures;
  if (first && failures.length === 1) return first;
  const reasons = failures.map(({ message }) => message.replace(/\.$/, '')).join('; ');
  const hint = failures.find((failure) => failure.hint !== undefined)?.hint;
  return new ServerFailure('no-connection', `No ZooKeeper server answers: ${reasons}.`, {
    ...(hint === undefined ? {} : { hint }),
    cause: first,
  });
}
