/** Command specs → a commander program; argv → the spec, its raw options and the global ones. */
import { Command, CommanderError, Option } from 'commander';
import { entriesBelow, type CommandEntry, type CommandSpec, type RawOptions } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { fieldsOfCommand, flagFields, positionalFields, type Field } from '../contract/fields.js';
import { complaintAbout, unknownCommand, unknownOption } from './complaint.js';
import { describeCommands } from './reference/describe-commands.js';
import { formatHelp } from './help.js';
import { globalFieldsBeside, readLine } from './typed-line.js';

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
  const { entries, groups } = settings;
  const line = await readLine(typed, entries);
  const asksForHelp = line.others.some((flag) => flag === 'help' || flag === 'h');
  const asksForJson = line.others.includes('help-json');
  if ((asksForHelp || asksForJson) && line.stray !== undefined) {
    throw unknownCommand(line.stray, entries, line.path);
  }
  if (asksForJson) {
    const reference = await describeCommands(settings, line.path);
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
  addFields(program, globalFieldsBeside(line.spec));
  settle(program, printed, settings.columns);
  // Unknown options are let through here, so that a mistyped command is named before its options.
  program
    .allowUnknownOption()
    .argument('[command...]')
    .action((words: string[]) => {
      const [first] = words;
      if (first?.startsWith('-')) throw unknownOption(first, { fields: line.fields, path: [] });
      if (first !== undefined) throw unknownCommand(first, entries);
      request = { kind: 'none', globals: program.opts() };
    });

  // A command costs commander time even when it is not typed.
  const below = line.path.length > 0 || asksForHelp ? entriesBelow(entries, line.path) : [];
  for (const entry of below) {
    const leaf = leafFor(program, entry, groups);
    // Only the command that was typed loads its file and what that file imports.
    const spec = line.spec ?? (asksForHelp ? await entry.load() : undefined);
    if (spec) {
      describeLeaf(leaf, spec);
      leaf.action((...args: unknown[]) => {
        request = { kind: 'run', spec, options: rawOptions(spec, leaf, args), globals: program.opts() };
      });
    }
    settle(leaf, printed, settings.columns);
  }

  try {
    await program.parseAsync(asksForHelp ? [...line.path, '--help'] : line.words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed.join('') };
    if (error.code === 'commander.help') {
      const help = await parseCommandLine([...line.path, '--help'], settings);
      throw new LabError('usage', `"${line.path.join(' ')}" is a group of commands: which of them?`, {
        hint: help.kind === 'text' ? help.text : '',
      });
    }
    throw complaintAbout(error, line, entries);
  }
  return request ?? { kind: 'text', text: printed.join('') };
}

function leafFor(program: Command, entry: CommandEntry, groups: CliSettings['groups']): Command {
  const words = entry.path.split(' ');
  let parent = program;
  for (const word of words.slice(0, -1)) {
    let group: Command | undefined = parent.commands.find((command) => command.name() === word);
    if (!group) {
      group = parent
        .command(word)
        .description(groups[word] ?? '')
        .addHelpText('after', globalsHint);
      group.copyInheritedSettings(parent);
    }
    parent = group;
  }
  const leaf = parent.command(words.at(-1) ?? '');
  leaf.copyInheritedSettings(parent);
  return leaf;
}

const globalsHint = '\nGlobal options: kafka-lab --help';

function settle(command: Command, printed: string[], columns: number): void {
  for (let each: Command | null = command; each; each = each.parent) {
    each.exitOverride().showSuggestionAfterError(false);
    each.configureHelp({
      helpWidth: Math.min(columns, 110),
      sortSubcommands: false,
      formatHelp,
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
  addFields(leaf, flagFields(fields));
  const examples = spec.examples ?? [];
  if (examples.length > 0) {
    leaf.addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ kafka-lab ${line}`).join('\n')}`);
  }
  leaf.addHelpText('after', globalsHint);
}

function addFields(command: Command, fields: readonly Field[]): void {
  for (const field of fields) command.addOption(optionOf(field));
}

function optionOf(field: Field): Option {
  const short = field.short ? `-${field.short}, ` : '';
  if (field.type === 'boolean') {
    if (field.default === true) return new Option(`${short}--no-${field.flag}`, `no ${field.description}`);
    const option = new Option(`${short}--${field.flag}`, field.description);
    // Not the opposite of another: `--no-decode` stands beside `--decode FORMAT`.
    option.negate = false;
    option.attributeName = () => field.name;
    return option;
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

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
