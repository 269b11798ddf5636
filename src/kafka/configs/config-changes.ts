/** `set NAME=VALUE … unset NAME …` as typed → what to show and what to change. */
import { LabError } from '../../text/errors.js';
import { parseConfigs } from '../session/topic-configs.js';

export interface ConfigChanges {
  /** Names of configs to show; none: all that are set. */
  readonly show: readonly string[];
  readonly set: ReadonlyMap<string, string>;
  readonly unset: readonly string[];
}

export interface TypedChanges {
  /** Words after the topic or broker: names to show, or `set` and `unset`, each for the words after it. */
  readonly config: readonly string[];
  readonly set: readonly string[];
  readonly unset: readonly string[];
}

/** Throws LabError 'usage'. */
export function parseConfigChanges(typed: TypedChanges): ConfigChanges {
  const show: string[] = [];
  const set = [...typed.set];
  const unset = [...typed.unset];
  let target = show;
  for (const word of typed.config) {
    if (word === 'set') target = set;
    else if (word === 'unset') target = unset;
    else target.push(word);
  }
  const changes = { show: unique(show), set: parseConfigs(set, 'set'), unset: unique(unset) };
  check(typed, changes);
  return changes;
}

export function isChange({ set, unset }: ConfigChanges): boolean {
  return set.size > 0 || unset.length > 0;
}

function check(typed: TypedChanges, changes: ConfigChanges): void {
  const last = typed.config.at(-1);
  if (last === 'set' || last === 'unset') {
    throw new LabError('usage', `"${last}" needs ${last === 'set' ? 'NAME=VALUE' : 'a NAME'} after it.`, {
      hint: last === 'set' ? 'It looks like: set retention.ms=86400000' : 'It looks like: unset retention.ms',
    });
  }
  const pair = [...changes.show, ...changes.unset].find((word) => word.includes('='));
  if (pair !== undefined) {
    const name = pair.slice(0, pair.indexOf('='));
    throw new LabError('usage', `"${pair}" is not the name of a config.`, {
      hint: `To change it: set ${pair}; to remove it: unset ${name}; to see it: ${name}`,
    });
  }
  if (changes.show.length > 0 && isChange(changes)) {
    throw new LabError('usage', `"${changes.show.join(' ')}" stands before "set" or "unset".`, {
      hint: 'Either names to show, or: set NAME=VALUE … unset NAME …',
    });
  }
  const both = changes.unset.find((name) => changes.set.has(name));
  if (both !== undefined) throw new LabError('usage', `${both} is both set and unset.`);
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
