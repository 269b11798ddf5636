/** The error class for messages to the user, and the exit code for each of its codes. */

export type ErrorCode =
  /** A usage error: exit code 2. */
  | 'usage'
  /** A signal ended the work: exit code 130. */
  | 'interrupted'
  /** No broker (or ZooKeeper server) answers at the address. */
  | 'unreachable'
  /** The cluster refused: unknown topic, invalid config, not enough replicas … */
  | 'refused'
  /** A topic, group, broker, file or cluster that does not exist. */
  | 'not-found'
  /** It exists already. */
  | 'exists'
  /** It took longer than `--timeout`. */
  | 'timeout'
  /** Something this machine lacks: Docker, Java, Maven, a free port … */
  | 'environment'
  /** Some of several items failed; their own messages were printed. */
  | 'partial'
  /** A question that the exit code answers, such as whether two clusters differ, has no answer: exit code 2, as of diff(1). */
  | 'undecided'
  /** Anything else. */
  | 'failed';

/**
 * `message` says what failed and where; `hint` the likely cause and what to type next.
 * Neither holds colour, a stack trace or a secret.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** Whether nothing was there, or nothing answered in time: it may in a moment, or another server may. */
export function isUnanswered(error: unknown): error is LabError {
  return error instanceof LabError && (error.code === 'unreachable' || error.code === 'timeout');
}

/** 0 done, 1 failed, 2 wrong usage or undecided, 130 interrupted. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof LabError)) return 1;
  if (error.code === 'usage' || error.code === 'undecided') return 2;
  if (error.code === 'interrupted') return 130;
  return 1;
}

/** For prompts: the message and hint of a check that throws; undefined if it passes. */
export function complaintOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof LabError ? `${error.message} ${error.hint ?? ''}`.trim() : String(error);
  }
}
