/** Command specs → a commander program; argv → the spec, its raw options and the global ones. */
import { Command, CommanderError, Option } from 'commander';
import type { CommandEntry, CommandSpec, RawOptions } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { fieldsOf, fieldsOfCommand, type Field } from '../contract/fields.js';
import { globalOptions } from '../text/global-options.js';
import { nearestNames } from '../text/nearest-names.js';
import { describeCommands } from './reference/describe-commands.js';

/** What a command line asks for. */
export type Request =
  | {
      readonly kind: 'run';
      readonly spec: CommandSpec;
      readonly options: RawOptions;
      readonly globals: RawOptions;
    }
  /** Help or a version: text for stdout. */
  | { readonly kind: 'text'; readonly text: string }
  /** No command at all. */
  | { readonly kind: 'none'; readonly globals: RawOptions };

export interface CliSettings {
  readonly entries: readonly CommandEntry[];
  /** One line a group of commands, for help: `topics` → `create, list and describe topics`. */
  readonly groups: Readonly<Record<string, string>>;
  readonly version: string;
  readonly columns: number;
}

/** Throws LabError 'usage' for anything that cannot be understood. Runs nothing. */
export async function parseCommandLine(typed: readonly string[], settings: CliSettings): Promise<Request> {
  const argv = withHelpLast(typed);
  if (asksForJson(argv)) {
    const reference = await describeCommands(settings, commandWords(argv, settings.entries));
    return { kind: 'text', text: `${JSON.stringify(reference, null, 2)}\n` };
  }
  const printed: string[] = [];
  let request: Request | undefined;
  const program = new Command('kafka-lab')
    .usage('[options] [command]')
    .description('Explore a Kafka cluster; or start one of your own and learn on it.')
    .version(settings.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for any command');
  program.helpCommand('help [command]', 'print help for any command');
  program.option('--help-json', 'print the definitions of commands as JSON');
  addFields(program, fieldsOf(globalOptions));
  settle(program, printed, settings.columns);
  // Options nobody knows are let through here, so that a mistyped command is named before its options.
  program
    .allowUnknownOption()
    .argument('[command...]')
    .action((words: string[]) => {
      const [first] = words;
      if (first?.startsWith('-')) throw unknownOption(first, program);
      if (first !== undefined) throw unknownCommand(first, settings.entries);
      request = { kind: 'none', globals: program.opts() };
    });

  const wantsOverview =
    argv.length === 0 || argv.some((word) => word === '-h' || word === '--help' || word === 'help');
  // A command costs commander time even when it is not typed.
  const entries = wantsOverview
    ? settings.entries
    : settings.entries.filter(({ path }) => argv.includes(path.split(' ')[0] ?? ''));
  const words = commandWords(argv, settings.entries).join(' ');
  const typedEntry = entries.find(({ path }) => path === words);
  const typedSpec = await typedEntry?.load();
  for (const entry of entries) {
    const leaf = leafFor(program, entry, settings.groups);
    const declare = async () => {
      const spec = entry === typedEntry && typedSpec ? typedSpec : await entry.load();
      describeLeaf(leaf, spec);
      leaf.action((...args: unknown[]) => {
        request = { kind: 'run', spec, options: rawOptions(spec, leaf, args), globals: program.opts() };
      });
    };
    if (wantsOverview) await declare();
    else {
      // Only the command that was typed loads its file and what that file imports.
      leaf.parent?.hook('preSubcommand', (_parent, chosen) => (chosen === leaf ? declare() : undefined));
    }
    settle(leaf, printed, settings.columns);
  }

  try {
    const fields = [...fieldsOf(globalOptions), ...(typedSpec ? fieldsOfCommand(typedSpec) : [])];
    await program.parseAsync(withImplied(argv, fields), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed.join('') };
    if (error.code === 'commander.help') {
      const words = commandWords(argv, settings.entries);
      const help = await parseCommandLine([...words, '--help'], settings);
      throw new LabError('usage', `"${words.join(' ')}" is a group of commands: which of them?`, {
        hint: help.kind === 'text' ? help.text : '',
      });
    }
    const words = commandWords(argv, settings.entries);
    const quoting = error.code === 'commander.excessArguments' ? await quotingHint(words, settings) : '';
    throw new LabError('usage', capitalised(error.message.replace(/^error: /, '')), {
      hint: quoting + seeHelp(words),
    });
  }
  return request ?? { kind: 'text', text: printed.join('') };
}

/** commander's own `help` knows groups only: `help topics create` becomes `topics create --help`. */
function withHelpLast(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' && argv.length > 2 ? [...argv.slice(1), '--help'] : argv;
}

function asksForJson(argv: readonly string[]): boolean {
  const at = argv.indexOf('--help-json');
  return at !== -1 && !argv.slice(0, at).includes('--');
}

function unknownOption(option: string, program: Command): LabError {
  const [name = ''] = option.split('=');
  const near = nearestNames(
    name,
    program.options.flatMap(({ long }) => long ?? []),
  );
  const meant = near.length > 0 ? `\n(Did you mean ${near.join(', ')}?)` : '';
  return new LabError('usage', `Unknown option '${name}'${meant}`, { hint: seeHelp([]) });
}

/** Where a sentence may be the last word, it was probably typed without quotes. */
async function quotingHint(words: readonly string[], { entries }: CliSettings): Promise<string> {
  const spec = await entries.find((entry) => entry.path === words.join(' '))?.load();
  const last = spec && positionalFields(fieldsOfCommand(spec)).at(-1);
  if (!last || last.type !== 'string' || last.required || last.completes || last.choices) return '';
  return `A ${last.flag} of several words needs quotes: "one two"\n`;
}

function seeHelp(words: readonly string[]): string {
  return `See: kafka-lab ${[...words, '--help'].join(' ')}`;
}

function unknownCommand(word: string, entries: CliSettings['entries']): LabError {
  const firstWords = [...new Set(entries.map(({ path }) => path.split(' ')[0] ?? ''))];
  const near = nearestNames(word, firstWords);
  return new LabError('usage', `There is no command "${word}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See them all: kafka-lab --help',
  });
}

function leafFor(program: Command, entry: CommandEntry, groups: CliSettings['groups']): Command {
  const words = entry.path.split(' ');
  let parent = program;
  for (const word of words.slice(0, -1)) {
    let group: Command | undefined = parent.commands.find((command) => command.name() === word);
    if (!group) {
      group = parent.command(word).description(groups[word] ?? '');
      group.copyInheritedSettings(parent);
    }
    parent = group;
  }
  const leaf = parent.command(words.at(-1) ?? '');
  leaf.copyInheritedSettings(parent);
  return leaf;
}

function settle(command: Command, printed: string[], columns: number): void {
  for (let each: Command | null = command; each; each = each.parent) {
    each.exitOverride().showSuggestionAfterError(true);
    each.configureHelp({
      showGlobalOptions: true,
      helpWidth: Math.min(columns, 110),
      sortSubcommands: false,
    });
    each.configureOutput({ writeOut: (text) => printed.push(text), writeErr: (text) => printed.push(text) });
  }
}

function describeLeaf(leaf: Command, spec: CommandSpec): void {
  leaf.description(spec.summary);
  const fields = fieldsOfCommand(spec);
  for (const field of positionalFields(fields)) {
    const name = field.flag + (field.type === 'list' ? '...' : '');
    leaf.argument(field.required ? `<${name}>` : `[${name}]`, field.description);
  }
  addFields(
    leaf,
    fields.filter((field) => field.position === undefined),
  );
  const examples = spec.examples ?? [];
  if (examples.length > 0) {
    leaf.addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ kafka-lab ${line}`).join('\n')}`);
  }
}

function addFields(command: Command, fields: readonly Field[]): void {
  for (const field of fields) command.addOption(optionOf(field));
}

function optionOf(field: Field): Option {
  const short = field.short ? `-${field.short}, ` : '';
  if (field.type === 'boolean') {
    return field.default === true
      ? new Option(`${short}--no-${field.flag}`, `no ${field.description}`)
      : new Option(`${short}--${field.flag}`, field.description);
  }
  const values = field.choices ? ` (${field.choices.join(', ')})` : '';
  const fallback =
    field.default === undefined || isEmptyList(field.default)
      ? ''
      : ` (default: ${JSON.stringify(field.default).replaceAll('"', '')})`;
  const option = new Option(
    `${short}--${field.flag} ${field.implied === undefined ? `<${field.placeholder}>` : `[${field.placeholder}]`}`,
    `${field.description}${values}${fallback}${field.required ? ' (required)' : ''}`,
  );
  // A list is given by repeating its flag: `-H a=1 -H b=2`; a variadic option would swallow the words after it.
  if (field.type === 'list') {
    option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  }
  return option;
}

function rawOptions(spec: CommandSpec, leaf: Command, args: readonly unknown[]): RawOptions {
  const raw: Record<string, unknown> = { ...leaf.opts() };
  for (const field of positionalFields(fieldsOfCommand(spec))) {
    const value = args[field.position ?? 0];
    if (value !== undefined && !isEmptyList(value)) raw[field.name] = value;
  }
  return raw;
}

function positionalFields(fields: readonly Field[]): Field[] {
  return fields
    .filter((field) => field.position !== undefined)
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
}

/** `--watch orders` → `--watch=2s orders`: only what begins with a digit is a value; the next word may be a name. */
function withImplied(argv: readonly string[], fields: readonly Field[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    const field = fields.find(({ flag, implied }) => implied !== undefined && word === `--${flag}`);
    if (field?.implied === undefined || (end !== -1 && index > end)) return word;
    return /^\d/.test(argv[index + 1] ?? '') ? word : `${word}=${field.implied}`;
  });
}

/** The words of argv that lead to a command or a group of commands. */
function commandWords(argv: readonly string[], entries: readonly CommandEntry[]): string[] {
  const words: string[] = [];
  for (const word of argv) {
    const path = [...words, word].join(' ');
    if (entries.some((entry) => entry.path === path || entry.path.startsWith(`${path} `))) words.push(word);
  }
  return words;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
