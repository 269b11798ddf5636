/** `[SUBJECT] [set LEVEL]` as typed. */
import { LabError } from '../../text/errors.js';

const levels = [
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
  'NONE',
] as const;

export interface CompatibilityWords {
  /** Undefined: the registry as a whole. */
  readonly subject: string | undefined;
  /** Undefined: it is only asked for. */
  readonly level: string | undefined;
}

/** Throws LabError 'usage'. */
export function parseCompatibilityWords(
  subject: string | undefined,
  change: readonly string[],
): CompatibilityWords {
  if (subject === undefined) return { subject, level: undefined };
  // `set FULL`: the first word is not a subject then.
  if (subject === 'set' && change.length <= 1) return { subject: undefined, level: levelOf(change[0]) };
  if (change.length === 0) return { subject, level: undefined };
  if (change[0] !== 'set' || change.length > 2) {
    throw new LabError('usage', `"${change.join(' ')}" is not what can be done with a compatibility level.`, {
      hint: 'kafka-lab schemas compatibility [SUBJECT] [set LEVEL]',
    });
  }
  return { subject, level: levelOf(change[1]) };
}

function levelOf(typed: string | undefined): string {
  const level = levels.find((each) => each === typed?.toUpperCase().replaceAll('-', '_'));
  if (level !== undefined) return level;
  throw new LabError(
    'usage',
    typed === undefined ? 'Set which level?' : `"${typed}" is not a compatibility level.`,
    { hint: `Levels: ${levels.join(', ')}` },
  );
}
