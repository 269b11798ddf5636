/** The command that carries out what a view shows as a plan, or as a dry run; pure. */
import type { CommandSpec } from '../../contract/command.js';

/** Undefined if it is neither. */
export function executedWords(
  spec: CommandSpec,
  options: Readonly<Record<string, unknown>>,
  words: readonly string[],
): readonly string[] | undefined {
  const end = words.indexOf('--');
  const at = end === -1 ? words.length : end;
  if (options['dryRun'] === true) {
    const before = words.slice(0, at).filter((word) => word !== '--dry-run');
    return [...before, ...words.slice(at)];
  }
  if (!('execute' in spec.options.shape) || options['execute'] === true) return undefined;
  return [...words.slice(0, at), '--execute', ...words.slice(at)];
}
