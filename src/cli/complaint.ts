/** What commander cannot understand → the error that kafka-lab makes of it, in the words of all its other errors. */
import type { CommanderError } from 'commander';
import { entriesBelow, type CommandEntry } from '../contract/command.js';
import { fieldsOfCommand, positionalFields } from '../contract/fields.js';
import { quotedWords } from '../text/command-line.js';
import { LabError } from '../text/errors.js';
import { nearestNames } from '../text/nearest-names.js';
import type { TypedLine } from './typed-line.js';

export function complaintAbout(
  error: CommanderError,
  line: TypedLine,
  entries: readonly CommandEntry[],
): LabError {
  const command = line.path.join(' ');
  const [, named = ''] = /'([^]*)'/.exec(error.message) ?? [];
  const see = seeHelp(line.path);
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(named, line, dashHint(named, line));
    case 'commander.unknownCommand':
      return unknownCommand(named, entries, line.path);
    case 'commander.missingArgument':
      return new LabError('usage', `${command}: ${named.toUpperCase()} is missing.`, { hint: see });
    case 'commander.optionMissingArgument': {
      const [, flag = named, value = ''] = /(--[^ ]+) [<[](.*)[\]>]$/.exec(named) ?? [];
      return new LabError('usage', `${flag}: the value ${value} is missing.`, { hint: see });
    }
    case 'commander.excessArguments':
      return new LabError('usage', `${command} takes ${argumentsOf(line)}, and ${given(error)}.`, {
        hint: quotingHint(line) + see,
      });
    default:
      return new LabError('usage', error.message.replace(/^error: /, ''), { hint: see });
  }
}

export function unknownOption(
  typed: string,
  { fields, path }: Pick<TypedLine, 'fields' | 'path'>,
  hint = '',
): LabError {
  const [option = ''] = typed.split('=');
  const flags = fields.map(({ flag, default: standard }) => `--${standard === true ? 'no-' : ''}${flag}`);
  return new LabError('usage', `There is no option "${option}".`, {
    hint: didYouMean(nearestNames(option, [...flags, '--help'])) + hint + seeHelp(path),
  });
}

/** `below`: the group that the word was typed after. */
export function unknownCommand(
  word: string,
  entries: readonly CommandEntry[],
  below: readonly string[] = [],
): LabError {
  const words = entriesBelow(entries, below).map(({ path }) => path.split(' ')[below.length] ?? '');
  const near = nearestNames(word, [...new Set(words)]).map((each) => [...below, each].join(' '));
  return new LabError('usage', `There is no command "${[...below, word].join(' ')}".`, {
    hint:
      near.length > 0 ? didYouMean(near).trimEnd() : `See them all: ${seeHelp(below).slice('See: '.length)}`,
  });
}

function didYouMean(near: readonly string[]): string {
  return near.length > 0 ? `Did you mean ${near.join(', ')}?\n` : '';
}

function seeHelp(words: readonly string[]): string {
  return `See: kafka-lab ${[...words, '--help'].join(' ')}`;
}

function argumentsOf({ spec }: TypedLine): string {
  const names = spec ? positionalFields(fieldsOfCommand(spec)).map(({ flag }) => flag.toUpperCase()) : [];
  if (names.length === 0) return 'no arguments';
  return `${names.length === 1 ? 'one argument' : `${names.length} arguments`}, ${names.join(' and ')}`;
}

function given({ message }: CommanderError): string {
  const [, count = ''] = /but got (\d+)/.exec(message) ?? [];
  return `${count} ${count === '1' ? 'was' : 'were'} given`;
}

/** A value or a name that begins with a dash: -hello, -1h. */
function dashHint(typed: string, { spec, path, positionals, words }: TypedLine): string {
  const takesArguments = spec !== undefined && positionalFields(fieldsOfCommand(spec)).length > 0;
  if (!takesArguments || !/^-[^-]./.test(typed)) return '';
  const word = words.find((each) => each.startsWith(typed)) ?? typed;
  const example = quotedWords([...path, ...positionals, '--', word]);
  return `If it is not meant as an option, put -- before it: kafka-lab ${example}\n`;
}

/** If a sentence may be the last word, it was probably typed without quotes. */
function quotingHint({ spec }: TypedLine): string {
  const last = spec && positionalFields(fieldsOfCommand(spec)).at(-1);
  if (!last || last.type !== 'string' || last.required || last.completes || last.choices) return '';
  return `A ${last.flag} of several words needs quotes: "one two"\n`;
}
