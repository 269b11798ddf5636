/** What the word under the cursor may become. */
import { entriesBelow, type CommandEntry } from '../../contract/command.js';
import type { Completable, Field } from '../../contract/fields.js';
import { isPrintable } from '../../text/printable.js';
import type { TypedLine } from '../typed-line.js';
import { wantedAfter } from './wanted.js';

interface Candidate {
  /** The whole word. */
  readonly value: string;
  /** '' if there is nothing to say, or the shell does not show it. */
  readonly description: string;
}

/** `files`: the shell completes them itself. */
export type Answer =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { kind: 'files' };

export interface CandidateSources {
  readonly entries: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, string>>;
  /** Does the shell show descriptions? They cost the loading of every command that is named. */
  readonly describes: boolean;
  /** What there is of this kind at present; `part` is what is typed of the name already. */
  names(kind: Exclude<Completable, 'file'>, line: TypedLine, part: string): Promise<readonly string[]>;
}

export async function candidatesFor(
  line: TypedLine,
  current: string,
  sources: CandidateSources,
): Promise<Answer> {
  const wanted = wantedAfter(line, current);
  switch (wanted.kind) {
    case 'nothing':
      return { kind: 'words', candidates: [] };
    case 'command':
      return words(await commandWords(line, sources), current);
    case 'flag':
      return words(flagWords(line, current), current);
    case 'value': {
      const { field, prefix, part } = wanted;
      if (field.completes === 'file') return { kind: 'files' };
      const values =
        field.choices ?? (field.completes ? await sources.names(field.completes, line, part) : []);
      const given = field.position === undefined ? [] : line.positionals;
      const isFlagThere = (value: string) => field.position !== undefined && !line.onlyWords && isFlag(value);
      const left = values.filter((value) => !given.includes(value) && !isFlagThere(value));
      return words(
        left.map((value) => ({ value: prefix + value, description: '' })),
        current,
      );
    }
  }
}

/** A name like this, of a group perhaps, is a name only after `--`; before, it would be an option that nobody chose. */
const isFlag = (value: string) => /^-\D/.test(value);

/** A name with control characters is not offered: the shell would write it to the terminal, and a newline ends a candidate. */
function words(candidates: readonly Candidate[], current: string): Answer {
  return {
    kind: 'words',
    candidates: candidates.filter(({ value }) => value.startsWith(current) && isPrintable(value)),
  };
}

async function commandWords({ path }: TypedLine, sources: CandidateSources): Promise<Candidate[]> {
  const before = path.map((word) => `${word} `).join('');
  const next = new Map<string, CommandEntry>();
  for (const entry of entriesBelow(sources.entries, path)) {
    const word = entry.path.slice(before.length).split(' ')[0] ?? '';
    if (!next.has(word)) next.set(word, entry);
  }
  const candidates: Candidate[] = [];
  for (const [value, entry] of next) {
    const isLeaf = entry.path === before + value;
    const describe = async () => (sources.describes ? (await entry.load()).summary : '');
    candidates.push({
      value,
      description: isLeaf ? await describe() : (sources.groups[before + value] ?? ''),
    });
  }
  return candidates;
}

/** Letters are worth offering only when one is typed, to show that it is complete. */
function flagWords({ fields, spec, globals, options }: TypedLine, current: string): Candidate[] {
  const isGiven = ({ name, type }: Field) => type !== 'list' && (name in globals || name in options);
  const open = fields.filter((field) => !isGiven(field));
  const long = open.map((field) => {
    const isOff = field.type === 'boolean' && field.default === true;
    return {
      value: isOff ? `--no-${field.flag}` : `--${field.flag}`,
      description: isOff ? `no ${field.description}` : field.description,
    };
  });
  const letters = open
    .filter(({ short }) => current.length === 2 && short !== undefined)
    .map(({ short, description }) => ({ value: `-${short ?? ''}`, description }));
  return [
    ...long,
    ...letters,
    { value: '--help', description: 'print help for any command' },
    { value: '--help-json', description: 'print the definitions of commands as JSON' },
    ...(spec ? [] : [{ value: '--version', description: 'print the version' }]),
  ];
}
