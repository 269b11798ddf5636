/** The command that carries out what a view shows as a plan; pure. */
import type { CommandSpec } from '../../contract/command.js';

/** Undefined if it is not a plan. */
export function executedWords(
  spec: CommandSpec,
  options: Readonly<Record<string, unknown>>,
  words: readonly string[],
): readonly string[] | undefined {
  if (!('execute' in spec.options.shape) || options['execute'] === true) return undefined;
  const at = words.indexOf('--');
  return at === -1 ? [...words, '--execute'] : [...words.slice(0, at), '--execute', ...words.slice(at)];
}
