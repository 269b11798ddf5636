/** The reference as a page for `man kafka-lab`: man/kafka-lab.1. */
import { capitalised } from '../../text/letter-case.js';
import type { CommandReference, OptionReference, Reference } from './describe-commands.js';
import { effectText, optionTerm, optionText } from './reference-words.js';

/** Without a date or a version: it changes only when the definitions do. */
export function manPage({ globals, groups, commands }: Reference): string {
  const summaries = new Map(groups.map(({ name, summary }) => [name, summary]));
  const families = [...new Set(commands.map(({ path }) => path[0] ?? ''))];
  return `${[
    '.\\" Made from the definitions of the commands by `npm run docs`; edit those.',
    '.TH KAFKA\\-LAB 1 "" "kafka\\-lab" "User Commands"',
    section('NAME', ['kafka\\-lab \\- explore an Apache Kafka cluster from the command line']),
    section('SYNOPSIS', [
      '.B kafka\\-lab',
      '.br',
      `.B kafka\\-lab`,
      '.RI [ options ] " command " [ arguments ]',
    ]),
    section('DESCRIPTION', [
      roff(
        'Without a command, on a terminal, kafka-lab opens a menu. With one, it does that and ends. Which cluster is meant is said by -b, by a named connection (-c), or by the environment; without any of them it is the practice cluster of this machine. To start one: kafka-lab cluster up',
      ),
    ]),
    section(
      'COMMANDS',
      families.flatMap((family) => {
        const summary = summaries.get(family);
        return [
          ...(summary === undefined ? [] : ['.PP', roff(`${capitalised(family)}: ${summary}.`)]),
          ...commands.filter(({ path }) => path[0] === family).flatMap(commandLines),
        ];
      }),
    ),
    section('OPTIONS OF EVERY COMMAND', [
      roff(
        'Those with a value can also be given as variables of the environment, unless they may be repeated: KAFKA_LAB_BOOTSTRAP_SERVER, KAFKA_LAB_OUTPUT and so on.',
      ),
      ...optionLines(globals),
    ]),
    section('EXIT STATUS', [
      ...tagged('0', 'It is done.'),
      ...tagged('1', 'It failed, or some of several items did; or what was checked does not hold.'),
      ...tagged('2', 'The command line is wrong.'),
      ...tagged('130', 'It was interrupted.'),
    ]),
    section('FILES', [
      ...tagged(
        '~/.config/kafka-lab/connections.yml',
        'Named connections on Linux; connections list says where they are.',
      ),
      ...tagged('.kafka-lab.yml', 'Connections of a project, in its folder or one above it.'),
    ]),
  ].join('\n')}\n`;
}

function section(name: string, lines: readonly string[]): string {
  return [`.SH "${name}"`, ...lines].join('\n');
}

function commandLines(command: CommandReference): readonly string[] {
  const { path, usage, summary, options, examples } = command;
  return [
    `.SS "${roff(path.join(' '))}"`,
    `.B ${roff(usage)}`,
    '.PP',
    roff(`${capitalised(summary)}. ${effectText(command)}`.replaceAll('`', '')),
    ...optionLines(options),
    ...(examples.length === 0
      ? []
      : [
          '.PP',
          examples.length === 1 ? 'Example:' : 'Examples:',
          '.PP',
          '.nf',
          '.RS',
          ...examples.map(roff),
          '.RE',
          '.fi',
        ]),
  ];
}

function optionLines(options: readonly OptionReference[]): readonly string[] {
  return options.flatMap((option) => tagged(optionTerm(option), optionText(option)));
}

function tagged(term: string, text: string): readonly string[] {
  return ['.TP', `.B ${roff(term)}`, roff(text)];
}

/** A line of text: a backslash begins an escape, a dot or an apostrophe at its start a request; a hyphen is to be copied as it is. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^\./, '\\&.')
    .replaceAll(
      /[^\0-\x7f]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
